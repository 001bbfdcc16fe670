using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Reports;

public sealed class HoldReportTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A hold counts on the day of its confirmation; one that lapsed is no redemption, and is told apart from one that was released.</summary>
    [Fact]
    public async Task Run_DaysWithHolds_CountsConfirmationsAndLapses()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.CampaignAsync("mug");
        await HoldAsync(desk, "lapsed", ("tea", 100), ("tea", 50), ("mug", 10));
        var released = await HoldAsync(desk, "released", ("tea", 100));
        var confirmed = await HoldAsync(desk, "confirmed", ("tea", 300), ("mug", 30));
        await desk.Ledger.ReleaseAsync(released, Token);
        var open = await desk.Prepare.OneAsync(ReportPeriod.Of(ReportKind.Daily, "2026-11-20"), Token);
        Assert.Equal((0, 0), (open.Rows.Sum(row => row.Redemptions), open.Control.Difference));

        desk.Time.Set("2026-11-20T12:59:00Z");
        Assert.IsType<HoldOutcome.Done>(await desk.Ledger.ConfirmAsync(confirmed, Token));
        desk.Time.Set("2026-11-20T13:02:00Z");
        await new LedgerSweep(desk.Tables, desk.Ledger, desk.Time, NullLogger<LedgerSweep>.Instance).RunAsync(Token);

        desk.Time.Set("2026-11-20T23:05:01Z");
        await desk.RunThroughAsync("2026-11-20");

        var report = await desk.ReportAsync(ReportKind.Daily, "2026-11-20");
        Assert.Equal(
            [("mug", 1, 30, 1, 1), ("tea", 1, 300, 1, 1)],
            report.Rows.Select(row => (row.CampaignId, (int)row.Redemptions, (int)row.Discount, (int)row.Customers, (int)row.HoldsExpired)));
        Assert.Equal((2L, 0), (report.Control.LedgerRedemptions, report.Control.Difference));
        Assert.NotNull(report.Control.CountedAt);
    }

    /// <summary>The day that has the discount is the one that its refund adjusts: the day of the hold never had it.</summary>
    [Fact]
    public async Task Run_AHoldConfirmedAfterMidnightAndRefundedLater_AdjustsTheDayOfTheConfirmation()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T22:40:00Z");
        await desk.CampaignAsync("tea");
        await desk.CampaignAsync("mug");
        await desk.RedeemAsync("early", null, "web", "EUR", 1_000, ("mug", 5));
        var held = await HoldAsync(desk, "late", ("tea", 300));
        desk.Time.Set("2026-11-20T23:02:00Z");
        Assert.IsType<HoldOutcome.Done>(await desk.Ledger.ConfirmAsync(held, Token));
        desk.Time.Set("2026-11-21T23:06:00Z");
        await desk.RunThroughAsync("2026-11-21");
        desk.Time.Set("2026-11-22T12:00:00Z");
        Assert.IsType<RefundOutcome.Made>(await desk.Ledger.RefundAsync(held, new RefundRequest("r1", null), Token));
        desk.Time.Set("2026-11-22T23:06:00Z");
        await desk.RunThroughAsync("2026-11-22");

        Assert.Equal([(5L, 0L, 0L)], await RowsAsync(desk, "2026-11-20"));
        Assert.Equal([(300L, -300L, 0L)], await RowsAsync(desk, "2026-11-21"));
        Assert.Equal([(0L, 0L, 300L)], await RowsAsync(desk, "2026-11-22"));
    }

    private static async Task<IEnumerable<(long Discount, long Adjustments, long RefundedDiscount)>> RowsAsync(FinanceDesk desk, string day) =>
        (await desk.ReportAsync(ReportKind.Daily, day)).Rows.Select(row => (row.Discount, row.Adjustments, row.RefundedDiscount));

    private static async Task<string> HoldAsync(FinanceDesk desk, string order, params (string Campaign, long Discount)[] parts)
    {
        var intent = FinanceDesk.Intent(order, "customer of " + order, "web", "EUR", 5_000, parts);
        intent = intent with
        {
            HoldFor = TimeSpan.FromHours(1),
            Lines = [new BoughtLine("1", 1, 5_000)],
            Parts = [.. intent.Parts.Select(part => part with { Lines = [new AppliedLine("1", part.Discount)] })],
        };
        return Assert.IsType<RedeemOutcome.Made>(await desk.Ledger.RedeemAsync(intent, Token)).Redemption.RedemptionId;
    }
}
