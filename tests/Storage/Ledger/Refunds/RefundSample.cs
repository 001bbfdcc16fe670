using System.Collections.Immutable;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tests.Ledger.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Refunds;

/// <summary>Orders to be refunded, and what the tables hold of them.</summary>
internal static class RefundSample
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Two units at 12.50 and shipping of 4.90; each campaign takes 3.00 off the goods and 1.00 off shipping.</summary>
    public static RedemptionIntent Order(string? customer, params string[] campaigns) => OrderOf(Sample.Id("order"), customer, campaigns);

    public static RedemptionIntent OrderOf(string order, string? customer, params string[] campaigns) =>
        Sample.Intent(order, customer, [.. campaigns.Select((campaign, i) => (campaign, $"CODE{i}", 400L))]) is var intent
            ? intent with
            {
                Lines = [new BoughtLine("1", 2, 1250)],
                Shipping = 490,
                Parts = [.. intent.Parts.Select(part => part with { Lines = [new AppliedLine("1", 300)], ShippingDiscount = 100 })],
            }
            : throw new InvalidOperationException();

    public static RefundRequest Units(string id, int units) => new(id, [new("1", units)]);

    public static RefundRequest Full(string id) => new(id, null);

    public static async Task<Redemption> RedeemAsync(IRedemptionLedger ledger, RedemptionIntent intent) =>
        Assert.IsType<RedeemOutcome.Made>(await ledger.RedeemAsync(intent, Token)).Redemption;

    public static async Task<Refund> RefundAsync(IRedemptionLedger ledger, Redemption redemption, RefundRequest request) =>
        Assert.IsType<RefundOutcome.Made>(await ledger.RefundAsync(redemption.RedemptionId, request, Token)).Refund;

    public static Task<LaneRows> LaneAsync(FaultyProcess process, string campaign) => LaneRows.ReadAsync(process, new(campaign, null, null, null, false));

    /// <summary>Works off what is due, as the timer does.</summary>
    public static Task SweepAsync(FaultyProcess process, TimeProvider clock) =>
        new LedgerSweep(process.Tables, process.Ledger, clock, NullLogger<LedgerSweep>.Instance).RunAsync(Token);

    /// <summary>The rows in <c>Due</c> that ask for a look at a refund of this order.</summary>
    public static async Task<int> DueAsync(FaultyProcess process, Redemption redemption)
    {
        var (from, to) = ("refund|" + redemption.RedemptionId[..32], "refund|" + redemption.RedemptionId[..32] + "~");
        return await process.Tables.Due.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey ge {from} and RowKey lt {to}"), cancellationToken: Token).CountAsync(Token);
    }
}
