using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using PromoFunctions.Bench.Running;
using PromoFunctions.Local.Azurite;

namespace PromoFunctions.Bench.Faults;

/// <summary>
/// What faults are injected into: one Azurite, an App that reaches it straight and one that reaches tables and queues through
/// proxies, and a SendGrid for both.
/// </summary>
internal sealed class FaultStage : IAsyncDisposable
{
    private const string Campaign = "faults";
    private const int Total = 5_000;
    private const int LastUses = 5;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_mailPatience = TimeSpan.FromMinutes(6);
    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private readonly DateTimeOffset _from = DateTimeOffset.UtcNow;
    private readonly List<IAsyncDisposable> _parts = [];

    private FaultStage(FaultyMail mail) => Mail = mail;

    public FaultyMail Mail { get; }

    /// <summary>Before the second App's tables; null where there is one App alone.</summary>
    public StorageProxy? Storage { get; private set; }

    /// <summary>Before the second App's queues.</summary>
    public StorageProxy? Queues { get; private set; }

    /// <summary>The process of the Azurite; 0 where it is the App's own.</summary>
    public int AzuriteId { get; private set; }

    /// <summary>Whether its clock is set while it runs.</summary>
    public bool IsClocked { get; private init; }

    public IReadOnlyList<ServerProcess> Apps { get; private set; } = [];

    public IReadOnlyList<Uri> Addresses => [.. Apps.Select(app => app.Address)];

    public FaultCallers Callers { get; } = new();

    /// <summary>Two Apps on an Azurite of the bench's own.</summary>
    public static async Task<FaultStage> TwoAsync(string folder)
    {
        var stage = new FaultStage(await FaultyMail.StartAsync());
        try
        {
            var azurite = await stage.JoinAsync(folder);
            (stage.Storage, stage.Queues) = (await StorageProxy.StartAsync(azurite.TablePort), await StorageProxy.StartAsync(azurite.TablePort));
            stage._parts.AddRange([stage.Storage, stage.Queues]);
            var port = azurite.TablePort.ToString(CultureInfo.InvariantCulture);
            string Through(string text, StorageProxy proxy) => text.Replace("127.0.0.1:" + port, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{proxy.Port}"), StringComparison.Ordinal);
            var straight = await ServerProcess.AppAsync(folder, stage.Settings());
            stage.Apps = [straight];
            stage.Apps = [straight, await ServerProcess.AppAsync(folder, stage.Settings(
                ("PromoStorage", Through(azurite.ConnectionString, stage.Storage)),

                // The runtime points what says UseDevelopmentEmulator=true at its own Azurite; with blanks it leaves it alone.
                ("ServiceBus", Through(new LedgerRows(azurite.ConnectionString).ServiceBusConnectionString, stage.Queues).Replace("Emulator=true", "Emulator = true", StringComparison.Ordinal))))];
            await stage.GivenAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>One App, and the Azurite that it starts, on a clock that can be set.</summary>
    public static async Task<FaultStage> ClockedAsync(string folder, MachineClock clock)
    {
        var stage = new FaultStage(await FaultyMail.StartAsync()) { IsClocked = true };
        try
        {
            stage.Apps = [await ServerProcess.AppAsync(folder, stage.Settings([.. clock.Environment.Select(variable => (variable.Key, variable.Value))]))];
            await stage.GivenAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>The Azurite of the folder: the one that runs, else a new one in the place of one that died.</summary>
    public async Task<AzuriteHost> JoinAsync(string folder)
    {
        var azurite = await AzuriteHost.JoinAsync(
            new AzuriteOptions { DataDirectory = folder, PreferredTablePort = 0, EndsWithStarter = true }, TextWriter.Null, CancellationToken.None);
        _parts.Add(azurite);
        AzuriteId = azurite.ProcessId;
        return azurite;
    }

    /// <summary>Waits until every claim is decided and the reports say what callers were told.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public async Task<string?> SettledAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var wrong = await WrongAsync();
            if (wrong is null || Stopwatch.GetElapsedTime(start) > s_patience)
            {
                return wrong;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }

    /// <summary>Waits until every accepted claim's customer has a mail. One that failed is tried again after 30 seconds; one that SendGrid is silent about, when its client gives up.</summary>
    public async Task MailedAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (Callers.Claims.Keys.Any(who => Mail.SentTo(who).Count == 0) && Stopwatch.GetElapsedTime(start) < s_mailPatience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }

    /// <summary>Leaves the campaign five more uses than are taken, and asks for twenty through all Apps at once.</summary>
    /// <returns>What is wrong; null when exactly five were given.</returns>
    public async Task<string?> LastUsesAsync()
    {
        await MustAsync(HttpMethod.Put, "campaigns/" + Campaign, Terms(Callers.Redeemed + Callers.Claims.Count + LastUses));
        var told = await Task.WhenAll(Enumerable.Range(0, 4 * LastUses).Select(number => Callers.TryRedeemAsync(Addresses[number % Apps.Count])));
        var statuses = string.Join(", ", told.GroupBy(answer => answer.Status).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} ×{group.Count()}")));
        return statuses == string.Create(CultureInfo.InvariantCulture, $"201 ×{LastUses}, 422 ×{3 * LastUses}") ? null : $"the last {LastUses} uses were answered {statuses}";
    }

    public async ValueTask DisposeAsync()
    {
        Callers.Dispose();
        foreach (var app in Apps)
        {
            await app.DisposeAsync();
        }

        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }

        await Mail.DisposeAsync();
    }

    private Dictionary<string, string> Settings(params (string Name, string Value)[] more) =>
        new(more.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))) { ["SendGridHost"] = Mail.Address.GetLeftPart(UriPartial.Authority) };

    private static JsonNode? Terms(int total) => JsonNode.Parse($$"""
        { "name": "Faults", "goal": "retention", "status": "active", "currency": "EUR",
          "startsAt": "2020-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z", "timeZone": "Europe/Berlin",
          "discount": { "kind": "amount-off", "amount": 250, "appliesTo": { "target": "order" } },
          "conditions": [], "limits": { "total": {{total}}, "perCustomer": 3 }, "combinesWith": [], "announce": true }
        """);

    private async Task GivenAsync()
    {
        await MustAsync(HttpMethod.Put, "campaigns/" + Campaign, Terms(Total));
        await MustAsync(HttpMethod.Post, $"campaigns/{Campaign}/codes", new JsonObject { ["kind"] = "public", ["code"] = FaultCallers.Code });
        await Callers.RecoveredAsync(Addresses);
    }

    /// <summary>What the first App's clock shows, to the second.</summary>
    public async Task<DateTimeOffset> ClockAsync()
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(Addresses[0], "/api/openapi.json"));
        return response.Headers.Date ?? throw new InvalidDataException("The App does not say what time it is.");
    }

    private async Task<string?> WrongAsync()
    {
        var (claims, paid) = (0, 0);
        for (var next = ""; next is not null;)
        {
            var page = await MustAsync(HttpMethod.Get, $"claims?limit=1000{(next.Length == 0 ? "" : "&next=" + Uri.EscapeDataString(next))}", null);
            foreach (var claim in page?["items"]?.AsArray() ?? [])
            {
                claims++;
                paid += claim?["remedies"]?.AsArray().Count(remedy => remedy?["kind"]?.GetValue<string>() == "refund") ?? 0;
                if (claim?["status"]?.GetValue<string>() is not "approved")
                {
                    return $"claim {claim?["claimId"]} is {claim?["status"]}";
                }
            }

            next = page?["next"]?.GetValue<string>();
        }

        if (claims != Callers.Claims.Count || paid != claims)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Callers.Claims.Count} claims were accepted, {claims} are listed, {paid} paid");
        }

        var (redeemed, retroactive, difference, isHidden) = (0L, 0L, 0L, false);
        for (var day = DayOf(_from.AddDays(-1)); day <= DayOf(DateTimeOffset.UtcNow.AddDays(1)); day = day.AddDays(1))
        {
            var (status, report) = await Callers.SendAsync(Addresses[0], HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"reports/daily/{day:yyyy-MM-dd}"), null);
            if (status == "404")
            {
                // Before the first books, or not begun by this clock: what a wrong clock booked there is not told before that day.
                isHidden |= day > DayOf(_from);
                continue;
            }

            difference += report?["control"]?["difference"]?.GetValue<long>() ?? 1;
            foreach (var row in report?["rows"]?.AsArray() ?? [])
            {
                redeemed += row?["redemptions"]?.GetValue<long>() ?? 0;
                retroactive += row?["retroactive"]?.GetValue<long>() ?? 0;
            }
        }

        return difference == 0 && ((redeemed - retroactive == Callers.Redeemed && retroactive == paid) || (IsClocked && isHidden))
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"told were {Callers.Redeemed} redemptions and {paid} paid claims, reports say {redeemed - retroactive} and {retroactive}, difference {difference}");
    }

    private static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, s_zone).DateTime);

    private async Task<JsonNode?> MustAsync(HttpMethod method, string path, JsonNode? body)
    {
        var (status, answer) = await Callers.SendAsync(Addresses[0], method, path, body);
        return status is "200" or "201" ? answer : throw new InvalidDataException($"{method} {path}: {status} {answer?.ToJsonString()}");
    }
}
