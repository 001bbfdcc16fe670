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
/// account is asked: the desk's list, the ledger's heads, the mailbox and the queue of events.
/// </summary>
internal static class ClaimsBench
{
    public const int DefaultCount = 5_000;

    private const double MostMemoryRatio = 1.5;
    private const int PageSize = 250;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

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
        Print($"decided after {seconds:F1} s: {count / seconds:N0} claims a second; {MachineLoad.Now}");
        await UntilAsync(queues, "mail", 0);
        Print($"mailed after {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        var ratio = (double)second.Bytes / first;
        Print($"the App's memory: at most {first / 1e6:F0} MB in the first half, {second.Bytes / 1e6:F0} MB in the second, {ratio:F2} times as much (at most {MostMemoryRatio:F1})");
        return ratio;
    }

    private static async Task<bool> CompareAsync(PostedClaims claims, LedgerRows rows, int count)
    {
        var listed = await claims.ListAsync();
        var approved = listed.Where(claim => claim["status"]?.GetValue<string>() == "approved" && claim["decision"]?["amount"]?.GetValue<long>() == PostedClaims.Refund).ToList();
        var redemptions = approved.SelectMany(claim => claim["remedies"]?.AsArray() ?? []).Select(remedy => remedy?["redemptionId"]?.GetValue<string>()).ToList();
        var good = Agrees("claims listed, each once", listed.Select(claim => claim["claimId"]?.GetValue<string>()).ToList(), count);
        good &= Agrees("claims approved with a refund of its own", redemptions, count);
        good &= Agrees("uses in the ledger's heads", (await rows.HeadsAsync("claims")).Sum(head => head.Used), count);
        good &= Agrees("mails, one to each customer", await claims.MailedAsync(), count);
        good &= Agrees("events claim.decided, one for each claim", await PublishedAsync(rows), count);
        return good;
    }

    private static async Task<IReadOnlyList<string>> PublishedAsync(LedgerRows rows)
    {
        var ids = new List<string>();
        await using var client = new ServiceBusClient(rows.ServiceBusConnectionString);
        await using var receiver = client.CreateReceiver("redemption-events");
        while (await receiver.PeekMessagesAsync(PageSize) is { Count: > 0 } page)
        {
            ids.AddRange(page.Select(message => JsonNode.Parse(message.Body)).Where(body => body?["type"]?.GetValue<string>() == "claim.decided").Select(body => body?["claimId"]?.GetValue<string>() ?? ""));
        }

        return ids;
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
