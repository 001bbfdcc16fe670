using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus.Administration;
using PromoFunctions.Bench.Running;
using PromoFunctions.Local.Azurite;

namespace PromoFunctions.Bench.Fuzz;

/// <summary>
/// Every route of the OpenAPI document, and the queues, under values made from its schemas, right and wrong: no answer is a 5xx, one that
/// the document does not promise or no problem document, none takes longer than 30 seconds, memory stays flat, and the queues end empty.
/// </summary>
internal static class FuzzBench
{
    public const int DefaultMinutes = 10;

    private const int CallerCount = 8;
    private const double MostMemoryRatio = 1.25;
    private static readonly string[] s_queues = ["claims", "mail"];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <returns>0 when nothing is wrong.</returns>
    public static async Task<int> RunAsync(int minutes)
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        try
        {
            await using var azurite = await AzuriteHost.JoinAsync(
                new AzuriteOptions { DataDirectory = folder, PreferredTablePort = 0, EndsWithStarter = true }, TextWriter.Null, CancellationToken.None);
            await using var app = await ServerProcess.AppAsync(folder);
            return await RunAsync(app, new LedgerRows(azurite.ConnectionString), TimeSpan.FromMinutes(minutes));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(ServerProcess app, LedgerRows rows, TimeSpan time)
    {
        using var client = new HttpClient { BaseAddress = app.Address, Timeout = s_patience };
        client.DefaultRequestHeaders.Add("x-functions-key", "master-local");
        var document = JsonNode.Parse(await client.GetStringAsync(new Uri("/api/openapi.json", UriKind.Relative))) ?? throw new InvalidDataException("There is no document.");
        var calls = FuzzCall.AllOf(document).ToList();
        var claim = calls.Single(call => call.Path == "/api/claims" && call.Method == HttpMethod.Post);
        calls.AddRange(s_queues.Select(queue => claim with { Path = $"/local/servicebus/{queue}/messages", Statuses = new HashSet<int>() }));
        var failed = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        app.Says += line =>
        {
            if (line.Contains("fail: ", StringComparison.Ordinal) || line.Contains("crit: ", StringComparison.Ordinal))
            {
                failed.AddOrUpdate(line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..][..Math.Min(160, line.Length - line.IndexOf(": ", StringComparison.Ordinal) - 2)], 1, (_, count) => count + 1);
            }
        };

        var (answers, wrong) = (new ConcurrentDictionary<string, long>(StringComparer.Ordinal), new ConcurrentQueue<string>());
        var memory = new List<long>();
        var start = Stopwatch.GetTimestamp();
        using var end = new CancellationTokenSource(time);
        var seed = Random.Shared.Next();
        Print($"{calls.Count} operations, seed {seed}");
        var callers = Enumerable.Range(0, CallerCount).Select(number => Task.Run(async () =>
        {
            var values = new FuzzValues(document, seed + number);
            while (!end.IsCancellationRequested)
            {
                await SendAsync(client, calls[values.Next(calls.Count)], values, answers, wrong);
            }
        })).ToList();
        while (!end.IsCancellationRequested)
        {
            memory.Add(app.WorkingSet);
            await Task.Delay(TimeSpan.FromSeconds(1), end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(callers);
        Print($"{answers.Values.Sum():N0} answers in {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s; {MachineLoad.Now}");
        foreach (var (status, count) in answers.OrderBy(answer => answer.Key, StringComparer.Ordinal))
        {
            Print($"  {status}: {count:N0}");
        }

        Print($"lines of failure in the log: {failed.Values.Sum():N0}");
        foreach (var (line, count) in failed.OrderByDescending(entry => entry.Value).Take(10))
        {
            Console.WriteLine($"  {count} x {line}");
        }

        Print($"answers that are wrong: {wrong.Count:N0}");
        wrong.DistinctBy(line => line.Split('\n')[0]).Take(20).ToList().ForEach(Console.WriteLine);
        var good = SteadyMemory.IsFlat(memory, MostMemoryRatio);
        good &= await DrainedAsync(rows);
        return good && wrong.IsEmpty ? 0 : 1;
    }

    private static async Task SendAsync(HttpClient client, FuzzCall call, FuzzValues values, ConcurrentDictionary<string, long> answers, ConcurrentQueue<string> wrong)
    {
        var (path, query) = (call.Path, "");
        using var request = new HttpRequestMessage { Method = call.Method };
        foreach (var (name, place, schema) in call.Parameters)
        {
            var text = values.Next(2) == 0 && values.Of(schema, name) is JsonValue value ? value.ToString() : values.Text();
            switch (place)
            {
                case "path":
                    path = path.Replace("{" + name + "}", Uri.EscapeDataString(text.Length == 0 ? "x" : text), StringComparison.Ordinal);
                    break;
                case "query" when values.Next(2) == 0:
                    query += (query.Length == 0 ? "?" : "&") + name + "=" + Uri.EscapeDataString(text);
                    break;
                case "header" when values.Next(2) == 0 && text.All(char.IsAscii):
                    request.Headers.TryAddWithoutValidation(name, text.ReplaceLineEndings(""));
                    break;
            }
        }

        request.RequestUri = new Uri(path + query, UriKind.Relative);
        byte[] body = [];
        if (call.Body is not null)
        {
            body = call.BodyType == "application/json" ? values.Bytes(values.Of(call.Body)) : System.Text.Encoding.UTF8.GetBytes("code,kind,customerId,email,expiresAt\n" + string.Join(',', Enumerable.Range(0, 5).Select(_ => values.Text())));
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(call.BodyType) } };
        }

        var asked = $"{call.Method} {call.Path}";
        try
        {
            using var response = await client.SendAsync(request);
            var (status, text) = ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
            answers.AddOrUpdate(string.Create(CultureInfo.InvariantCulture, $"{status}"), 1, (_, count) => count + 1);
            var type = response.Content.Headers.ContentType?.MediaType;

            // A value may make the path another route's, or one that the server itself refuses before there is a route.
            var promised = call.Statuses.Count == 0 || call.Statuses.Contains(status)
                || (call.Parameters.Any(parameter => parameter.In == "path") && (status is 404 or 405 || (status == 400 && text.Contains("about:blank", StringComparison.Ordinal))));
            if (status >= 500 || !promised || (status >= 400 && status != 405 && type != "application/problem+json" && type != "text/html"))
            {
                wrong.Enqueue($"{asked} {status} {type}\n  {request.RequestUri}\n  {System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(400, body.Length)))}\n  {text[..Math.Min(300, text.Length)]}");
            }

            if (status < 300 && type == "application/json")
            {
                values.Remember(JsonNode.Parse(text));
            }
        }
        catch (JsonException)
        {
            wrong.Enqueue($"{asked} is no JSON");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
        {
            wrong.Enqueue($"{asked} {broken.GetType().Name}\n  {request.RequestUri}\n  {broken.Message}");
        }
    }

    /// <summary>Whether every message was worked off: decided, or dead-lettered with its reason.</summary>
    private static async Task<bool> DrainedAsync(LedgerRows rows)
    {
        var queues = new ServiceBusAdministrationClient(rows.ServiceBusConnectionString);
        var drained = true;
        foreach (var queue in s_queues)
        {
            var start = Stopwatch.GetTimestamp();
            long waiting;
            while ((waiting = (await queues.GetQueueRuntimePropertiesAsync(queue)).Value.ActiveMessageCount) > 0 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(5))
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
            }

            Print($"queue {queue}: {waiting:N0} left, {(await queues.GetQueueRuntimePropertiesAsync(queue)).Value.DeadLetterMessageCount:N0} dead-lettered");
            drained &= waiting == 0;
        }

        return drained;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
