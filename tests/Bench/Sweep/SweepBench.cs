using System.Diagnostics;
using System.Globalization;
using PromoFunctions.Bench.Export;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Local.Azurite;
using PromoFunctions.Storage.Codes.Ends;

namespace PromoFunctions.Bench.Sweep;

/// <summary>What sweeping a thousand codes that are due costs among few codes and among many.</summary>
internal static class SweepBench
{
    /// <summary>The many codes, unless another count is given; takes some minutes.</summary>
    public const int Many = 1_000_000;

    private const int Few = 10_000;
    private const int Due = 1_000;

    // Beside batches, which have no end of their own, some whose end is later: they are marked for the sweep too.
    private const int Later = 5_000;
    private const double MostRatio = 1.2;

    /// <returns>0 when everything due was counted and the requests are within a fifth of each other.</returns>
    public static async Task<int> RunAsync(int many)
    {
        var few = await MeasureAsync(Few);
        var all = await MeasureAsync(many);
        var ratio = (double)Math.Max(few.Requests, all.Requests) / Math.Min(few.Requests, all.Requests);
        Print($"{all.Requests:N0} requests among {many:N0} codes, {few.Requests:N0} among {Few:N0}: {ratio:F2} times (at most {MostRatio:F1})");
        return few.Exact && all.Exact && ratio <= MostRatio ? 0 : 1;
    }

    private static async Task<(long Requests, bool Exact)> MeasureAsync(int codes)
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        try
        {
            // In memory: Azurite's writing of its whole file would be most of what issuing takes.
            var options = new AzuriteOptions { DataDirectory = folder, PreferredTablePort = 0, InMemory = true, EndsWithStarter = true };
            await using var azurite = await AzuriteHost.JoinAsync(options, TextWriter.Null, CancellationToken.None);
            await using var store = new StoreInProcess(azurite.ConnectionString);
            await store.Tables.CreateAsync(CancellationToken.None);
            var (campaign, end) = (CampaignId.Parse("bench"), DateTimeOffset.UtcNow.AddHours(1));
            var start = Stopwatch.GetTimestamp();
            await ImportAsync(store, campaign, Due, end);
            await ImportAsync(store, campaign, Later, end.AddDays(30));
            await store.Codes.IssueBatchAsync(campaign, BatchId.Parse("rest"), PromoCode.Parse("TEA"), codes - Due - Later, CancellationToken.None);
            Print($"{codes:N0} codes stand after {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");

            var sweep = new CodeEndSweep(store.Tables, store.Ledger, new BusinessCalendar(TimeZoneInfo.Utc), new StandingTime(end.AddHours(1)));
            var before = store.Requests;
            start = Stopwatch.GetTimestamp();
            var (looked, expired) = await sweep.RunAsync((_, _) => Task.CompletedTask, CancellationToken.None);
            var requests = store.Requests - before;
            Print($"swept {looked:N0} due codes of {codes:N0} in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s with {requests:N0} storage requests; {expired:N0} ended unused");
            before = store.Requests;
            await sweep.RunAsync((_, _) => Task.CompletedTask, CancellationToken.None);
            Print($"a sweep with nothing due takes {store.Requests - before:N0}");
            return (requests, (looked, expired) == (Due, Due));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ImportAsync(StoreInProcess store, CampaignId campaign, int count, DateTimeOffset end) => await store.Codes.ImportAsync(
        campaign,
        BatchId.New(),
        [.. Enumerable.Range(0, count).Select(_ => new IssuedCode(PromoCode.Parse("DUE" + GeneratedPart.Random(18)), campaign, CodeKind.Unique) { ExpiresAt = end })],
        CancellationToken.None);

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>A clock that stands still.</summary>
    private sealed class StandingTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
