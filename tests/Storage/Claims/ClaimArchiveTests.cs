using PromoFunctions.Bench.Backtest;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Backtesting;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Storage.Claims;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Claims;

public sealed class ClaimArchiveTests : IAsyncLifetime
{
    private const int Count = 10_000;

    private readonly OwnTables _tables;
    private readonly TableClaimStore _store;

    public ClaimArchiveTests(AzuriteFixture azurite)
    {
        _tables = new OwnTables(azurite.ConnectionString, AzuriteFixture.NewName("A"));
        _store = new(new PromoTables(_tables, _tables));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _store.CreateTablesAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Backtest_OfTenThousandStoredClaims_IsThatOfAPlainRecomputation()
    {
        var claims = MadeClaim.Many(Count, seed: 7);
        await StoredClaims.WriteAsync(_tables, claims, new PolicyVersion(2, MadeClaim.Start, TriedPolicy.Kept.Read()), Cancellation);
        var expected = new ExpectedBacktest(claims);
        var tried = TriedPolicy.Tried.Read();

        var figures = BacktestFigures.None;
        var changed = new List<(string, (ClaimOutcome, long), (ClaimOutcome, long))>();
        await foreach (var claim in _store.ReadAsync(MadeClaim.Start, MadeClaim.Start.AddDays(1), null, Cancellation))
        {
            if (Comparison.Of(claim, tried) is not { } comparison)
            {
                figures = figures.AddUndecided();
                continue;
            }

            figures = figures.Add(comparison);
            if (comparison.Differs)
            {
                changed.Add((comparison.Place.Id.Value, (comparison.Was.Outcome, comparison.Was.Amount), (comparison.Would.Outcome, comparison.Would.Amount)));
            }
        }

        Assert.Equal((expected.Compared, expected.Undecided, expected.Changed.Count), (figures.Compared, figures.Undecided, figures.Changed));
        Assert.Equal(expected.Changed, changed);
        Assert.Equal(expected.Before, figures.Cost.Select(cost => KeyValuePair.Create(cost.Key, cost.Value.Before)));
        Assert.Equal(expected.After, figures.Cost.Select(cost => KeyValuePair.Create(cost.Key, cost.Value.After)));
        Assert.All(figures.Cost.Values, cost => Assert.NotEqual(0, cost.Difference));

        // Every way in which a claim can change is among them.
        Assert.InRange(changed.Count, 500, Count - 500);
        Assert.True(figures.Outcomes.Count >= 5, string.Join(", ", figures.Outcomes.Keys));
    }

    [Fact]
    public async Task ReadAsync_OfARange_IncludesItsStartExcludesItsEndAndGoesOnFromAPlace()
    {
        var claims = MadeClaim.Many(250, seed: 8);
        await StoredClaims.WriteAsync(_tables, claims, new PolicyVersion(1, MadeClaim.Start, TriedPolicy.Kept.Read()), Cancellation);

        var some = await IdsAsync(claims[20].ReceivedAt, claims[220].ReceivedAt, null);
        var rest = await IdsAsync(claims[20].ReceivedAt, claims[220].ReceivedAt, new ClaimPlace(claims[120].ReceivedAt, ClaimId.Parse(claims[120].Id)));

        Assert.Equal(claims.Skip(20).Take(200).Select(claim => claim.Id).Reverse(), some);
        Assert.Equal(claims.Skip(20).Take(100).Select(claim => claim.Id).Reverse(), rest);
    }

    private async Task<List<string>> IdsAsync(DateTimeOffset from, DateTimeOffset to, ClaimPlace? after)
    {
        var ids = new List<string>();
        await foreach (var claim in _store.ReadAsync(from, to, after, Cancellation))
        {
            ids.Add(claim.Place.Id.Value);
        }

        return ids;
    }
}
