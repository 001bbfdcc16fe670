using System.Text.Json.Nodes;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Tests.Asking;

public sealed class TermsJsonTests
{
    private static readonly string Definition = Given.DefinitionJson(
        Given.PercentOff("20"),
        conditions: """[ { "kind": "customer-tag", "anyOf": ["vip"] } ]""",
        limits: """{ "total": 4321, "perCustomer": 2, "budget": 987654 }""");

    [Fact]
    public void Write_TermsOfACode_HasTheContractsMembersAndNoSecrets()
    {
        var json = Terms(Given.Candidate("SUMMER20", Definition, "summer"));

        Assert.Equal(
            ["code", "campaignId", "status", "startsAt", "endsAt", "summary", "sentences", "discount", "conditions", "limits"],
            json.AsObject().Select(member => member.Key));
        Assert.Equal("""[{"kind":"customer-tag"}]""", json["conditions"]?.ToJsonString());
        Assert.Equal("""{"perCustomer":2,"uses":null}""", json["limits"]?.ToJsonString());
        Assert.Equal("20% off everything", json["summary"]?.GetValue<string>());
        Assert.All(["vip", "4321", "987654"], secret => Assert.DoesNotContain(secret, json.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Write_ACodeWithAnEndOfItsOwn_TellsThatEnd()
    {
        var own = new DateTimeOffset(2026, 7, 10, 0, 0, 0, TimeSpan.Zero);
        var personal = Given.Candidate("JANE7", Definition) with { ExpiresAt = own, BoundTo = Given.Keys.Of(Given.Customer("""{ "id": "c-17" }""")) };

        var json = Terms(personal);

        Assert.Equal(own, json["endsAt"]?.GetValue<DateTimeOffset>());
        Assert.Equal(1, json["limits"]?["uses"]?.GetValue<int>());
        Assert.Contains("10 July 2026, 02:00", json["sentences"]?.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("c-17", json.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("ended", Terms(personal, own)["status"]?.GetValue<string>());
    }

    [Fact]
    public void Sentences_OfACodeThatWorksOnce_CountTheCampaignsCodes()
    {
        var live = LiveTerms.Of(Given.Candidate("JANE7", Definition) with { BoundTo = Given.Keys.Of(Given.Customer("""{ "id": "c-17" }""")) }, Given.Noon);

        Assert.NotNull(live);
        Assert.Contains("Each customer can use 2 codes of this kind.", live.Sentences(Phrases.English));
        Assert.Equal("It works once.", live.Sentences(Phrases.English)[^1]);
        Assert.DoesNotContain("Each customer can use it 2 times.", live.Sentences(Phrases.English));
    }

    [Theory]
    [InlineData("active", CodeStatus.Active, "2026-07-01T00:00:00Z", "active")]
    [InlineData("active", CodeStatus.Active, "2026-01-01T00:00:00Z", "active")]
    [InlineData("active", CodeStatus.Paused, "2026-07-01T00:00:00Z", "paused")]
    [InlineData("paused", CodeStatus.Active, "2026-07-01T00:00:00Z", "paused")]
    [InlineData("ended", CodeStatus.Active, "2026-07-01T00:00:00Z", "ended")]
    [InlineData("active", CodeStatus.Active, "2026-08-31T21:59:59Z", "active")]
    [InlineData("active", CodeStatus.Active, "2026-08-31T22:00:00Z", "ended")]
    [InlineData("paused", CodeStatus.Voided, "2026-07-01T00:00:00Z", "voided")]
    public void Status_OfCampaignAndCode_IsTheOneThatCounts(string campaign, CodeStatus code, string at, string status)
    {
        var candidate = Given.Candidate("SUMMER20", Given.DefinitionJson(Given.PercentOff("20"), status: campaign)) with { Status = code };

        Assert.Equal(status, Terms(candidate, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture))["status"]?.GetValue<string>());
    }

    [Fact]
    public void Of_AnUnknownCodeOrADraft_IsNothing()
    {
        Assert.Null(LiveTerms.Of(new Candidate(PromoCode.Parse("NOBODY"), null), Given.Noon));
        Assert.Null(LiveTerms.Of(Given.Candidate("SOON", Given.DefinitionJson(Given.PercentOff("20"), status: "draft")), Given.Noon));
    }

    [Fact]
    public void Of_ACampaignChangedBeforeItsStart_AreTheTermsThatWillCount()
    {
        var before = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
        var changed = Given.Campaign("summer", Given.DefinitionJson(Given.PercentOff("20")))
            .Change(Given.Value(Given.DefinitionJson(Given.PercentOff("25")), CampaignDefinition.Read), before);

        var live = LiveTerms.Of(new Candidate(PromoCode.Parse("SUMMER25"), changed), before);

        Assert.NotNull(live);
        Assert.Equal("25% off everything", TermsText.Summary(live.Terms, Phrases.English));
        Assert.Equal("SUMMER25 works from 1 June 2026, 00:00 on.", live.Sentences(Phrases.English)[0]);
    }

    [Fact]
    public void Sentences_OfShippingForCertainGoods_NameTheGoods()
    {
        var shipping = Given.DefinitionJson("""{ "kind": "free-shipping", "appliesTo": { "categories": ["tea", "cups"] } }""");

        var live = LiveTerms.Of(Given.Candidate("SHIP", shipping), Given.Noon);

        Assert.NotNull(live);
        Assert.Equal(["Free shipping.", "The cart must hold something of tea or cups."], live.Sentences(Phrases.English).Take(2));
    }

    private static JsonNode Terms(Candidate candidate, DateTimeOffset? at = null)
    {
        var live = LiveTerms.Of(candidate, at ?? Given.Noon);
        Assert.NotNull(live);
        return JsonNode.Parse(Given.Json(writer => TermsJson.Write(writer, live, Phrases.English))) ?? throw new InvalidOperationException("null");
    }
}
