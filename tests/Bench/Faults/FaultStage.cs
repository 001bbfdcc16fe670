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
    public const string Campaign = "faults";

    private const int Total = 5_000;
    private static readonly TimeSpan s_mailPatience = TimeSpan.FromMinutes(6);
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

    /// <summary>Waits until every accepted claim's customer has a mail. One that failed is tried again after 30 seconds; one that SendGrid is silent about, when its client gives up.</summary>
    public async Task MailedAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (Callers.Claims.Keys.Any(who => Mail.SentTo(who).Count == 0) && Stopwatch.GetElapsedTime(start) < s_mailPatience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
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

    /// <summary>The campaign's terms.</summary>
    /// <param name="total">How many uses it has in all.</param>
    public static JsonNode? Terms(int total) => JsonNode.Parse($$"""
        { "name": "Faults", "goal": "retention", "status": "active", "currency": "EUR",
          "startsAt": "2020-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z", "timeZone": "Europe/Berlin",
          "discount": { "kind": "amount-off", "amount": 250, "appliesTo": { "target": "order" } },
          "conditions": [], "limits": { "total": {{total}}, "perCustomer": 3 }, "combinesWith": [], "announce": true }
        """);

    private async Task GivenAsync()
    {
        await MustAsync(HttpMethod.Put, "campaigns/" + Campaign, Terms(Total));
        await MustAsync(HttpMethod.Post, $"campaigns/{Campaign}/codes", new JsonObject { ["kind"] = "public", ["code"] = FaultBodies.Code });
        await Callers.RecoveredAsync(Addresses);
    }

    /// <summary>What the first App's clock shows, to the second.</summary>
    public async Task<DateTimeOffset> ClockAsync()
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(Addresses[0], "/api/openapi.json"));
        return response.Headers.Date ?? throw new InvalidDataException("The App does not say what time it is.");
    }

    /// <summary>Asks the first App, and wants a success.</summary>
    public async Task<JsonNode?> MustAsync(HttpMethod method, string path, JsonNode? body)
    {
        var (status, answer) = await Callers.SendAsync(Addresses[0], method, path, body);
        return status is "200" or "201" ? answer : throw new InvalidDataException($"{method} {path}: {status} {answer?.ToJsonString()}");
    }
}
