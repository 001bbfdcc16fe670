using System.Globalization;

namespace PromoFunctions.Bench.Kill;

/// <summary>The limits' counters in the heads of the lanes, and the limits themselves.</summary>
internal sealed class LimitsAccount : IAccount
{
    public string Name => "limits' counters";

    public async Task<(string Counted, IReadOnlyList<string> Wrong)> CompareAsync(Aftermath aftermath)
    {
        var counted = new List<string>();
        var wrong = new List<string>();
        foreach (var campaign in Orders.Campaigns)
        {
            var made = aftermath.Orders.Made.Values.Where(order => order.Discounts.ContainsKey(campaign.Id)).ToList();
            var heads = await aftermath.Rows.HeadsAsync(campaign.Id);
            var (used, money, prepared) = (heads.Sum(head => head.Used), heads.Sum(head => head.UsedMoney), heads.Sum(head => head.Prepared));
            counted.Add(string.Create(CultureInfo.InvariantCulture, $"{campaign.Id} {used} uses, {money} minor units in {heads.Count} lanes"));
            if ((used, money, prepared) != (made.Count, made.Sum(order => order.Discounts[campaign.Id]), 0))
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{campaign.Id}: {prepared} undecided; {made.Count} orders were told, {made.Sum(order => order.Discounts[campaign.Id])} minor units"));
            }

            if (used > campaign.Total || (campaign.Total == Orders.Scarce && used < campaign.Total))
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{campaign.Id}: {used} uses of {campaign.Total}, all of which were asked for"));
            }

            wrong.AddRange(made.GroupBy(order => order.Customer).Where(orders => orders.Count() > campaign.PerCustomer).Select(orders =>
                string.Create(CultureInfo.InvariantCulture, $"{campaign.Id}: customer {orders.Key} has {orders.Count()} uses of {campaign.PerCustomer}")));
        }

        return (string.Join("; ", counted), wrong);
    }
}
