using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.App.Tests.Validation;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Attempts;

/// <summary>Which codes of a validation are noted.</summary>
public sealed class RecordAttemptsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly CountedShop _shop = new(azurite.ConnectionString);

    public async ValueTask InitializeAsync() => await _shop.CreateAsync();

    public async ValueTask DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Validation_ThatRefusesSome_NotesThoseWithWhatWasKnownOfThem()
    {
        var (applied, good) = await _shop.CampaignAsync();
        var (campaign, bad) = await _shop.CampaignAsync("""{ "total": 5, "perCustomer": 2 }""", currency: "USD");

        await _shop.ValidateAsync("jane", [good, bad, "NOSUCHCODE"]);

        var sent = Assert.Single(_shop.Attempts.Added);
        Assert.Equal(CountedShop.Keys.Of(Customer.Unknown with { Email = "jane@example.com" }), sent.Customer);
        Assert.Equal([bad, "NOSUCHCODE"], sent.Codes.Select(code => code.Code.Value).Order(StringComparer.Ordinal).Reverse());
        var refused = sent.Codes.Single(code => code.Code.Value == bad);
        Assert.Equal(["currency"], refused.Reasons);
        Assert.True(refused.NamesNobody);
        Assert.Equal((campaign, 1, 2, 5L), (refused.Standing.CampaignId, refused.Standing.TermsVersion, refused.Standing.PerCustomer, refused.Standing.Limits?.Total));
        Assert.Equal([applied], refused.Standing.Beside.Select(beside => beside.CampaignId));
        var unknown = sent.Codes.Single(code => code.Code.Value == "NOSUCHCODE");
        Assert.Equal((false, null), (unknown.NamesNobody, unknown.Standing.CampaignId));
        Assert.Equal(["unknown-code"], unknown.Reasons);
    }

    [Fact]
    public async Task Validation_OfASessionAlone_IsNotedUnderIt()
    {
        var (_, code) = await _shop.CampaignAsync(currency: "USD");

        await _shop.ValidateAsync(null, [code]);

        var sent = Assert.Single(_shop.Attempts.Added);
        Assert.Null(sent.Customer);
        Assert.NotNull(sent.Session);
    }

    [Fact]
    public async Task Validation_OfNobodyOrOfCodesThatApply_IsNotNoted()
    {
        var (_, good) = await _shop.CampaignAsync();
        var (_, bad) = await _shop.CampaignAsync(currency: "USD");

        await _shop.ValidateAsync("jane", [good]);
        await _shop.ValidateAsync("jane", []);
        await _shop.ValidateAsync(null, [bad], session: null);

        Assert.Empty(_shop.Attempts.Added);
    }

    [Fact]
    public async Task Validation_ThatFailsByOurFault_IsNotedWithoutReasons()
    {
        var (_, code) = await _shop.CampaignAsync();
        var start = _shop.Now;

        _shop.Cut();
        await Assert.ThrowsAnyAsync<Exception>(() => _shop.ValidateAsync("jane", [code, code, "NOSUCHCODE"]));

        var sent = Assert.Single(_shop.Attempts.Added);
        Assert.Equal((start, start), (sent.At, sent.EvaluatedAt));
        Assert.Equal([(code, 0), ("NOSUCHCODE", 0)], sent.Codes.Select(attempt => (attempt.Code.Value, attempt.Reasons.Count)));
    }
}
