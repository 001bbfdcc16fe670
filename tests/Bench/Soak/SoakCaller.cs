using System.Globalization;
using System.Text.Json.Nodes;

namespace PromoFunctions.Bench.Soak;

/// <summary>A caller who does one thing after the other, as a shop's server and its helpdesk do; its sequence is its number's.</summary>
internal sealed class SoakCaller(SoakDesk desk, int number)
{
    private const int CustomerCount = 20_000;
    private readonly Random _random = new(number);
    private readonly List<(string Id, string Order)> _mine = [];
    private int _step;

    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            _step++;
            await (_random.Next(100) switch
            {
                < 50 => ValidateAsync(),
                < 68 => RedeemAsync(),
                < 76 => HoldAsync(),
                < 82 => RefundAsync(),
                < 88 => ShowAsync(),
                < 92 => desk.SendAsync(_random.Next(), "terms", HttpMethod.Get, $"codes/{Code()}/terms", null, 200),
                < 95 => desk.SendAsync(_random.Next(), "ask", HttpMethod.Post, "codes/ask", new JsonObject { ["question"] = "When does it end?", ["code"] = Code() }, 200),
                < 97 => ClaimAsync(),
                < 98 => desk.SendAsync(_random.Next(), "rubbish", HttpMethod.Post, "redemptions", new JsonObject { ["orderId"] = 7 }, 400),
                < 99 => desk.SendAsync(_random.Next(), "unknown", HttpMethod.Post, "codes/validate", Validation("NOSUCHCODE"), 200, 429),
                _ => desk.SendAsync(_random.Next(), "history", HttpMethod.Post, "customers/history", new JsonObject { ["customer"] = Customer() }, 200),
            });
        }
    }

    private string Code() => SoakDesk.Code(_random.Next(100));

    private string Name(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}-{_step}");

    private JsonObject Customer() => new() { ["email"] = string.Create(CultureInfo.InvariantCulture, $"c{_random.Next(CustomerCount)}@example.com"), ["firstName"] = "Jane" };

    private static JsonObject Cart() => new()
    {
        ["currency"] = "EUR",
        ["channel"] = "web",
        ["region"] = "DE",
        ["lines"] = new JsonArray(new JsonObject { ["id"] = "1", ["sku"] = "TEA-01", ["categories"] = new JsonArray("tea"), ["quantity"] = 2, ["unitPrice"] = 1250 }),
    };

    private JsonObject Validation(string code) => new() { ["codes"] = new JsonArray(code), ["cart"] = Cart(), ["customer"] = Customer() };

    private JsonObject Redemption(string mode)
    {
        var body = Validation(Code());
        (body["orderId"], body["mode"]) = (Name("o"), mode);
        return body;
    }

    private async Task ValidateAsync() => await desk.SendAsync(_random.Next(), "validate", HttpMethod.Post, "codes/validate", Validation(Code()), 200);

    private async Task RedeemAsync()
    {
        var body = Redemption("redeem");
        var (status, answer) = await desk.SendAsync(_random.Next(), "redeem", HttpMethod.Post, "redemptions", body, 201, 422);
        if (status != 201)
        {
            return;
        }

        desk.Redeemed(answer);
        Keep(answer);
        if (_random.Next(10) == 0)
        {
            await desk.SendAsync(_random.Next(), "redeem again", HttpMethod.Post, "redemptions", body, 200);
        }
    }

    private async Task HoldAsync()
    {
        var (status, answer) = await desk.SendAsync(_random.Next(), "hold", HttpMethod.Post, "redemptions", Redemption("hold"), 201, 422);
        if (status != 201 || answer?["redemptionId"]?.GetValue<string>() is not { } id)
        {
            return;
        }

        if (_random.Next(3) == 0)
        {
            await desk.SendAsync(_random.Next(), "release", HttpMethod.Post, $"redemptions/{id}/release", null, 200);
        }
        else if ((await desk.SendAsync(_random.Next(), "confirm", HttpMethod.Post, $"redemptions/{id}/confirm", null, 200)).Status == 200)
        {
            desk.Redeemed(answer);
            Keep(answer);
        }
    }

    private void Keep(JsonNode? redemption) => _mine.Add((redemption?["redemptionId"]?.GetValue<string>() ?? "", redemption?["orderId"]?.GetValue<string>() ?? ""));

    /// <summary>One of the two pieces, or all.</summary>
    private async Task RefundAsync()
    {
        if (_mine.Count == 0)
        {
            return;
        }

        var at = _random.Next(_mine.Count);
        var (id, _) = _mine[at];
        _mine.RemoveAt(at);
        var body = new JsonObject { ["refundId"] = Name("r") };
        if (_random.Next(2) == 0)
        {
            body["full"] = true;
        }
        else
        {
            body["lines"] = new JsonArray(new JsonObject { ["id"] = "1", ["quantity"] = 1 });
        }

        if ((await desk.SendAsync(_random.Next(), "refund", HttpMethod.Post, $"redemptions/{id}/refund", body, 200)).Status == 200)
        {
            desk.Refunded();
        }
    }

    private Task ShowAsync()
    {
        if (_mine.Count == 0)
        {
            return Task.CompletedTask;
        }

        var (id, order) = _mine[_random.Next(_mine.Count)];
        return _random.Next(2) == 0
            ? desk.SendAsync(_random.Next(), "show", HttpMethod.Get, $"redemptions/{id}", null, 200)
            : desk.SendAsync(_random.Next(), "show", HttpMethod.Get, $"redemptions?orderId={order}", null, 200);
    }

    private async Task ClaimAsync()
    {
        var claim = new JsonObject
        {
            ["claimId"] = Name("k"),
            ["kind"] = "missed-code",
            ["code"] = Code(),
            ["customer"] = Customer(),
            ["order"] = new JsonObject { ["id"] = Name("q"), ["placedAt"] = DateTimeOffset.UtcNow.AddDays(-1).ToString("O", CultureInfo.InvariantCulture), ["cart"] = Cart() },
            ["contact"] = new JsonObject { ["channel"] = "chat", ["agent"] = "kim", ["reference"] = "t", ["summary"] = "Forgot the code" },
        };
        if ((await desk.SendAsync(_random.Next(), "claim", HttpMethod.Post, "claims", claim, 202)).Status == 202)
        {
            desk.Claimed();
        }
    }
}
