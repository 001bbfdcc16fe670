using System.Globalization;
using System.Text.Json.Nodes;

namespace PromoFunctions.Bench.Kill;

/// <summary>The daily reports of the days that the run fell on, and their own control.</summary>
internal sealed class ReportsAccount : IAccount
{
    /// <summary>The App's default zone for days.</summary>
    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public string Name => "reports";

    public async Task<(string Counted, IReadOnlyList<string> Wrong)> CompareAsync(Aftermath aftermath)
    {
        var wrong = new List<string>();
        var reported = new Dictionary<string, (long Redemptions, long Discount)>(StringComparer.Ordinal);
        for (var day = DayOf(aftermath.From); day <= DayOf(aftermath.To); day = day.AddDays(1))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/reports/daily/{day:yyyy-MM-dd}");
            var report = JsonNode.Parse(await aftermath.Apps.MustAsync(HttpMethod.Get, path));
            if (report?["control"]?["difference"]?.GetValue<long>() is not 0)
            {
                wrong.Add($"{path}: {report?["control"]?.ToJsonString()}");
            }

            foreach (var row in report?["rows"] as JsonArray ?? [])
            {
                var campaign = row?["campaignId"]?.GetValue<string>() ?? "";
                var (redemptions, discount) = reported.GetValueOrDefault(campaign);
                reported[campaign] = (redemptions + (row?["redemptions"]?.GetValue<long>() ?? 0), discount + (row?["discount"]?.GetValue<long>() ?? 0));
            }
        }

        foreach (var campaign in Orders.Campaigns)
        {
            var made = aftermath.Orders.Made.Values.Where(order => order.Discounts.ContainsKey(campaign.Id)).ToList();
            var told = ((long)made.Count, made.Sum(order => order.Discounts[campaign.Id]));
            if (reported.GetValueOrDefault(campaign.Id) != told)
            {
                wrong.Add($"{campaign.Id}: reported {reported.GetValueOrDefault(campaign.Id)}, told {told} (redemptions, minor units)");
            }
        }

        return (string.Join("; ", reported.Select(campaign => string.Create(CultureInfo.InvariantCulture, $"{campaign.Key} {campaign.Value.Redemptions} redemptions, {campaign.Value.Discount} minor units"))), wrong);
    }

    private static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, s_zone).DateTime);
}
