using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using PromoFunctions.Bench.Running;
using PromoFunctions.Local.Azurite;

namespace PromoFunctions.Bench.Redeem;

/// <summary>
/// Redeeming a hot public code with <c>total</c> and <c>perCustomer</c>, every order by a customer of its own, 64 callers:
/// the ledger beside a plain read-check-write loop, on one Azurite, in one run, in turn. Every round is proven exact.
/// </summary>
internal static class RedeemBench
{
    private const int Uses = 1_000;
    private const int WarmUses = 500;
    private const int RoundCount = 5;
    private const int Standing = 50_000;
    private const int StandingRounds = 3;
    private const double LeastRatio = 5;
    private const double LeastOfEmpty = 0.7;

    /// <summary>The parts, in the order in which they run.</summary>
    private static readonly (string Name, Func<AzuriteHost, string, Task<bool>> Run)[] s_parts =
    [
        ("in-process", (azurite, _) => InProcessAsync(azurite)),
        ("http", OverHttpAsync),
        ("standing", (azurite, _) => StandingAsync(azurite)),
    ];

    /// <param name="only">The one part to run; null for all.</param>
    /// <returns>0 when every round was exact and the ratios reach what is asked for.</returns>
    public static async Task<int> RunAsync(string? only)
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        try
        {
            await using var azurite = await JoinAsync(folder);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Callers.Count} callers, {MachineLoad.Now}; every ledger figure with and without the delivery of its outbox, the loop has none"));
            var good = true;
            foreach (var (_, run) in s_parts.Where(part => only is null || part.Name == only))
            {
                good &= await run(azurite, folder);
            }

            Console.WriteLine(MachineLoad.Now);
            return good ? 0 : 1;
        }
        catch (InvalidDataException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Tries pauses for the loop, so that it is measured at its best.</summary>
    public static async Task<int> TuneAsync()
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        try
        {
            await using var azurite = await JoinAsync(folder);
            var comparison = new Comparison(new(("Azurite", azurite.ProcessId)));
            var pauses = new[] { 250, 1_000, 2_000, 4_000 }.SelectMany(cap => new[] { 8, 16, 32, 64 }.Select(first => new BackOff(first, cap))).ToList();
            var tried = pauses.ToDictionary(pause => pause, _ => new List<Figures>());
            await comparison.WarmAsync(WarmUses, [new LoopInProcess(azurite.ConnectionString, BackOff.Tuned)]);
            for (var round = 0; round < StandingRounds; round++)
            {
                foreach (var pause in pauses)
                {
                    var loop = new LoopInProcess(azurite.ConnectionString, pause);
                    tried[pause].Add(await comparison.RoundAsync(loop, await comparison.NewAsync(loop, WarmUses), "o", WarmUses + Callers.Count, WarmUses));
                }
            }

            foreach (var pause in pauses)
            {
                var figures = Figures.Median(tried[pause]);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first {pause.First,3} ms, cap {pause.Cap,5} ms: {figures.PerSecond,5:N0}/s, p50 {figures.P50,6:N0} ms, p99 {figures.P99,6:N0} ms"));
            }

            Console.WriteLine(MachineLoad.Now);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> InProcessAsync(AzuriteHost azurite)
    {
        var comparison = new Comparison(new(("callers and ledger or loop", Environment.ProcessId), ("Azurite", azurite.ProcessId)));
        IContender[] contenders = [new LedgerInProcess(azurite.ConnectionString), new LoopInProcess(azurite.ConnectionString, BackOff.Tuned)];
        await comparison.WarmAsync(WarmUses, contenders);
        var good = Report("In process", contenders, await comparison.RunAsync(RoundCount, Uses, contenders));
        foreach (var contender in contenders)
        {
            using var requests = new StorageRequests();
            var campaign = await comparison.NewAsync(contender, Uses);
            await using (var round = await contender.BeginAsync(campaign))
            {
                await Callers.RunAsync(Uses, Callers.Count, (caller, order) => round.RedeemAsync(caller, $"{campaign}-{order}", $"c-{campaign}-{order}"));
                await round.DrainAsync(Uses);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  storage requests of {contender.Name}: {requests.Total / (double)Uses:F2} a redemption, outbox included"));
            Console.WriteLine(requests.Text(Uses));
        }

        return good;
    }

    private static async Task<bool> OverHttpAsync(AzuriteHost azurite, string folder)
    {
        var rows = new LedgerRows(azurite.ConnectionString);
        var loop = new LoopInProcess(azurite.ConnectionString, BackOff.Tuned);
        await using var app = await ServerProcess.AppAsync(folder);
        await using var bare = await ServerProcess.SelfAsync(PlainServer.Role, azurite.ConnectionString);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("x-functions-key", "marketing-local");
        var comparison = new Comparison(new(("callers", Environment.ProcessId), ("App", app.ProcessId), ("loop's server", bare.ProcessId), ("Azurite", azurite.ProcessId)));
        IContender[] contenders =
        [
            new OverHttp(
                "App, over HTTP",
                app.Address,
                async (campaign, total) =>
                {
                    await SendAsync(client, HttpMethod.Put, new Uri(app.Address, $"/api/campaigns/{campaign}"), Sample.Campaign(total));
                    await SendAsync(client, HttpMethod.Post, new Uri(app.Address, $"/api/campaigns/{campaign}/codes"), Encoding.UTF8.GetBytes($$"""{ "kind": "public", "code": "{{Sample.CodeOf(campaign)}}" }"""));
                },
                async (campaign, standing) =>
                {
                    // A row of the journal is written after its orders' decisions.
                    while (await rows.JournalledAsync(campaign) < standing)
                    {
                        await Task.Delay(50);
                    }
                },
                async campaign =>
                {
                    // An idle lane deletes its delivered rows within half a second.
                    while (await rows.OutboxAsync(campaign) > 0)
                    {
                        await Task.Delay(50);
                    }

                    return await rows.CountAsync(campaign);
                }),
            new OverHttp(
                "plain loop, over HTTP",
                bare.Address,
                async (campaign, total) =>
                {
                    await loop.GivenAsync(campaign, total);
                    await SendAsync(client, HttpMethod.Post, new Uri(bare.Address, PlainServer.Given(campaign)), []);
                },
                (_, _) => Task.CompletedTask,
                loop.CountAsync),
        ];
        await comparison.WarmAsync(WarmUses, contenders);
        return Report("Over HTTP", contenders, await comparison.RunAsync(RoundCount, Uses, contenders));
    }

    /// <summary>The rate with so many redemptions of the same campaign beside the rate of the campaign when it was new.</summary>
    private static async Task<bool> StandingAsync(AzuriteHost azurite)
    {
        var comparison = new Comparison(new(("callers and ledger", Environment.ProcessId), ("Azurite", azurite.ProcessId)));
        var ledger = new LedgerInProcess(azurite.ConnectionString);
        var empty = new List<Figures>();
        var full = new List<Figures>();
        for (var round = 0; round < StandingRounds; round++)
        {
            var small = await comparison.NewAsync(ledger, Standing + Uses);
            empty.Add(await comparison.RoundAsync(ledger, small, "o", Uses, Uses));
        }

        var campaign = await comparison.NewAsync(ledger, Standing + (Uses * StandingRounds));
        var fill = await comparison.RoundAsync(ledger, campaign, "standing", Standing, Standing);
        Console.WriteLine(fill.Text($"the {Standing:N0} themselves"));
        for (var round = 0; round < StandingRounds; round++)
        {
            var last = round == StandingRounds - 1;
            full.Add(await comparison.RoundAsync(ledger, campaign, $"full{round}", last ? Uses + Callers.Count : Uses, Uses, Standing + (Uses * round)));
        }

        var (before, after) = (Figures.Median(empty), Figures.Median(full));
        Console.WriteLine(before.Text("the campaign when new"));
        Console.WriteLine(after.Text($"at {Standing:N0} redeemed"));
        var ratio = after.Drained / before.Drained;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ratio {after.PerSecond / before.PerSecond:F2} to the answers, {ratio:F2} with the outbox drained (at least {LeastOfEmpty:F1})"));
        return ratio >= LeastOfEmpty;
    }

    private static bool Report(string title, IContender[] contenders, Figures[] figures)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: total {Uses}, {RoundCount} rounds in turn, medians; {MachineLoad.Now}"));
        for (var i = 0; i < contenders.Length; i++)
        {
            Console.WriteLine(figures[i].Text(contenders[i].Name));
        }

        var ratio = figures[0].Drained / figures[1].Drained;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  ratio {figures[0].PerSecond / figures[1].PerSecond:F1} to the answers, {ratio:F1} with the outbox drained inside the measured time (at least {LeastRatio:F0}); exactly {Uses} of {Uses} in every round on both sides"));
        return ratio >= LeastRatio;
    }

    /// <summary>On disk, as a developer's; it ends with the benchmark.</summary>
    private static Task<AzuriteHost> JoinAsync(string folder) => AzuriteHost.JoinAsync(
        new AzuriteOptions { DataDirectory = folder, PreferredTablePort = 0, EndsWithStarter = true }, Console.Error, CancellationToken.None);

    private static async Task SendAsync(HttpClient client, HttpMethod method, Uri address, byte[] body)
    {
        using var request = new HttpRequestMessage(method, address)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        using var response = await client.SendAsync(request);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidDataException($"{method} {address}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }
}
