using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Ledger;

public sealed class TableRedemptionLedgerTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redeem_TwoHundredCustomersOnTwoProcesses_ExactlyTotalSucceed()
    {
        await using var first = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await using var second = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(first.Tables, total: 50);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? first : second).Ledger.RedeemAsync(
            Sample.Intent(Sample.Id("order"), Sample.Id("customer"), (campaign, "CODE", 100)), Token)));

        Assert.Equal(50, outcomes.OfType<RedeemOutcome.Made>().Count());
        var refusals = outcomes.OfType<RedeemOutcome.Refused>().ToList();
        Assert.Equal(150, refusals.Count);
        Assert.All(refusals, refused => Assert.Equal(LimitKind.Total, Assert.Single(refused.Refusals).Limit));
    }

    [Fact]
    public async Task Redeem_OneCustomerFiftyTimesOnTwoProcesses_OnlyOneSucceeds()
    {
        await using var first = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await using var second = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(first.Tables, perCustomer: 1);
        var customer = Sample.Id("customer");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => (i % 2 == 0 ? first : second).Ledger.RedeemAsync(
            Sample.Intent(Sample.Id("order"), customer, (campaign, "CODE", 100)), Token)));

        Assert.Single(outcomes.OfType<RedeemOutcome.Made>());
        Assert.Equal(49, outcomes.OfType<RedeemOutcome.Refused>().Count(refused => refused.Refusals.Single() is { Limit: LimitKind.Customer, Allowed: 1 }));
    }

    [Fact]
    public async Task Redeem_OneOrderFiftyTimesOnTwoProcesses_IsMadeOnceAndRepeated()
    {
        await using var first = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await using var second = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(first.Tables, total: 10);
        var intent = Sample.Intent(Sample.Id("order"), Sample.Id("customer"), (campaign, "CODE", 100));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => (i % 2 == 0 ? first : second).Ledger.RedeemAsync(intent, Token)));

        var made = Assert.Single(outcomes.OfType<RedeemOutcome.Made>()).Redemption;
        Assert.All(outcomes.OfType<RedeemOutcome.Repeated>(), repeated => Assert.Equal(made, repeated.Redemption));
        Assert.Equal(49, outcomes.OfType<RedeemOutcome.Repeated>().Count());
        Assert.Equal(9, (await Sample.LeftAsync(second, campaign, null, Token)).Total);
    }

    [Fact]
    public async Task Redeem_SameOrderOtherContent_IsRefusedAndTakesNothing()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 10);
        var order = Sample.Id("order");
        var made = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(Sample.Intent(order, "a", (campaign, "CODE", 100)), Token));

        var other = Assert.IsType<RedeemOutcome.OtherContent>(await process.Ledger.RedeemAsync(Sample.Intent(order, "b", (campaign, "CODE", 100)), Token));

        Assert.Equal(made.Redemption, other.Existing);
        await using var later = await LedgerProcess.StartAsync(azurite.ConnectionString);
        Assert.IsType<RedeemOutcome.OtherContent>(await later.Ledger.RedeemAsync(Sample.Intent(order, "b", (campaign, "CODE", 100)), Token));
        Assert.Equal(9, (await Sample.LeftAsync(later, campaign, null, Token)).Total);
    }

    [Fact]
    public async Task Redeem_AfterARefusal_OrderIdIsFree()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var empty = await Sample.CampaignAsync(process.Tables, total: 1);
        var open = await Sample.CampaignAsync(process.Tables, total: 1);
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(Sample.Intent(Sample.Id("order"), "a", (empty, "E", 1)), Token));
        var order = Sample.Id("order");
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Sample.Intent(order, "b", (empty, "E", 1)), Token));

        var outcome = await process.Ledger.RedeemAsync(Sample.Intent(order, "c", (open, "O", 1)), Token);

        var redemption = Assert.IsType<RedeemOutcome.Made>(outcome).Redemption;
        Assert.Equal(redemption, await process.Ledger.FindAsync(redemption.RedemptionId, Token));
        Assert.Equal(redemption, await process.Ledger.FindByOrderAsync(order, Token));
    }

    [Fact]
    public async Task Redeem_BudgetToTheCent_TheLastCentIsGivenAndNotOneMore()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, budget: 1_000);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => process.Ledger.RedeemAsync(
            Sample.Intent(Sample.Id("order"), Sample.Id("customer"), (campaign, "CODE", 90)), Token)));

        Assert.Equal(11, outcomes.OfType<RedeemOutcome.Made>().Count());
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Sample.Intent(Sample.Id("order"), "z", (campaign, "CODE", 11)), Token));
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(Sample.Intent(Sample.Id("order"), "z", (campaign, "CODE", 10)), Token));
    }

    [Fact]
    public async Task Redeem_OrdersOverTwoCampaigns_TakeBothOrNeither()
    {
        await using var first = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await using var second = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var wide = await Sample.CampaignAsync(first.Tables, total: 1_000);
        var narrow = await Sample.CampaignAsync(first.Tables, total: 5);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? first : second).Ledger.RedeemAsync(
            Sample.Intent(Sample.Id("order"), Sample.Id("customer"), (wide, "W", 10), (narrow, "N", 10)), Token)));

        Assert.Equal(5, outcomes.OfType<RedeemOutcome.Made>().Count());
        await using var later = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await later.Ledger.RepairLaneAsync(new(wide, 0), Token);
        Assert.Equal(995, (await Sample.LeftAsync(later, wide, null, Token)).Total);
        Assert.Equal(0, (await Sample.LeftAsync(later, narrow, null, Token)).Total);
    }

    [Fact]
    public async Task Redeem_TwoCodesOfOneCampaign_AreTwoUses()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 3);

        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(Sample.Intent(Sample.Id("order"), "a", (campaign, "A", 1), (campaign, "B", 1)), Token));
        var refused = await process.Ledger.RedeemAsync(Sample.Intent(Sample.Id("order"), "b", (campaign, "A", 1), (campaign, "B", 1)), Token);

        Assert.Equal(["A", "B"], Assert.IsType<RedeemOutcome.Refused>(refused).Refusals.Select(refusal => refusal.Code));
    }

    [Fact]
    public async Task Redeem_FactsOfAnOlderRevision_AreSentBack()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 3);
        await process.Ledger.Lanes.Get(new(campaign, 0)).PostAsync(new StampLimits(new(2, "EUR", 3, null, null)));

        var outcome = await process.Ledger.RedeemAsync(Sample.Intent(Sample.Id("order"), "a", (campaign, "A", 1)), Token);

        Assert.Equal([campaign], Assert.IsType<RedeemOutcome.TermsChanged>(outcome).CampaignIds);
    }

    [Fact]
    public async Task Stamp_TotalBelowWhatIsTaken_IsRefusedWithTheNumberTaken()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 5);
        await process.Ledger.RedeemAsync(Sample.Intent(Sample.Id("order"), "a", (campaign, "A", 1), (campaign, "B", 1)), Token);
        var lane = process.Ledger.Lanes.Get(new(campaign, 0));
        var saved = new LaneLimits(1, "EUR", 5, null, null);

        Assert.Equal(new StampResult(false, LimitKind.Total, 2), await lane.PostAsync(new LowerLimits(saved, saved with { Units = 1 }, "a")));
        Assert.True((await lane.PostAsync(new LowerLimits(saved, saved with { Units = 2 }, "b"))).Stamped);
        Assert.Equal(0, (await Sample.LeftAsync(process, campaign, null, Token)).Total);
    }

    [Fact]
    public async Task RedeemRetroactively_ManyClaimsAtOnce_PayOnce()
    {
        await using var first = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await using var second = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(first.Tables, total: 10);
        var order = Sample.Id("order");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? first : second).Ledger.RedeemRetroactivelyAsync(
            Sample.Intent(order, "a", (campaign, "CODE", 100)) with { ContentHash = $"claim-{i}" }, DateTimeOffset.UnixEpoch, Token)));

        var made = Assert.Single(outcomes.OfType<RedeemOutcome.Made>()).Redemption;
        Assert.True(made.Retroactive);
        Assert.All(outcomes.OfType<RedeemOutcome.OtherContent>(), other => Assert.Equal(made, other.Existing));
        Assert.Equal(made, await second.Ledger.FindSettledAsync(order, "CODE", Token));
        Assert.Null(await second.Ledger.FindByOrderAsync(order, Token));
    }

    [Fact]
    public async Task Redeem_OrderForWhoseCodeAClaimWasPaid_IsMadeBesideIt()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables);
        var intent = Sample.Intent(Sample.Id("order"), "a", (campaign, "CODE", 100));
        var paid = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemRetroactivelyAsync(intent, DateTimeOffset.UnixEpoch, Token)).Redemption;

        var own = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(intent, Token)).Redemption;

        Assert.NotEqual(paid.RedemptionId, own.RedemptionId);
        var standing = await process.Ledger.FindStandingAsync(intent.OrderId, "CODE", mayBearName: false, Token);
        Assert.Equal((own, own, false), (standing.Own, standing.Settled, standing.Returned));
        Assert.Equal([paid], standing.Retroactive);
    }

    [Fact]
    public async Task FindStanding_OrderWithClaimsPaidForSeveralCodes_NamesThemAll()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 2);
        var (order, other) = (Sample.Id("order"), Sample.Id("order"));
        var paid = new List<Redemption>();
        foreach (var code in (string[])["ONE", "TWO"])
        {
            paid.Add(Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemRetroactivelyAsync(Sample.Intent(order, "a", (campaign, code, 100)), DateTimeOffset.UnixEpoch, Token)).Redemption);
        }

        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemRetroactivelyAsync(Sample.Intent(order, "a", (campaign, "THREE", 100)), DateTimeOffset.UnixEpoch, Token));

        Assert.Equal(paid, (await process.Ledger.FindStandingAsync(order, "FOUR", mayBearName: false, Token)).Retroactive.OrderBy(each => each.RedeemedAt));
        Assert.Empty((await process.Ledger.FindStandingAsync(other, "FOUR", mayBearName: false, Token)).Retroactive);
    }

    [Fact]
    public async Task RedeemRetroactively_CodeRedeemedOnTheOrder_IsSettledAlready()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables);
        var order = Sample.Id("order");
        var own = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(Sample.Intent(order, "a", (campaign, "CODE", 100)), Token)).Redemption;

        var outcome = await process.Ledger.RedeemRetroactivelyAsync(Sample.Intent(order, "a", (campaign, "CODE", 100)), DateTimeOffset.UnixEpoch, Token);

        Assert.Equal(own, Assert.IsType<RedeemOutcome.OtherContent>(outcome).Existing);
        Assert.Equal(own, await process.Ledger.FindSettledAsync(order, "CODE", Token));
        Assert.Null(await process.Ledger.FindSettledAsync(order, "OTHER", Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("0123456789abcdef0123456789abcdef-0")]
    [InlineData("0123456789abcdef0123456789abcdef-1")]
    [InlineData("0123456789abcdef0123456789abcdef-xyz-1")]
    public async Task Find_NoSuchRedemption_IsNull(string id)
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);

        Assert.Null(await process.Ledger.FindAsync(id, Token));
    }
}
