using System.Collections.Concurrent;
using System.Globalization;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>
/// Random histories of several processes with faults and deaths, each compared with what the ledger promises.
/// <c>LEDGER_HISTORIES</c> asks for more of them, <c>LEDGER_SEED</c> for one that failed.
/// </summary>
public sealed class LedgerModelTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const int AtOnce = 4;
    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Histories_WithFaultsAndDeaths_KeepEveryPromise()
    {
        var (first, count) = Number("LEDGER_SEED") is { } seed ? (seed, 1) : (1, Number("LEDGER_HISTORIES") ?? 200);

        var failed = await RunAsync(Planted.None, first, count, most: 3);

        Assert.True(failed.Count == 0, string.Join("\n\n", failed));

        // So many histories that none of them misses one by chance: a late confirmation is met about once in forty to a hundred.
        Assert.True(count < 200 || (_seen.ContainsKey(nameof(HoldOutcome.Done)) && _seen.ContainsKey(nameof(HoldOutcome.Conflict))), "No history ended a hold, or none ended one twice.");
        Assert.True(count < 2_000 || _seen.ContainsKey(nameof(HoldOutcome.Expired)), "No history confirmed a hold too late.");
    }

    [Fact]
    public async Task History_HeadWrittenWithoutCondition_IsFound() => Assert.NotEmpty(await RunAsync(Planted.BlindHead, 1, 80, most: 1));

    [Fact]
    public async Task History_AcknowledgedBeforeTheCommit_IsFound() => Assert.NotEmpty(await RunAsync(Planted.EarlyAcknowledgement, 1, 80, most: 1));

    [Fact]
    public async Task History_HeadLeftOutOfATransaction_IsFound() => Assert.NotEmpty(await RunAsync(Planted.HeadLeftOut, 1, 80, most: 1));

    [Fact]
    public async Task History_OutboxRowsNotDeleted_IsFound() => Assert.NotEmpty(await RunAsync(Planted.OutboxKept, 1, 80, most: 1));

    [Fact]
    public async Task History_ReleaseOverlooked_IsFound() => Assert.NotEmpty(await RunAsync(Planted.ReleaseOverlooked, 1, 80, most: 1));

    [Fact]
    public async Task History_BucketsWrittenWithoutCondition_IsFound() => Assert.NotEmpty(await RunAsync(Planted.BlindBuckets, 1, 80, most: 1));

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Runs histories until as many have failed as asked for.</summary>
    private async Task<IReadOnlyCollection<string>> RunAsync(Planted planted, int first, int count, int most)
    {
        await using (var process = await LedgerProcess.StartAsync(azurite.ConnectionString))
        {
            await process.Tables.CreateAsync(Token);
        }

        var failed = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Token }, async (seed, _) =>
        {
            if (failed.Count >= most)
            {
                return;
            }

            var history = new History(seed, azurite.ConnectionString, planted);
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
