using System.Text.Json.Nodes;
using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>Our own records, as a claim's facts have them.</summary>
public sealed class GatherAttemptsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset Placed = new(2026, 7, 2, 10, 0, 0, TimeSpan.Zero);

    public async ValueTask InitializeAsync() => await new Desk(azurite).Tables.CreateTablesAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Facts_OfAClaimWithAnOrder_HoldTheAttemptsAndWhetherTheyWereWrong()
    {
        var desk = new Desk(azurite);
        var json = desk.Json(kind: "rejected-code");
        json["client"] = new JsonObject { ["session"] = "s-1" };
        var claim = desk.Read(json);
        var right = Attempt(Placed.AddMinutes(-2), ["minimum-subtotal"], Small(desk));
        var wrong = Attempt(Placed.AddMinutes(-1), ["minimum-subtotal"], claim.Order?.Cart);
        var failed = Attempt(Placed.AddMinutes(-3), [], null);
        desk.Attempts.Found = [wrong, right, failed];

        await desk.Process.HandleAsync(Desk.Message(json), TestContext.Current.CancellationToken);

        var facts = (await desk.FindAsync(json)).State.Facts;
        Assert.Equal(
            [(wrong.At, "minimum-subtotal", true), (right.At, "minimum-subtotal", false), (failed.At, "", true)],
            facts?.RefusedAttempts.Select(attempt => (attempt.At, string.Join(',', attempt.Reasons), attempt.Wrong)));
        Assert.Equal((Desk.Keys.Of(claim.Customer), (string?)"s-1", claim.Code, Placed.AddHours(-48), Placed), desk.Attempts.Asked);
    }

    [Fact]
    public async Task Facts_OfManyAttempts_KeepTheWrongOnesAndTheNewest()
    {
        var desk = new Desk(azurite);
        var json = desk.Json(kind: "rejected-code");
        var cart = Small(desk);
        desk.Attempts.Found = [.. Enumerable.Range(0, 150).Select(i => Attempt(Placed.AddSeconds(-i), ["minimum-subtotal"], cart)), Attempt(Placed.AddHours(-1), [], null)];

        await desk.Process.HandleAsync(Desk.Message(json), TestContext.Current.CancellationToken);

        var kept = (await desk.FindAsync(json)).State.Facts?.RefusedAttempts ?? [];
        Assert.Equal((20, Placed, Placed.AddHours(-1)), (kept.Count, kept[0].At, kept[^1].At));
        Assert.Equal([true], kept.Where(attempt => attempt.Wrong).Select(attempt => attempt.Wrong));
    }

    [Fact]
    public async Task Facts_OfAClaimWithoutAnOrder_HoldNone()
    {
        var desk = new Desk(azurite);
        var json = desk.Json(kind: "complaint");
        json.Remove("order");
        json["currency"] = "EUR";
        desk.Attempts.Found = [Attempt(Placed, [], null)];

        await desk.Process.HandleAsync(Desk.Message(json), TestContext.Current.CancellationToken);

        Assert.Empty((await desk.FindAsync(json)).State.Facts?.RefusedAttempts ?? []);
        Assert.Null(desk.Attempts.Asked);
    }

    private static CodeAttempt Attempt(DateTimeOffset at, string[] reasons, Cart? cart) => new(
        new(at, "1"),
        "p-1",
        PromoCode.Parse("SUMMER20"),
        reasons,
        new() { CampaignId = CampaignId.Parse("summer"), TermsVersion = 1 },
        cart is null ? null : new(at, cart, 0, [], null));

    /// <summary>The claim's cart, of what SUMMER20 is not for.</summary>
    private static Cart Small(Desk desk)
    {
        var json = desk.Json();
        (json["order"]?["cart"]?["lines"]?[0] ?? throw new InvalidOperationException("The sample has an order."))["categories"] = new JsonArray("coffee");
        return desk.Read(json).Order?.Cart ?? throw new InvalidOperationException("The sample has an order.");
    }
}
