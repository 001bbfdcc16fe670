using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PromoFunctions.Bench.Kill;

/// <summary>A campaign of the run.</summary>
/// <param name="Id">Its code is the same in capitals.</param>
/// <param name="Total">Its uses; more than <see cref="Orders.Scarce"/> never run out.</param>
/// <param name="PerCustomer">A customer's.</param>
internal sealed record KilledCampaign(string Id, long Total, int PerCustomer)
{
    public string Code => Id.ToUpperInvariant();
}

/// <summary>An order that was redeemed.</summary>
/// <param name="Body">What was sent.</param>
/// <param name="Text">The answer.</param>
internal sealed record MadeOrder(JsonObject Body, string Text)
{
    public string RedemptionId { get; } = JsonNode.Parse(Text)?["redemptionId"]?.GetValue<string>() ?? "";

    public string Customer { get; } = Body["customer"]?["id"]?.GetValue<string>() ?? "";

    /// <summary>What each campaign gave, in minor units.</summary>
    public IReadOnlyDictionary<string, long> Discounts { get; } = (JsonNode.Parse(Text)?["applied"] as JsonArray ?? []).ToDictionary(
        applied => applied?["campaignId"]?.GetValue<string>() ?? "",
        applied => applied?["discount"]?.GetValue<long>() ?? 0);
}

/// <summary>Orders that callers send one after the other, whoever lives. Most have one code; each tenth has two, of two campaigns.</summary>
internal sealed class Orders(MortalApps apps)
{
    public const long Scarce = 1_000;
    private const int CallerCount = 16;
    private const int CustomerCount = 2_000;

    private int _next;
    private int _refused;

    public static IReadOnlyList<KilledCampaign> Campaigns { get; } = [new("plenty", 10_000_000, 3), new("scarce", Scarce, 2)];

    /// <summary>Orders redeemed, by order id.</summary>
    public ConcurrentDictionary<string, MadeOrder> Made { get; } = new(StringComparer.Ordinal);

    /// <summary>Orders whose end nobody was told.</summary>
    public ConcurrentQueue<JsonObject> Unanswered { get; } = new();

    /// <summary>Orders that a limit refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public async Task GivenAsync()
    {
        foreach (var campaign in Campaigns)
        {
            await apps.MustAsync(HttpMethod.Put, $"/api/campaigns/{campaign.Id}", JsonNode.Parse($$"""
                { "name": "Killed", "goal": "retention", "status": "active", "currency": "EUR",
                  "startsAt": "2020-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z", "timeZone": "Europe/Berlin",
                  "discount": { "kind": "percent-off", "percent": 10, "appliesTo": { "target": "order" } },
                  "conditions": [], "limits": { "total": {{campaign.Total}}, "perCustomer": {{campaign.PerCustomer}} },
                  "combinesWith": ["order"], "announce": false }
                """));
            await apps.MustAsync(HttpMethod.Post, $"/api/campaigns/{campaign.Id}/codes", new JsonObject { ["kind"] = "public", ["code"] = campaign.Code });
        }
    }

    /// <summary>Until told to stop.</summary>
    public Task SendAsync(CancellationToken enough) => Task.WhenAll(Enumerable.Range(0, CallerCount).Select(caller => Task.Run(async () =>
    {
        while (!enough.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _next);
            await SendAsync(caller, New(number, (number % 10) switch { 0 => [0, 1], 1 or 2 => [1], _ => [0] }));
        }
    })));

    /// <summary>Whether an order landed, nobody knows but the ledger: a repeat tells, and makes it once.</summary>
    public async Task RepeatUnansweredAsync()
    {
        while (Unanswered.TryDequeue(out var body))
        {
            await SendAsync(0, body);
        }
    }

    /// <summary>Takes what the scarce campaign has left, so that it can be seen to be neither over nor under.</summary>
    public async Task UseUpAsync()
    {
        var left = Scarce - Made.Values.Count(order => order.Discounts.ContainsKey(Campaigns[1].Id));
        for (var i = 0; i < left + 10; i++)
        {
            // Customers of their own: no other limit is in the way.
            await SendAsync(i, New(CustomerCount + Interlocked.Increment(ref _next), [1], "last"));
        }
    }

    private static JsonObject New(int number, int[] campaigns, string customers = "c")
    {
        var customer = string.Create(CultureInfo.InvariantCulture, $"{customers}-{(customers == "c" ? number * 7919L % CustomerCount : number)}");
        return new()
        {
            ["orderId"] = string.Create(CultureInfo.InvariantCulture, $"o-{number}"),
            ["codes"] = new JsonArray([.. campaigns.Select(campaign => JsonValue.Create(Campaigns[campaign].Code))]),
            ["cart"] = new JsonObject
            {
                ["currency"] = "EUR",
                ["channel"] = "web",
                ["region"] = "DE",
                ["lines"] = new JsonArray(new JsonObject
                {
                    ["id"] = "1",
                    ["sku"] = "TEA-01",
                    ["categories"] = new JsonArray("tea"),
                    ["quantity"] = 1,
                    ["unitPrice"] = 1_000 + (number % 900),
                }),
            },
            ["customer"] = new JsonObject { ["id"] = customer },
            ["mode"] = "redeem",
        };
    }

    private async Task SendAsync(int place, JsonObject body)
    {
        try
        {
            var (status, text) = await apps.SendAsync(place, HttpMethod.Post, "/api/redemptions", body);
            switch (status)
            {
                case 200 or 201:
                    Made[body["orderId"]?.GetValue<string>() ?? ""] = new(body, text);
                    break;
                case 422:
                    Interlocked.Increment(ref _refused);
                    break;
                case 503:
                    Unanswered.Enqueue(body);
                    break;
                default:
                    throw new InvalidDataException($"{status} {text}");
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
        {
            Unanswered.Enqueue(body);
        }
    }
}
