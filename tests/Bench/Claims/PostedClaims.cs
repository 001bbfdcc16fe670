using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace PromoFunctions.Bench.Claims;

/// <summary>The claims that a benchmark posts: each of another customer, on another order, for the same code.</summary>
internal sealed class PostedClaims(HttpClient client, int count)
{
    public const long Refund = 500;
    public const string Campaign = "claims";

    private const string Code = "CLAIMED5";

    /// <summary>A campaign of 5.00 off, without limits.</summary>
    public async Task GivenAsync()
    {
        await SendAsync(HttpMethod.Put, $"/api/campaigns/{Campaign}", new JsonObject
        {
            ["name"] = "Claims",
            ["goal"] = "retention",
            ["status"] = "active",
            ["currency"] = "EUR",
            ["startsAt"] = At(DateTimeOffset.UtcNow.AddDays(-30)),
            ["endsAt"] = At(DateTimeOffset.UtcNow.AddDays(30)),
            ["timeZone"] = "Europe/Berlin",
            ["discount"] = new JsonObject { ["kind"] = "amount-off", ["amount"] = Refund, ["appliesTo"] = new JsonObject { ["target"] = "order" } },
        });
        await SendAsync(HttpMethod.Post, $"/api/campaigns/{Campaign}/codes", new JsonObject { ["kind"] = "public", ["code"] = Code });
    }

    /// <summary>Posts all of them, so many at once.</summary>
    public Task PostAsync(int callers)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < count)
            {
                await SendAsync(HttpMethod.Post, "/api/claims", Claim(number));
            }
        })));
    }

    /// <summary>Has the App look at what was left.</summary>
    public Task SweepAsync() => SendAsync(HttpMethod.Post, "/admin/functions/SweepExpirations", new JsonObject());

    /// <summary>All claims that the desk lists.</summary>
    public async Task<IReadOnlyList<JsonNode>> ListAsync()
    {
        var found = new List<JsonNode>();
        string? next = "";
        while (next is not null)
        {
            var page = JsonNode.Parse(await client.GetStringAsync(new Uri($"/api/claims?limit=1000&next={next}", UriKind.Relative)));
            found.AddRange((page?["items"]?.AsArray() ?? []).OfType<JsonNode>());
            next = page?["next"]?.GetValue<string>();
        }

        return found;
    }

    /// <summary>Every address that a mail went to, as often as one did.</summary>
    public async Task<IReadOnlyList<string>> MailedAsync()
    {
        var found = new List<string>();
        string? next = "";
        while (next is not null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/local/mail?limit=1000&next={next}", UriKind.Relative));
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await client.SendAsync(request);
            var page = JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
            found.AddRange((page?["items"]?.AsArray() ?? []).Select(mail => mail?["to"]?.GetValue<string>() ?? ""));
            next = page?["next"]?.GetValue<string>();
        }

        return found;
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"b-{number}");

    private static string At(DateTimeOffset instant) => instant.ToString("O", CultureInfo.InvariantCulture);

    private static JsonObject Claim(int number) => new()
    {
        ["claimId"] = Id(number),
        ["kind"] = "missed-code",
        ["code"] = Code,
        ["customer"] = new JsonObject { ["email"] = Id(number) + "@example.com", ["firstName"] = "Jane" },
        ["order"] = new JsonObject
        {
            ["id"] = "o-" + Id(number),
            ["placedAt"] = At(DateTimeOffset.UtcNow.AddDays(-1)),
            ["cart"] = new JsonObject
            {
                ["currency"] = "EUR",
                ["channel"] = "web",
                ["region"] = "DE",
                ["lines"] = new JsonArray(new JsonObject { ["id"] = "1", ["sku"] = "TEA-01", ["categories"] = new JsonArray("tea"), ["quantity"] = 2, ["unitPrice"] = 1250 }),
            },
        },
        ["contact"] = new JsonObject { ["channel"] = "chat", ["agent"] = "kim", ["reference"] = "ticket-" + Id(number), ["summary"] = "Forgot the code" },
    };

    private async Task SendAsync(HttpMethod method, string path, JsonNode body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json")),
        };
        using var response = await client.SendAsync(request);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidDataException($"{method} {path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }
}
