using System.Collections.Concurrent;
using System.Globalization;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>
/// Random histories of several processes with faults and deaths, each compared with what the ledger promises.
/// <c>LEDGER_HISTORIES</c> asks for another number of them, <c>LEDGER_SEED</c> for one that failed (for the first, when both are set),
/// <c>LEDGER_STORE</c> (<c>memory</c> or <c>azurite</c>) for one of the two stores alone.
/// </summary>
public sealed class LedgerModelTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>As many as a gate has time for; more of them side by side than there are cores, since some wait for a quiet moment while others work.</summary>
    [Fact]
    public Task Histories_InMemoryWithFaultsAndDeaths_KeepEveryPromise() => KeepEveryPromiseAsync("memory", InMemory, 900, atOnce: 8);

    /// <summary>The same on the emulator, in the order in which its requests happen to land.</summary>
    [Fact]
    public Task Histories_OnAzuriteWithFaultsAndDeaths_KeepEveryPromise() =>
        KeepEveryPromiseAsync("azurite", seed => new AzuriteWorld(azurite.ConnectionString, History.StartOf(seed)), 40, atOnce: 4);

    [Fact]
    public Task History_HeadWrittenWithoutCondition_IsFound() => FindAsync(Planted.BlindHead);

    [Fact]
    public Task History_AcknowledgedBeforeTheCommit_IsFound() => FindAsync(Planted.EarlyAcknowledgement);

    [Fact]
    public Task History_HeadLeftOutOfATransaction_IsFound() => FindAsync(Planted.HeadLeftOut);

    [Fact]
    public Task History_OutboxRowsNotDeleted_IsFound() => FindAsync(Planted.OutboxKept);

    [Fact]
    public Task History_ReleaseOverlooked_IsFound() => FindAsync(Planted.ReleaseOverlooked);

    [Fact]
    public Task History_BucketsWrittenWithoutCondition_IsFound() => FindAsync(Planted.BlindBuckets);

    [Fact]
    public Task History_RefundThatNoRowTellsOf_IsFound() => FindAsync(Planted.RefundUntold);

    [Fact]
    public Task History_ShareThatNoRowTellsOf_IsFound() => FindAsync(Planted.ShareUntold);

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static HistoryWorld InMemory(int seed) => new MemoryWorld(seed, History.StartOf(seed));

    private async Task KeepEveryPromiseAsync(string store, Func<int, HistoryWorld> world, int usually, int atOnce)
    {
        Assert.SkipUnless((Environment.GetEnvironmentVariable("LEDGER_STORE") ?? store) == store, "LEDGER_STORE asks for the other one.");
        var seed = Number("LEDGER_SEED");
        var (first, count) = (seed ?? 1, Number("LEDGER_HISTORIES") ?? (seed is null ? usually : 1));

        var failed = await RunAsync(Planted.None, world, first, count, most: 3, atOnce);

        Assert.True(failed.Count == 0, string.Join("\n\n", failed));

        // So many histories that none of them misses one by chance: a late confirmation is met about once in forty to a hundred.
        Assert.True(count < 200 || (_seen.ContainsKey(nameof(HoldOutcome.Done)) && _seen.ContainsKey(nameof(HoldOutcome.Conflict))), "No history ended a hold, or none ended one twice.");
        Assert.True(count < 2_000 || _seen.ContainsKey(nameof(HoldOutcome.Expired)), "No history confirmed a hold too late.");
    }

    /// <summary>Most bugs are found by the first histories, an overlooked release by about one in sixty.</summary>
    private async Task FindAsync(Planted planted) => Assert.NotEmpty(await RunAsync(planted, InMemory, 1, 500, most: 1, atOnce: 8));

    /// <summary>Runs histories until as many have failed as asked for.</summary>
    private async Task<IReadOnlyCollection<string>> RunAsync(Planted planted, Func<int, HistoryWorld> world, int first, int count, int most, int atOnce)
    {
        var failed = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = Token }, async (seed, _) =>
        {
            if (failed.Count >= most)
            {
                return;
            }

            await using var place = world(seed);
            var history = new History(seed, place, planted);
            var wrong = await history.RunAsync();
            foreach (var kind in history.Answers.Select(answer => answer.Outcome?.GetType().Name ?? answer.Ended?.GetType().Name ?? (answer.Failure is null ? "no outcome" : "no answer")))
            {
                _seen.AddOrUpdate(kind, 1, (_, times) => times + 1);
            }

            if (wrong.Count > 0)
            {
                failed.Enqueue($"{string.Join('\n', wrong)}\n{history.Print()}");
            }
        });
        output.WriteLine($"Answers: {string.Join(", ", _seen.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Value} {kind.Key}"))}.");
        output.WriteLine($"{planted}: {failed.Count} failed.\n{string.Join("\n\n", failed.Select(text => text.Split('\n')[0]))}");
        return failed;
    }
}
