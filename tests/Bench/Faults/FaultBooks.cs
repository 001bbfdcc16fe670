using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PromoFunctions.Bench.Faults;

/// <summary>What claims and reports say beside what callers were told, from the start of a stage on.</summary>
internal sealed class FaultBooks(FaultStage stage)
{
    private const int LastUses = 5;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private readonly DateTimeOffset _from = DateTimeOffset.UtcNow;

    /// <summary>Waits until every claim is decided and the reports say what callers were told.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public async Task<string?> SettledAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var wrong = await WrongAsync();
            if (wrong is null || Stopwatch.GetElapsedTime(start) > s_patience)
            {
                return wrong;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }

    /// <summary>Leaves the campaign five more uses than are taken, and asks for twenty through all Apps at once.</summary>
    /// <returns>What is wrong; null when exactly five were given.</returns>
    public async Task<string?> LastUsesAsync()
    {
        await stage.MustAsync(HttpMethod.Put, "campaigns/" + FaultStage.Campaign, FaultStage.Terms(stage.Callers.Redeemed + stage.Callers.Claims.Count + LastUses));
        var told = await Task.WhenAll(Enumerable.Range(0, 4 * LastUses).Select(number => stage.Callers.TryRedeemAsync(stage.Addresses[number % stage.Apps.Count])));
        var statuses = string.Join(", ", told.GroupBy(answer => answer.Status).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} ×{group.Count()}")));
        return statuses == string.Create(CultureInfo.InvariantCulture, $"201 ×{LastUses}, 422 ×{3 * LastUses}") ? null : $"the last {LastUses} uses were answered {statuses}";
    }

    private async Task<string?> WrongAsync()
    {
        var (claims, paid) = (0, 0);
        for (var next = ""; next is not null;)
        {
            var page = await stage.MustAsync(HttpMethod.Get, $"claims?limit=1000{(next.Length == 0 ? "" : "&next=" + Uri.EscapeDataString(next))}", null);
            foreach (var claim in page?["items"]?.AsArray() ?? [])
            {
                claims++;
                paid += claim?["remedies"]?.AsArray().Count(remedy => remedy?["kind"]?.GetValue<string>() == "refund") ?? 0;
                if (claim?["status"]?.GetValue<string>() is not "approved")
                {
                    return $"claim {claim?["claimId"]} is {claim?["status"]}";
                }
            }

            next = page?["next"]?.GetValue<string>();
        }

        if (claims != stage.Callers.Claims.Count || paid != claims)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{stage.Callers.Claims.Count} claims were accepted, {claims} are listed, {paid} paid");
        }

        var (redeemed, retroactive, difference, isHidden) = (0L, 0L, 0L, false);
        for (var day = DayOf(_from.AddDays(-1)); day <= DayOf(DateTimeOffset.UtcNow.AddDays(1)); day = day.AddDays(1))
        {
            var (status, report) = await stage.Callers.SendAsync(stage.Addresses[0], HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"reports/daily/{day:yyyy-MM-dd}"), null);
            if (status == "404")
            {
                // Before the first books, or not begun by this clock: what a wrong clock booked there is not told before that day.
                isHidden |= day > DayOf(_from);
                continue;
            }

            difference += report?["control"]?["difference"]?.GetValue<long>() ?? 1;
            foreach (var row in report?["rows"]?.AsArray() ?? [])
            {
                redeemed += row?["redemptions"]?.GetValue<long>() ?? 0;
                retroactive += row?["retroactive"]?.GetValue<long>() ?? 0;
            }
        }

        return difference == 0 && ((redeemed - retroactive == stage.Callers.Redeemed && retroactive == paid) || (stage.IsClocked && isHidden))
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"told were {stage.Callers.Redeemed} redemptions and {paid} paid claims, reports say {redeemed - retroactive} and {retroactive}, difference {difference}");
    }

    private static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, s_zone).DateTime);
}
