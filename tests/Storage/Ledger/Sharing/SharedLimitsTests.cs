using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Ledger.Sharing;

/// <summary>Limits of campaigns whose counters are split over lanes.</summary>
public sealed class SharedLimitsTests(AzuriteFixture azurite)
{
    private const int Lanes = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Total_WithMoreDemandThanUsesOnTwoInstances_IsGivenToTheLast()
    {
        await using var one = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await using var two = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(one.Tables, total: 50, lanes: Lanes);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            (i % 2 == 0 ? one : two).Ledger.RedeemAsync(Intent(campaign, $"customer{i}", 10), Token)));

        Assert.Equal(50, outcomes.Count(outcome => outcome is RedeemOutcome.Made));
        Assert.All(outcomes.OfType<RedeemOutcome.Refused>(), refused => Assert.Equal(LimitKind.Total, Assert.Single(refused.Refusals).Limit));
        await AssertSharesAsync(one, campaign, 50, null);
        await using var later = await LedgerProcess.StartAsync(azurite.ConnectionString);
        Assert.Equal(0, (await Sample.LeftAsync(later, campaign, null, Token)).Total);
    }

    [Fact]
    public async Task Budget_WithMoreDemandThanMoney_LeavesLessThanTheSmallestRefused()
    {
        await using var one = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await using var two = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(one.Tables, budget: 5_000, lanes: Lanes);
        var random = new Random(17);
        var asked = Enumerable.Range(0, 150).Select(i => (Customer: $"customer{i}", Discount: 30L + random.Next(200))).ToList();

        var outcomes = await Task.WhenAll(asked.Select(async (each, i) =>
            (each.Discount, Outcome: await (i % 2 == 0 ? one : two).Ledger.RedeemAsync(Intent(campaign, each.Customer, each.Discount), Token))));

        var given = outcomes.Where(each => each.Outcome is RedeemOutcome.Made).Sum(each => each.Discount);
        var refused = outcomes.Where(each => each.Outcome is RedeemOutcome.Refused).Select(each => each.Discount).ToList();
        Assert.InRange(given, 1, 5_000);
        Assert.True(5_000 - given < refused.Min(), $"{5_000 - given} is left, and {refused.Min()} was refused");
        await AssertSharesAsync(one, campaign, null, 5_000);
    }

    [Fact]
    public async Task LastUse_InAnotherLane_IsFound()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 1, lanes: Lanes);
        var asker = CustomerOf(3);
        await process.Ledger.Lanes.Get(new(campaign, 0)).PostAsync(new TouchHead());
        Assert.Null(await process.Ledger.Lanes.Rooms.IntoAsync(new(campaign, 5), Lanes, [new(1, 0)], long.MaxValue, Token));

        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(Intent(campaign, asker, 10), Token));
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Intent(campaign, CustomerOf(5), 10), Token));
    }

    [Fact]
    public async Task PerCustomer_WithoutOtherLimits_TouchesOneLane()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, perCustomer: 2, lanes: Lanes);
        var customer = CustomerOf(6);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => process.Ledger.RedeemAsync(Intent(campaign, customer, 10), Token)));

        Assert.Equal(2, outcomes.Count(outcome => outcome is RedeemOutcome.Made));
        Assert.Equal(0, (await Sample.LeftAsync(process, campaign, customer, Token)).Customer);
        Assert.Equal([6], await UsedLanesAsync(process, campaign));
    }

    [Fact]
    public async Task LoweredTotal_WhoseRoomLiesInOtherLanes_IsTakenFromThem()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 40, lanes: Lanes);
        foreach (var lane in Enumerable.Range(1, Lanes - 1))
        {
            await process.Ledger.RedeemAsync(Intent(campaign, CustomerOf(lane), 10), Token);
        }

        var below = await ChangeAsync(process, campaign, total: 6);
        var at = await ChangeAsync(process, campaign, total: 7);

        Assert.Equal(new StampResult(false, LimitKind.Total, 7), below with { Wanted = 0 });
        Assert.True(at.Stamped);
        await AssertSharesAsync(process, campaign, 7, null);
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Intent(campaign, CustomerOf(2), 10, revision: 2), Token));
    }

    [Fact]
    public async Task IntroducedTotal_UnderLoad_CountsWhatEveryLaneHasTaken()
    {
        await using var one = await LedgerProcess.StartAsync(azurite.ConnectionString);
        await using var two = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(one.Tables, lanes: Lanes);
        var before = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => one.Ledger.RedeemAsync(Intent(campaign, $"early{i}", 10), Token)));
        Assert.All(before, outcome => Assert.IsType<RedeemOutcome.Made>(outcome));

        var below = await ChangeAsync(one, campaign, total: 29);
        Assert.Equal((false, 30), (below.Stamped, below.Taken));

        var change = ChangeAsync(one, campaign, total: 45);
        var during = Enumerable.Range(0, 14).Select(async i =>
        {
            for (var revision = 1; ; revision = 2)
            {
                var outcome = await (i % 2 == 0 ? one : two).Ledger.RedeemAsync(Intent(campaign, $"late{i}", 10, revision), Token);
                if (outcome is not RedeemOutcome.TermsChanged)
                {
                    return outcome;
                }
            }
        }).ToList();
        Assert.True((await change).Stamped);
        var outcomes = await Task.WhenAll(during);

        Assert.All(outcomes, outcome => Assert.IsType<RedeemOutcome.Made>(outcome));
        var last = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => two.Ledger.RedeemAsync(Intent(campaign, $"last{i}", 10, revision: 2), Token)));
        Assert.Equal(1, last.Count(outcome => outcome is RedeemOutcome.Made));
        await AssertSharesAsync(one, campaign, 45, null);
    }

    [Fact]
    public async Task IntroducedBudget_WithDiscountThatComesBackToAFrozenLane_LosesNoneOfIt()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 8, lanes: Lanes);
        var (limits, bank) = (process.Ledger.Lanes.Limits, process.Ledger.Lanes.Get(new(campaign, 0)));
        var held = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(Intent(campaign, CustomerOf(0), 80) with { HoldFor = TimeSpan.FromMinutes(5) }, Token));
        var row = await process.Tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOf(campaign), Token) ?? throw new InvalidDataException("No campaign.");
        var saved = CampaignRow.LimitsOf(row);
        var target = saved with { Revision = saved.Revision + 1, Money = 800 };
        var frozen = new List<FrozenShare?> { await bank.PostAsync(new FreezeShare(saved, units: false, money: true, "change")) };

        // Given back between the first lane's freezing and the others'; and one of these has no use left and asks the bank.
        await process.Ledger.ReleaseAsync(held.Redemption.RedemptionId, Token);
        var given = await process.Ledger.Lanes.Transfers.MoveAsync(new(campaign, 0), new(campaign, 3), 1, 0, generous: true, Token);

        foreach (var lane in Enumerable.Range(1, Lanes - 1))
        {
            frozen.Add(await process.Ledger.Lanes.Get(new(campaign, lane)).PostAsync(new FreezeShare(saved, units: false, money: true, "change")));
        }

        Assert.True(await bank.PostAsync(new GrantLimits("change", null, 800, frozen.Sum(each => each?.Taken ?? 0), frozen.Sum(each => each?.TakenMoney ?? 0))));
        Assert.True((await bank.PostAsync(new LowerLimits(saved, target, "change"))).Stamped);
        (row[CampaignRow.Revision], row[CampaignRow.Budget]) = (target.Revision, target.Money);
        Assert.Equal(WriteResult.Written, await process.Tables.Catalog.TryReplaceAsync(row, row.ETag, Token));
        await limits.StampAsync(campaign, target);

        Assert.False(given);
        await AssertSharesAsync(process, campaign, 8, 800);
    }

    [Fact]
    public async Task LoweredTotal_BesideANewBudget_IsTakenFromOtherLanesAllTheSame()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 40, lanes: Lanes);
        foreach (var lane in Enumerable.Range(1, Lanes - 1))
        {
            await process.Ledger.RedeemAsync(Intent(campaign, CustomerOf(lane), 10), Token);
        }

        var row = await process.Tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOf(campaign), Token) ?? throw new InvalidDataException("No campaign.");
        var saved = CampaignRow.LimitsOf(row);
        var target = saved with { Revision = saved.Revision + 1, Units = 7, Money = 500 };
        Assert.True((await process.Ledger.Lanes.Limits.LowerAsync(campaign, saved, target, "change", Token)).Stamped);

        // It was not given up meanwhile: that would have moved the campaign's row.
        (row[CampaignRow.Revision], row[CampaignRow.Total], row[CampaignRow.Budget]) = (target.Revision, target.Units, target.Money);
        Assert.Equal(WriteResult.Written, await process.Tables.Catalog.TryReplaceAsync(row, row.ETag, Token));
        await process.Ledger.Lanes.Limits.StampAsync(campaign, target);
        await AssertSharesAsync(process, campaign, 7, 500);
    }

    [Fact]
    public async Task RaisedTotal_OfWhichNoLaneWasTold_IsWhatIsLeft()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 3, lanes: Lanes);
        await process.Ledger.RedeemAsync(Intent(campaign, CustomerOf(2), 10), Token);
        var row = await process.Tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOf(campaign), Token) ?? throw new InvalidDataException("No campaign.");
        (row[CampaignRow.Revision], row[CampaignRow.Total]) = (2, 9L);
        Assert.Equal(WriteResult.Written, await process.Tables.Catalog.TryReplaceAsync(row, row.ETag, Token));

        var left = await process.Ledger.LimitsNowAsync(campaign, CampaignRow.LimitsOf(row), null, Token);

        Assert.Equal(8, left.Total);
    }

    [Fact]
    public async Task RemovedTotal_SetsEveryLaneFree()
    {
        await using var process = await LedgerProcess.StartAsync(azurite.ConnectionString);
        var campaign = await Sample.CampaignAsync(process.Tables, total: 3, lanes: Lanes);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(i => process.Ledger.RedeemAsync(Intent(campaign, CustomerOf(i), 10), Token)));
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(Intent(campaign, CustomerOf(4), 10), Token));

        Assert.True((await ChangeAsync(process, campaign, total: null)).Stamped);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => process.Ledger.RedeemAsync(Intent(campaign, $"free{i}", 10, revision: 2), Token)));
        Assert.All(outcomes, outcome => Assert.IsType<RedeemOutcome.Made>(outcome));
    }

    /// <summary>A customer whose lane that is.</summary>
    private static string CustomerOf(int lane) => Enumerable.Range(0, 10_000).Select(i => $"c{i}").First(key => LaneKey.Of(key, Lanes) == lane);

    private static RedemptionIntent Intent(string campaign, string customer, long discount, int revision = 1)
    {
        var intent = Sample.Intent(Sample.Id("order"), customer, (campaign, "CODE", discount));
        return intent with { Parts = [.. intent.Parts.Select(part => part with { Lanes = Lanes, Revision = revision })] };
    }

    /// <summary>Changes the total as the catalogue does: lower first, save by ETag, stamp.</summary>
    private static async Task<StampResult> ChangeAsync(LedgerProcess process, string campaign, long? total)
    {
        var row = await process.Tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOf(campaign), Token) ?? throw new InvalidDataException("No campaign.");
        var saved = CampaignRow.LimitsOf(row);
        var target = saved with { Revision = saved.Revision + 1, Units = total };
        if (total is not null && !(saved.Units <= total))
        {
            var lowered = await process.Ledger.Lanes.Limits.LowerAsync(campaign, saved, target, Sample.Id("l"), Token);
            if (!lowered.Stamped)
            {
                return lowered;
            }
        }

        row[CampaignRow.Revision] = target.Revision;
        if (total is null)
        {
            row.Remove(CampaignRow.Total);
        }
        else
        {
            row[CampaignRow.Total] = total;
        }

        Assert.Equal(WriteResult.Written, await process.Tables.Catalog.TryReplaceAsync(row, row.ETag, Token));
        await process.Ledger.Lanes.Limits.StampAsync(campaign, target);
        return new(true, default, 0);
    }

    private static async Task<IEnumerable<int>> UsedLanesAsync(LedgerProcess process, string campaign) =>
        (await process.Ledger.Lanes.Transfers.HeadsAsync(campaign, Lanes, Token)).Select((head, number) => (head, number)).Where(each => each.head.Used > 0).Select(each => each.number);

    /// <summary>All shares, and what is on its way, add up to the limit, and no lane has taken more than its share.</summary>
    private static async Task AssertSharesAsync(LedgerProcess process, string campaign, long? units, long? money)
    {
        var heads = await process.Ledger.Lanes.Transfers.HeadsAsync(campaign, Lanes, Token);
        Assert.All(heads, head => Assert.False(head.FreeUnits < 0 || head.FreeMoney < 0));
        if (units is not null)
        {
            Assert.Equal(units, heads.Sum(head => head.Units + head.Out.Values.Sum(sent => sent.Units)));
        }

        if (money is not null)
        {
            Assert.Equal(money, heads.Sum(head => head.Money + head.Out.Values.Sum(sent => sent.Money)));
        }
    }
}
