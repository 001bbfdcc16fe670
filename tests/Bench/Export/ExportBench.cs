using System.Diagnostics;
using System.Globalization;
using System.Text;
using PromoFunctions.Bench.Running;
using PromoFunctions.Bench.Validate;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Local.Azurite;

namespace PromoFunctions.Bench.Export;

/// <summary>A million codes: issued, exported and looked up, beside ten thousand and ten. Needs some minutes.</summary>
internal static class ExportBench
{
    private const string Campaign = "bench";
    public const int DefaultCount = 1_000_000;

    private const int Few = 10;
    private const int Some = 10_000;
    private const double LeastPerTransaction = 90;
    private const double MostMemoryRatio = 1.5;
    private const double MostLookUpRatio = 1.5;
    private const int LookUps = 2_000;

    /// <param name="all">How many codes, more than ten thousand.</param>
    /// <returns>0 when everything is distinct and the ratios are what is asked for.</returns>
    public static async Task<int> RunAsync(int all)
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        try
        {
            // In memory: with a million codes, what Azurite's writing of its whole file every five seconds costs would be all that is measured.
            var options = new AzuriteOptions { DataDirectory = folder, PreferredTablePort = 0, InMemory = true, EndsWithStarter = true };
            await using var azurite = await AzuriteHost.JoinAsync(options, TextWriter.Null, CancellationToken.None);
            await using var app = await ServerProcess.AppAsync(folder);
            using var marketing = new HttpClient { BaseAddress = app.Address, Timeout = Timeout.InfiniteTimeSpan };
            marketing.DefaultRequestHeaders.Add("x-functions-key", "marketing-local");
            await SendAsync(marketing, HttpMethod.Put, $"/api/campaigns/{Campaign}", Bodies.Summer);

            await IssueAsync(marketing, Few);
            var code = (await ExportAsync(app, marketing, Few)).First;
            var few = await LookUpAsync(azurite, code, Few);

            var counted = await CountTransactionsAsync(azurite, all / 10);
            await IssueAsync(marketing, Some);
            var some = await ExportAsync(app, marketing, Some);
            await IssueAsync(marketing, all);
            var exported = await ExportAsync(app, marketing, all);
            var memory = (double)exported.Peak / some.Peak;
            Print($"the App's memory at {all:N0} is {memory:F2} times that at {Some:N0} (at most {MostMemoryRatio:F1})");
            var many = await LookUpAsync(azurite, exported.First, Few + Some + (all / 10) + all);
            Print($"look-up among all codes takes {many / few:F2} times as long as among {Few} (at most {MostLookUpRatio:F1})");
            return counted && some.Distinct && exported.Distinct && memory <= MostMemoryRatio && many / few <= MostLookUpRatio ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task IssueAsync(HttpClient marketing, int count)
    {
        var start = Stopwatch.GetTimestamp();
        await SendAsync(marketing, HttpMethod.Post, $"/api/campaigns/{Campaign}/codes", string.Create(CultureInfo.InvariantCulture, $$"""{ "kind": "unique", "count": {{count}}, "prefix": "TEA", "batchId": "b-{{count}}" }"""));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Print($"issued {count:N0} codes in {seconds:F1} s, {count / seconds:N0}/s");
    }

    /// <summary>Issues codes in this process, where storage requests can be counted.</summary>
    private static async Task<bool> CountTransactionsAsync(AzuriteHost azurite, int count)
    {
        await using var store = new StoreInProcess(azurite.ConnectionString);
        var (campaign, batch) = (CampaignId.Parse(Campaign), BatchId.Parse("b-counted"));
        var start = Stopwatch.GetTimestamp();
        await store.Codes.IssueBatchAsync(campaign, batch, PromoCode.Parse("TEA"), count, CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var (transactions, others) = (store.Transactions, store.Requests - store.Transactions);
        var distinct = await store.Codes.ListAsync(campaign, batch, CancellationToken.None).Select(code => code.Code).ToHashSetAsync();
        var perTransaction = (double)count / transactions;
        Print($"issued {count:N0} codes in {seconds:F1} s: {transactions:N0} transactions with {perTransaction:F1} codes each (at least {LeastPerTransaction:F0}), {others} other requests, {distinct.Count:N0} distinct");
        return perTransaction >= LeastPerTransaction && distinct.Count == count;
    }

    private static async Task<(string First, long Peak, bool Distinct)> ExportAsync(ServerProcess app, HttpClient marketing, int count)
    {
        var seen = new HashSet<string>(count);
        string? first = null;
        await using var memory = new PeakMemory(app);
        var start = Stopwatch.GetTimestamp();
        using (var lines = new StreamReader(await marketing.GetStreamAsync(new Uri($"/api/campaigns/{Campaign}/codes.csv?batch=b-{count}", UriKind.Relative))))
        {
            await lines.ReadLineAsync();
            while (await lines.ReadLineAsync() is { } line)
            {
                var code = line[..line.IndexOf(',', StringComparison.Ordinal)];
                first ??= code;
                seen.Add(code);
            }
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Print($"exported {count:N0} codes in {seconds:F1} s, {count / seconds:N0}/s; {seen.Count:N0} distinct; the App's peak memory {memory.Bytes >> 20} MB");
        return (first ?? throw new InvalidDataException("No code."), memory.Bytes, seen.Count == count);
    }

    /// <summary>How long a look-up of a code takes, as a multiple of a read of the smallest table in the same moments: so what else the machine does is not taken for the codes' doing.</summary>
    private static async Task<double> LookUpAsync(AzuriteHost azurite, string text, int among)
    {
        await using var store = new StoreInProcess(azurite.ConnectionString);
        var code = PromoCode.Parse(text);
        var (lookUps, reads) = (new List<double>(), new List<double>());
        var requests = 0;
        for (var i = 0; i < LookUps; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await store.Tables.PingAsync(CancellationToken.None);
            reads.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            var before = store.Requests;
            start = Stopwatch.GetTimestamp();
            _ = await store.Codes.FindAsync(code, CancellationToken.None) ?? throw new InvalidDataException("The code is not there.");
            lookUps.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            requests += store.Requests - before;
        }

        lookUps.Sort();
        reads.Sort();
        var (lookUp, read) = (lookUps[LookUps / 2], reads[LookUps / 2]);
        Print($"look-up of a code among {among:N0}: {(double)requests / LookUps:F2} storage requests, {lookUp:F2} ms, a read of a table of one campaign {read:F2} ms");
        return lookUp / read;
    }

    private static async Task SendAsync(HttpClient client, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await client.SendAsync(request);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidDataException($"{method} {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
