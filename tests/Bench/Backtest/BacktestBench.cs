using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using PromoFunctions.Bench.Export;
using PromoFunctions.Bench.Running;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Local.Azurite;

namespace PromoFunctions.Bench.Backtest;

/// <summary>A policy tried on ten thousand past claims over HTTP, beside a plain recomputation of every decision.</summary>
internal static class BacktestBench
{
    private const int Claims = 10_000;
    private const int Seed = 20_261_121;
    private static readonly string Range = string.Create(
        CultureInfo.InvariantCulture, $"\"from\": \"{MadeClaim.Start:O}\", \"to\": \"{MadeClaim.Start.AddMilliseconds(100L * Claims):O}\"");

    /// <returns>0 when every figure and every listed claim is that of the recomputation.</returns>
    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        try
        {
            var options = new AzuriteOptions { DataDirectory = folder, PreferredTablePort = 0, InMemory = true, EndsWithStarter = true };
            await using var azurite = await AzuriteHost.JoinAsync(options, TextWriter.Null, CancellationToken.None);
            await using var app = await ServerProcess.AppAsync(folder);
            app.Says += line =>
            {
                if (line.Contains("Back-test", StringComparison.Ordinal))
                {
                    Console.WriteLine("  the App: " + line.Trim());
                }
            };
            using var manager = new HttpClient { BaseAddress = app.Address, Timeout = Timeout.InfiniteTimeSpan };
            manager.DefaultRequestHeaders.Add("x-functions-key", "manager-local");

            var put = await SendAsync(manager, HttpMethod.Put, "/api/policy", TriedPolicy.Kept.Json);
            var version = new PolicyVersion(put["version"]?.GetValue<int>() ?? 0, MadeClaim.Start, TriedPolicy.Kept.Read());
            var claims = MadeClaim.Many(Claims, Seed);
            var start = Stopwatch.GetTimestamp();
            await StoredClaims.WriteAsync(new TableServiceClient(azurite.ConnectionString), claims, version, CancellationToken.None);
            Print($"stored {Claims:N0} claims in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, {MachineLoad.Now}");

            var body = $$"""{ "policy": {{TriedPolicy.Tried.Json}}, {{Range}} }""";
            JsonNode answer;
            await using (var memory = new PeakMemory(app))
            {
                start = Stopwatch.GetTimestamp();
                answer = await SendAsync(manager, HttpMethod.Post, "/api/policy/backtest", body);
                var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                Print($"back-test of {Claims:N0} claims: {seconds:F1} s, {Claims / seconds:N0} claims/s, the App's peak memory {memory.Bytes >> 20} MB, {MachineLoad.Now}");
            }

            var expected = new ExpectedBacktest(claims);
            var right = FiguresAreRight(answer, expected) & await ListIsRightAsync(manager, body, answer, expected);
            Print($"{expected.Compared:N0} compared, {expected.Undecided} undecided, {expected.Changed.Count:N0} decided otherwise; cost {answer["cost"]?.ToJsonString()}");
            Print($"{(right ? "every figure and every claim is that of the recomputation" : "the recomputation DIFFERS")}");
            return right ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool FiguresAreRight(JsonNode answer, ExpectedBacktest expected)
    {
        var cost = (answer["cost"]?.AsArray() ?? []).Select(row => (row?["currency"]?.GetValue<string>(), row?["before"]?.GetValue<long>(), row?["after"]?.GetValue<long>(), row?["difference"]?.GetValue<long>()));
        return answer["compared"]?.GetValue<int>() == expected.Compared
            && answer["undecided"]?.GetValue<int>() == expected.Undecided
            && answer["changedCount"]?.GetValue<int>() == expected.Changed.Count
            && cost.SequenceEqual(expected.Before.Keys.Select(currency => ((string?)currency, (long?)expected.Before[currency], (long?)expected.After[currency], (long?)(expected.After[currency] - expected.Before[currency]))));
    }

    private static async Task<bool> ListIsRightAsync(HttpClient manager, string body, JsonNode first, ExpectedBacktest expected)
    {
        var listed = new List<(string, (ClaimOutcome, long), (ClaimOutcome, long))>();
        for (var page = first; ; page = await SendAsync(manager, HttpMethod.Post, $"/api/policy/backtest?next={page["next"]}", body))
        {
            listed.AddRange((page["changed"]?.AsArray() ?? []).Select(claim => (claim?["claimId"]?.GetValue<string>() ?? "", Side(claim?["was"]), Side(claim?["would"]))));
            if (page["next"] is null)
            {
                return listed.SequenceEqual(expected.Changed);
            }
        }
    }

    private static (ClaimOutcome Outcome, long Amount) Side(JsonNode? side) =>
        (Vocabulary<ClaimOutcome>.Words.TryFind(side?["outcome"]?.GetValue<string>() ?? "", out var outcome) ? outcome : default, side?["amount"]?.GetValue<long>() ?? -1);

    private static async Task<JsonNode> SendAsync(HttpClient client, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode && JsonNode.Parse(text) is { } json ? json : throw new InvalidDataException($"{method} {path}: {(int)response.StatusCode} {text}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
