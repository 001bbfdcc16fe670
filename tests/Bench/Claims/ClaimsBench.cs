using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using PromoFunctions.Bench.Export;
using PromoFunctions.Bench.Running;
using PromoFunctions.Local.Azurite;

namespace PromoFunctions.Bench.Claims;

/// <summary>
/// Thousands of claims posted at once to one App. Afterwards each must be decided, paid, mailed and published once, whichever
/// account is asked: the desk's list, the ledger's heads, the mailbox and the queue of events, which tells of each decision and of each booking.
/// </summary>
internal static class ClaimsBench
{
    public const int DefaultCount = 5_000;

    private const double MostMemoryRatio = 1.5;
    private const int PageSize = 250;

    // Of how many decisions at each end a rate is told.
    private const int AtEachEnd = 1_000;

    // Counting a queue reads all of it: looks that come often would be a load of their own.
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_mostToDeliver = TimeSpan.FromMinutes(10);

    /// <returns>0 when all accounts agree and memory is flat.</returns>
    public static async Task<int> RunAsync(int count)
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        try
        {
            await using var azurite = await AzuriteHost.JoinAsync(
                new AzuriteOptions { DataDirectory = folder, PreferredTablePort = 0, EndsWithStarter = true }, TextWriter.Null, CancellationToken.None);
            await using var app = await ServerProcess.AppAsync(folder);
            using var client = new HttpClient { BaseAddress = app.Address, Timeout = TimeSpan.FromMinutes(5) };
            client.DefaultRequestHeaders.Add("x-functions-key", "master-local");
            var claims = new PostedClaims(client, count);
            await claims.GivenAsync();
            var rows = new LedgerRows(azurite.ConnectionString);
            var ratio = await RunAsync(claims, app, rows, count);
            await DeliveredAsync(claims, rows);
            return await CompareAsync(claims, rows, count) && ratio <= MostMemoryRatio ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> RunAsync(PostedClaims claims, ServerProcess app, LedgerRows rows, int count)
    {
        var queues = new ServiceBusAdministrationClient(rows.ServiceBusConnectionString);
        var start = Stopwatch.GetTimestamp();
        long first;
        await using (var peak = new PeakMemory(app))
        {
            await claims.PostAsync(Callers.Count);
            var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Print($"{count:N0} claims were taken in {took:F1} s, {count / took:N0}/s; {await WaitingAsync(queues, "claims"):N0} still wait; {MachineLoad.Now}");
            await UntilAsync(queues, "claims", count / 2);
            first = peak.Bytes;
        }

        await using var second = new PeakMemory(app);
        await UntilAsync(queues, "claims", 0);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Print($"decided within {seconds:F1} s; {MachineLoad.Now}");
        await UntilAsync(queues, "mail", 0);
        Print($"mailed after {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        var ratio = (double)second.Bytes / first;
        Print($"the App's memory: at most {first / 1e6:F0} MB in the first half, {second.Bytes / 1e6:F0} MB in the second, {ratio:F2} times as much (at most {MostMemoryRatio:F1})");
        return ratio;
    }

    /// <summary>Until the lanes have told all that they booked: what the queue of events did not take in time is the sweep's, some of it once its process could be dead.</summary>
    private static async Task DeliveredAsync(PostedClaims claims, LedgerRows rows)
    {
        var start = Stopwatch.GetTimestamp();
        for (var left = await rows.OutboxAsync(PostedClaims.Campaign); left > 0; left = await rows.OutboxAsync(PostedClaims.Campaign))
        {
            if (Stopwatch.GetElapsedTime(start) > s_mostToDeliver)
            {
                throw new TimeoutException($"{left} bookings were not told.");
            }

            await claims.SweepAsync();
            await Task.Delay(s_look);
        }

        Print($"told of every booking after {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s more");
    }

    private static async Task<bool> CompareAsync(PostedClaims claims, LedgerRows rows, int count)
    {
        var listed = await claims.ListAsync();
        Rates([.. listed.Select(claim => claim["decision"]?["decidedAt"]?.GetValue<DateTimeOffset>()).OfType<DateTimeOffset>().Order()]);
        var approved = listed.Where(claim => claim["status"]?.GetValue<string>() == "approved" && claim["decision"]?["amount"]?.GetValue<long>() == PostedClaims.Refund).ToList();
        var redemptions = approved.SelectMany(claim => claim["remedies"]?.AsArray() ?? []).Select(remedy => remedy?["redemptionId"]?.GetValue<string>() ?? "").ToList();
        var good = Agrees("claims listed, each once", listed.Select(claim => claim["claimId"]?.GetValue<string>()).ToList(), count);
        good &= Agrees("claims approved with a refund of its own", redemptions, count);
        good &= Agrees("uses in the ledger's heads", (await rows.HeadsAsync(PostedClaims.Campaign)).Sum(head => head.Used), count);
        good &= Agrees("mails, one to each customer", await claims.MailedAsync(), count);
        var (decided, booked) = await PublishedAsync(rows);
        good &= Agrees("events claim.decided, one for each claim", decided, count);
        good &= Agrees("events retroactive, one for each refund", booked, count);
        good &= redemptions.ToHashSet(StringComparer.Ordinal).SetEquals(booked);
        return good;
    }

    /// <summary>How fast the first were decided, and how fast the last: a desk that slows as claims grow shows here.</summary>
    private static void Rates(IReadOnlyList<DateTimeOffset> decided)
    {
        var some = Math.Min(AtEachEnd, decided.Count / 2);
        if (some > 1)
        {
            Print($"claims a second: {Rate(decided)}, the first {some:N0} {Rate([.. decided.Take(some)])}, the last {some:N0} {Rate([.. decided.TakeLast(some)])}");
        }
    }

    private static string Rate(IReadOnlyList<DateTimeOffset> decided) =>
        ((decided.Count - 1) / (decided[^1] - decided[0]).TotalSeconds).ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>The claims whose decisions the queue of events tells, and the redemptions that it tells as booked by claims.</summary>
    private static async Task<(IReadOnlyList<string> Decided, IReadOnlyList<string> Booked)> PublishedAsync(LedgerRows rows)
    {
        var (decided, booked) = (new List<string>(), new List<string>());
        await using var client = new ServiceBusClient(rows.ServiceBusConnectionString);
        await using var receiver = client.CreateReceiver("redemption-events");
        while (await receiver.PeekMessagesAsync(PageSize) is { Count: > 0 } page)
        {
            foreach (var body in page.Select(message => JsonNode.Parse(message.Body)).OfType<JsonNode>())
            {
                if (body["type"]?.GetValue<string>() == "claim.decided")
                {
                    decided.Add(body["claimId"]?.GetValue<string>() ?? "");
                }

                booked.AddRange((body["events"]?.AsArray() ?? [])
                    .Where(told => told?["kind"]?.GetValue<string>() == "retroactive")
                    .Select(told => told?["redemptionId"]?.GetValue<string>() ?? ""));
            }
        }

        return (decided, booked);
    }

    private static bool Agrees<T>(string what, IReadOnlyCollection<T> found, int count)
    {
        var distinct = found.Distinct().Count();
        var good = found.Count == count && distinct == count;
        Print($"  {what}: {found.Count:N0} ({distinct:N0} distinct), {(good ? "agrees" : "DISAGREES")}");
        return good;
    }

    private static bool Agrees(string what, long found, int count)
    {
        Print($"  {what}: {found:N0}, {(found == count ? "agrees" : "DISAGREES")}");
        return found == count;
    }

    private static async Task UntilAsync(ServiceBusAdministrationClient queues, string queue, int left)
    {
        while (await WaitingAsync(queues, queue) > left)
        {
            await Task.Delay(s_look);
        }
    }

    private static async Task<long> WaitingAsync(ServiceBusAdministrationClient queues, string queue)
    {
        var properties = (await queues.GetQueueRuntimePropertiesAsync(queue)).Value;
        return properties.ActiveMessageCount + properties.ScheduledMessageCount;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
