using System.Globalization;

namespace PromoFunctions.Bench.Kill;

/// <summary>The customers' histories: each redemption once for each campaign, in the history of one customer, none that nobody was told of.</summary>
internal sealed class HistoryAccount : IAccount
{
    public string Name => "customers' histories";

    public async Task<(string Counted, IReadOnlyList<string> Wrong)> CompareAsync(Aftermath aftermath)
    {
        var rows = await aftermath.Rows.HistoryAsync();
        var wrong = new List<string>();
        foreach (var campaign in Orders.Campaigns)
        {
            wrong.AddRange(ToldEvents.Compare(campaign.Id, aftermath.Orders, rows.Where(row => row.Item.CampaignId == campaign.Id).Select(row => row.Item.Event)));
        }

        // Those of one customer are one customer's, under whatever key.
        var keys = rows.ToLookup(row => row.Item.Event.RedemptionId, row => row.Customer);
        wrong.AddRange(aftermath.Orders.Made.Values
            .GroupBy(order => order.Customer)
            .Select(orders => (orders.Key, Count: orders.SelectMany(order => keys[order.RedemptionId]).Distinct().Count()))
            .Where(customer => customer.Count != 1)
            .Select(customer => string.Create(CultureInfo.InvariantCulture, $"customer {customer.Key} has {customer.Count} histories")));
        return (string.Create(CultureInfo.InvariantCulture, $"{rows.Count} rows of {rows.Select(row => row.Customer).Distinct().Count()} customers"), wrong);
    }
}
