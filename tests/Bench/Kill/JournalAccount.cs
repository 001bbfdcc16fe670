using System.Globalization;

namespace PromoFunctions.Bench.Kill;

/// <summary>The append-only journal: each redemption once for each campaign, none twice, none that nobody was told of.</summary>
internal sealed class JournalAccount : IAccount
{
    public string Name => "journal";

    public async Task<(string Counted, IReadOnlyList<string> Wrong)> CompareAsync(Aftermath aftermath)
    {
        var counted = new List<string>();
        var wrong = new List<string>();
        foreach (var campaign in Orders.Campaigns)
        {
            var entries = await aftermath.Rows.JournalAsync(campaign.Id);
            counted.Add(string.Create(CultureInfo.InvariantCulture, $"{campaign.Id} {entries.Count} entries"));
            var told = aftermath.Orders.Made.Values
                .Where(order => order.Discounts.ContainsKey(campaign.Id))
                .ToDictionary(order => order.RedemptionId, order => order.Discounts[campaign.Id]);
            foreach (var redemption in entries.GroupBy(entry => entry.RedemptionId))
            {
                if (redemption.Count() > 1)
                {
                    wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{campaign.Id}: {redemption.Key} stands {redemption.Count()} times"));
                }

                if (!told.Remove(redemption.Key, out var discount))
                {
                    wrong.Add($"{campaign.Id}: {redemption.Key} stands there, and nobody was told");
                }
                else if (redemption.Sum(entry => entry.Discount) != discount)
                {
                    wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{campaign.Id}: {redemption.Key} took {redemption.Sum(entry => entry.Discount)} where {discount} was told"));
                }
            }

            wrong.AddRange(told.Keys.Select(missing => $"{campaign.Id}: {missing} is missing"));
        }

        return (string.Join("; ", counted), wrong);
    }
}
