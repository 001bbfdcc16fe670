using PromoFunctions.Domain.Campaigns;

namespace PromoFunctions.Domain.Tests.Campaigns;

public sealed class CampaignDefinitionTests
{
    private static readonly string Contract =
        """
        {"name":"Summer tea","goal":"clear-inventory","status":"active","currency":"EUR",
        "startsAt":"2026-06-01T00:00:00+02:00","endsAt":"2026-09-01T00:00:00+02:00","timeZone":"Europe/Berlin",
        "discount":{"kind":"percent-off","percent":20,"maxAmount":2000,
        "appliesTo":{"target":"items","categories":["tea"],"skus":[],"excludeCategories":[],"excludeSkus":[],"excludeSaleItems":true}},
        "conditions":[{"kind":"minimum-subtotal","amount":2000,"of":"cart"}],
        "limits":{"total":1000,"perCustomer":1,"budget":500000},
        "combinesWith":["shipping"],"announce":true}
        """.ReplaceLineEndings("");

    [Fact]
    public void Write_TheContractsExample_IsTheSameText()
    {
        var written = Given.Json(Given.Value(Contract, CampaignDefinition.Read).Write);

        // The contract names limits before combinesWith; the order of members carries no meaning.
        Assert.Equal(Contract.Length, written.Length);
        Assert.Equal(written, Given.Json(Given.Value(written, CampaignDefinition.Read).Write));
    }

    [Fact]
    public void Read_OptionalMembersLeftOut_TakeTheirDefaults()
    {
        var definition = Given.Value(
            """
            { "name": "N", "goal": "retention", "status": "draft", "currency": "EUR", "startsAt": "2026-06-01T00:00:00Z",
              "endsAt": "2026-06-02T00:00:00Z", "timeZone": "UTC", "discount": { "kind": "free-shipping" } }
            """,
            CampaignDefinition.Read);

        Assert.Equal((Limits.None, false, null), (definition.Limits, definition.Announce, definition.Offer));
        Assert.Empty(definition.Terms.Conditions);
        Assert.Empty(definition.Terms.CombinesWith);
    }

    [Theory]
    [InlineData("2026-09-01T00:00:00+02:00", "2026-05-31T22:00:00Z", "/endsAt must be after startsAt.")]
    [InlineData("Europe/Berlin", "Europe/Atlantis", "/timeZone must be an IANA time zone, such as Europe/Berlin.")]
    [InlineData("Europe/Berlin", "../../etc/passwd", "/timeZone must be an IANA time zone, such as Europe/Berlin.")]
    [InlineData("Europe/Berlin", "W. Europe Standard Time", "/timeZone must be an IANA time zone, such as Europe/Berlin.")]
    [InlineData("\"EUR\"", "\"EUX\"", "/currency must be a currency code of ISO 4217, such as EUR.")]
    [InlineData("\"percent\":20", "\"percent\":101", "/discount/percent must be a number from 0.0001 to 100.")]
    [InlineData("\"excludeCategories\":[]", "\"excludeCategories\":[\"tea\"]", "/discount/appliesTo must not exclude everything that it includes.")]
    [InlineData("\"of\":\"cart\"", "\"of\":\"shop\"", "/conditions/0/of must be one of cart, eligible.")]
    [InlineData("\"of\":\"cart\"}", "\"of\":\"cart\"},{\"kind\":\"new-customer\"},{\"kind\":\"returning-customer\",\"minimumOrders\":1}", "/conditions/2 must not contradict /conditions/1: no order could meet both.")]
    [InlineData("\"total\":1000", "\"total\":0", "/limits/total must be a whole number from 1 to 1,000,000,000,000.")]
    [InlineData("[\"shipping\"]", "[\"delivery\"]", "/combinesWith/0 must be one of items, order, shipping.")]
    [InlineData("\"announce\":true", "\"announce\":\"yes\"", "/announce must be true or false.")]
    [InlineData("\"announce\":true", "\"announced\":true", "/announced is not known here; known are name, goal, status, currency, startsAt, endsAt, timeZone, discount, conditions, combinesWith, limits, announce, offer.")]
    [InlineData("\"name\":\"Summer tea\",", "", "/name is required.")]
    public void Read_OneThingWrong_NamesThePlace(string part, string instead, string error)
    {
        Assert.Contains(part, Contract, StringComparison.Ordinal);
        Assert.Equal([error], Given.Errors(Contract.Replace(part, instead, StringComparison.Ordinal), CampaignDefinition.Read));
    }

    [Fact]
    public void Read_SeveralThingsWrong_NamesThemAll()
    {
        var errors = Given.Errors("""{ "name": 5, "discount": { "kind": "percent-off", "percent": 0 }, "conditions": [ {} ] }""", CampaignDefinition.Read);

        Assert.Equal(
            ["/conditions/0/kind", "/currency", "/discount/appliesTo", "/discount/percent", "/endsAt", "/goal", "/name", "/startsAt", "/status", "/timeZone"],
            errors.Select(error => error.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("summer", true)]
    [InlineData("Summer_2026-b", true)]
    [InlineData("", false)]
    [InlineData("a|b", false)]
    [InlineData("a/b", false)]
    [InlineData("ä", false)]
    public void CampaignId_OfLettersDigitsHyphensAndUnderscores_IsTaken(string id, bool taken) => Assert.Equal(taken, CampaignId.TryParse(id, out _, out _));

    [Fact]
    public void CampaignId_Of64Characters_IsTakenAndOf65IsNot()
    {
        Assert.True(CampaignId.TryParse(new string('a', 64), out _, out _));
        Assert.False(CampaignId.TryParse(new string('a', 65), out _, out _));
    }
}
