using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tests.Codes;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;
using static PromoFunctions.Storage.Tests.Ledger.Refunds.RefundSample;

namespace PromoFunctions.Storage.Tests.Ledger.Refunds;

/// <summary>Refunds on tables: once for their id, net of every discount of the order, and the uses come back with the last unit.</summary>
public sealed class RefundBookTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refund_OfOneUnit_GivesItsShareAndKeepsTheUse()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var redemption = await RedeemAsync(process.Ledger, Order("c", await Sample.CampaignAsync(process.Tables, total: 1)));

        var refund = await RefundAsync(process.Ledger, redemption, Units("r", 1));

        Assert.Equal((1100, false), (refund.Amount, refund.UseReturned));
        Assert.Equal([new RefundedLine("1", 1, 1100)], refund.Lines);
        Assert.False(await process.Ledger.UsesReturnedAsync(redemption.RedemptionId, Token));
    }

    [Fact]
    public async Task Refund_OfEverything_GivesTheUseTheBudgetAndTheCustomersUseBack()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 1, perCustomer: 1, budget: 400);
        var redemption = await RedeemAsync(process.Ledger, Order("c", campaign));
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Order("c", campaign), Token));

        var refund = await RefundAsync(process.Ledger, redemption, Full("r"));

        Assert.Equal((2200 + 390, true), (refund.Amount, refund.UseReturned));
        Assert.True(await process.Ledger.UsesReturnedAsync(redemption.RedemptionId, Token));
        await RedeemAsync(process.Ledger, Order("c", campaign));
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Order("d", campaign), Token));
    }

    [Fact]
    public async Task Refund_InPartsOverTwoCampaigns_AddsUpAndComesBackInBoth()
    {
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("p", FaultPlan.None), TimeProvider.System);
        await process.Tables.CreateAsync(Token);
        string[] campaigns = [await Sample.CampaignAsync(process.Tables, total: 5), await Sample.CampaignAsync(process.Tables, total: 5)];
        var redemption = await RedeemAsync(process.Ledger, Order("c", campaigns));

        Refund[] refunds = [
            await RefundAsync(process.Ledger, redemption, Units("r-1", 1)),
            await RefundAsync(process.Ledger, redemption, Units("r-2", 1)),
            await RefundAsync(process.Ledger, redemption, Full("r-3")),
        ];

        Assert.Equal([950, 950, 290], refunds.Select(refund => refund.Amount));
        Assert.Equal([false, false, true], refunds.Select(refund => refund.UseReturned));
        await Aftermath.DeliveredAsync(process.Tables, campaigns, Token);
        foreach (var lane in await Task.WhenAll(campaigns.Select(campaign => LaneAsync(process, campaign))))
        {
            Assert.Equal((0, 0, 0), (lane.Head.Used, lane.Head.UsedMoney, lane.Customers["c"].Count));
            var day = Assert.Single(lane.Head.Days).Value;
            Assert.Equal((1, 400), (day.Count, day.Discount));
            Assert.Equal((1, 3, 400), (day.Channels["web"].Redemptions, day.Channels["web"].Refunds, day.Channels["web"].RefundedDiscount));
            Assert.Equal([150, 150, 100], lane.Journal.Where(entry => entry.Kind == OutboxEntry.Refunded).Select(entry => entry.Discount));
        }
    }

    [Fact]
    public async Task Refund_Repeated_GivesTheSameAnswerAndNothingAgain()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await using var other = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var redemption = await RedeemAsync(process.Ledger, Order("c", await Sample.CampaignAsync(process.Tables)));
        var first = await RefundAsync(process.Ledger, redemption, Units("r", 1));

        var again = Assert.IsType<RefundOutcome.Made>(await other.Ledger.RefundAsync(redemption.RedemptionId, Units("r", 1), Token));

        Assert.True(again.Repeated);
        Assert.Equal(first, again.Refund with { Lines = first.Lines });
        Assert.Equal(first.Lines, again.Refund.Lines);
        Assert.Equal(first.RefundedAt, Assert.IsType<RefundOutcome.OtherContent>(await other.Ledger.RefundAsync(redemption.RedemptionId, Full("r"), Token)).Existing.RefundedAt);
        Assert.Equal(1100, (await RefundAsync(other.Ledger, redemption, Units("r-2", 1))).Amount);
    }

    [Fact]
    public async Task Refund_OfMoreThanIsLeft_RecordsNothing()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var redemption = await RedeemAsync(process.Ledger, Order("c", await Sample.CampaignAsync(process.Tables)));
        await RefundAsync(process.Ledger, redemption, Units("r", 1));

        var tooMuch = Assert.IsType<RefundOutcome.TooMuch>(await process.Ledger.RefundAsync(redemption.RedemptionId, Units("r-2", 2), Token));

        Assert.Equal([new RefundExcess("1", 2, 1, true)], tooMuch.Excesses);
        await RefundAsync(process.Ledger, redemption, Full("r-2"));
        Assert.Empty(Assert.IsType<RefundOutcome.TooMuch>(await process.Ledger.RefundAsync(redemption.RedemptionId, Full("r-3"), Token)).Excesses);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("00000000000000000000000000000000-1")]
    public async Task Refund_OfAnUnknownRedemption_IsUnknown(string redemption)
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);

        Assert.IsType<RefundOutcome.Unknown>(await process.Ledger.RefundAsync(redemption, Full("r"), Token));
    }

    [Fact]
    public async Task Redeem_RepeatedAfterEverythingWasRefunded_TellsWhatWas()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var intent = Order("c", await Sample.CampaignAsync(process.Tables, total: 1));
        var redemption = await RedeemAsync(process.Ledger, intent);
        await RefundAsync(process.Ledger, redemption, Full("r"));

        Assert.Equal(redemption, Assert.IsType<RedeemOutcome.Repeated>(await process.Ledger.RedeemAsync(intent, Token)).Redemption);
    }

    [Fact]
    public async Task Refund_OfAnOrderThatAClaimPaidFor_IsNetOfBothAndGivesBothUsesBack()
    {
        await using var process = new FaultyProcess(azurite.ConnectionString, new FaultGate("p", FaultPlan.None), TimeProvider.System);
        await process.Tables.CreateAsync(Token);
        var (own, claimed) = (await Sample.CampaignAsync(process.Tables), await Sample.CampaignAsync(process.Tables));
        var intent = Order("c", own);
        await RedeemAsync(process.Ledger, intent);
        var placed = DateTimeOffset.UtcNow.AddDays(-3);
        var claim = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemRetroactivelyAsync(OrderOf(intent.OrderId, "other", claimed) is var retroactive
            ? retroactive with { Parts = [retroactive.Parts[0] with { Code = "FORGOTTEN" }] }
            : throw new InvalidOperationException(), placed, Token)).Redemption;

        var refund = await RefundAsync(process.Ledger, claim, Full("r"));

        Assert.Equal((2500 - 600 + 490 - 200, true, claim.RedemptionId), (refund.Amount, refund.UseReturned, refund.RedemptionId));
        await Aftermath.DeliveredAsync(process.Tables, [own, claimed], Token);
        Assert.Equal((0, 0), ((await LaneAsync(process, own)).Head.Used, (await LaneAsync(process, claimed)).Head.Used));
        var entry = (await LaneAsync(process, claimed)).Journal.Single(each => each.Kind == OutboxEntry.Refunded);
        Assert.Equal(FaultyProcess.Calendar.DayOf(placed), entry.OrderDay);
    }

    [Fact]
    public async Task Refund_OfAnOrderThatOnlyAClaimPaidFor_GoesByTheClaimsCart()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 1);
        var claim = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemRetroactivelyAsync(Order("c", campaign), DateTimeOffset.UtcNow, Token)).Redemption;

        Assert.Equal(1100, (await RefundAsync(process.Ledger, claim, Units("r", 1))).Amount);
    }

    [Fact]
    public async Task Code_ThatWorksOnce_IsFreeAgainAfterEverythingWasRefundedAndNotBefore()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var code = (await process.IssueAsync(await process.CampaignAsync()))[0];
        var intent = await process.IntentAsync(code) with { Lines = [new BoughtLine("1", 2, 1250)], Shipping = 490 };
        var redemption = await RedeemAsync(process.Ledger, intent);
        await RefundAsync(process.Ledger, redemption, Units("r-1", 2));
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(await process.IntentAsync(code), Token));

        await RefundAsync(process.Ledger, redemption, Full("r-2"));

        var next = await RedeemAsync(process.Ledger, await process.IntentAsync(code));
        Assert.Equal(next.RedemptionId, (await process.Codes.FindAsync(code, Token))?.TakenBy);
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(await process.IntentAsync(code), Token));
    }

    [Fact]
    public async Task Refunds_OfOneLineAtTheSameTime_GiveEveryUnitOnce()
    {
        await using var first = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await using var second = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(first.Tables, total: 1);
        var redemption = await RedeemAsync(first.Ledger, Order("c", campaign) with { Lines = [new BoughtLine("1", 7, 1000)], Shipping = 0 });

        // Each of ten refunds is asked for twice, of both processes.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? first : second).Ledger.RefundAsync(redemption.RedemptionId, Units($"r-{i / 2}", 1), Token)));

        var made = outcomes.OfType<RefundOutcome.Made>().ToList();
        var refunds = made.Select(each => each.Refund).DistinctBy(refund => refund.RefundId).ToList();
        Assert.Equal((7, 14, 6), (refunds.Count, made.Count, outcomes.OfType<RefundOutcome.TooMuch>().Count()));
        Assert.Equal(7, made.Count(each => !each.Repeated));
        Assert.Equal(7000 - 400, refunds.Sum(refund => refund.Amount));
        Assert.Single(refunds, refund => refund.UseReturned);
        await RedeemAsync(second.Ledger, Order("d", campaign));
    }
}
