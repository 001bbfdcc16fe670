using System.Text.RegularExpressions;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Tests.Language;

public sealed partial class PhrasesTests
{
    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("de", "de")]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", "de")]
    [InlineData("en-GB,de;q=0.9", "en")]
    [InlineData("en;q=0.5,DE;q=0.7", "de")]
    [InlineData("fr,de;q=0.3", "de")]
    [InlineData("fr", "en")]
    [InlineData("de;q=0", "en")]
    [InlineData("de;q=nonsense", "en")]
    [InlineData("*", "en")]
    [InlineData(";;;,,,", "en")]
    public void ForAcceptLanguage_AHeader_IsTheBestOfOurs(string? header, string language) =>
        Assert.Equal(language, Phrases.ForAcceptLanguage(header).Language);

    [Fact]
    public void Translations_OfEverySentence_AreThereAndAskForTheSameValues()
    {
        Assert.Equal(Phrases.English.Keys.Order(StringComparer.Ordinal), Phrases.German.Keys.Order(StringComparer.Ordinal));
        Assert.All(
            Phrases.English.Keys,
            key => Assert.Equal(Names(Raw(Phrases.English, key)), Names(Raw(Phrases.German, key))));
        Assert.NotEqual(Raw(Phrases.English, "unknown-code.refusal"), Raw(Phrases.German, "unknown-code.refusal"));
    }

    [Theory]
    [InlineData(0, "EUR", "€0.00", "0,00\u00A0€")]
    [InlineData(5, "EUR", "€0.05", "0,05\u00A0€")]
    [InlineData(125000, "EUR", "€1,250.00", "1.250,00\u00A0€")]
    [InlineData(100000000, "USD", "$1,000,000.00", "1.000.000,00\u00A0$")]
    [InlineData(1250, "JPY", "¥1,250", "1.250\u00A0¥")]
    [InlineData(1250, "KWD", "KWD\u00A01.250", "1,250\u00A0KWD")]
    [InlineData(999, "CHF", "CHF\u00A09.99", "9,99\u00A0CHF")]
    [InlineData(-125000, "EUR", "-€1,250.00", "-1.250,00\u00A0€")]
    [InlineData(1_000_000_000_000_000, "EUR", "€10,000,000,000,000.00", "10.000.000.000.000,00\u00A0€")]
    [InlineData(long.MinValue, "JPY", "-¥9,223,372,036,854,775,808", "-9.223.372.036.854.775.808\u00A0¥")]
    public void Money_InEachLanguage_IsWrittenItsWay(long amount, string currency, string english, string german)
    {
        Assert.Equal(english, Phrases.English.Money(amount, Currency.Of(currency)));
        Assert.Equal(german, Phrases.German.Money(amount, Currency.Of(currency)));
    }

    [Fact]
    public void Instant_InAZone_ShowsThatZonesClock()
    {
        var instant = new DateTimeOffset(2026, 2, 28, 23, 5, 59, TimeSpan.Zero);
        var berlin = CampaignZone.Parse("Europe/Berlin").Info;

        Assert.Equal("1 March 2026, 00:05", Phrases.English.Instant(instant, berlin));
        Assert.Equal("1. März 2026, 00:05 Uhr", Phrases.German.Instant(instant, berlin));
        Assert.StartsWith("31 December 9999", Phrases.English.Instant(new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero), berlin), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_OfOneTwoAndThree_AreJoined()
    {
        Assert.Equal(["", "a", "a and b", "a, b and c"], Lists().Select(Phrases.English.And));
        Assert.Equal(["", "a", "a oder b", "a, b oder c"], Lists().Select(Phrases.German.Or));

        static IEnumerable<string[]> Lists() => [[], ["a"], ["a", "b"], ["a", "b", "c"]];
    }

    [Fact]
    public void Say_AValueThatLooksLikeAName_StaysAsItIs() => Assert.Equal(
        "We do not know the code {suggestion}. Did you mean X?",
        Phrases.English.Say("unknown-code.near-miss", ("code", "{suggestion}"), ("suggestion", "X")));

    [Fact]
    public void Say_AMissingSentenceOrValue_Throws()
    {
        Assert.Throws<KeyNotFoundException>(() => Phrases.English.Say("no-such-sentence"));
        Assert.Throws<KeyNotFoundException>(() => Phrases.English.Say("unknown-code.refusal"));
    }

    [Fact]
    public void Sentences_OfTheContractsCampaign_SayEverythingAShopperMayKnow()
    {
        var definition = Given.Value(
            Given.DefinitionJson(
                """{ "kind": "percent-off", "percent": 20, "maxAmount": 2000, "appliesTo": { "target": "items", "categories": ["tea"], "excludeSkus": ["TEA-9"], "excludeSaleItems": true } }""",
                conditions: """[ { "kind": "minimum-subtotal", "amount": 2000 }, { "kind": "customer-tag", "anyOf": ["vip"] } ]""",
                limits: """{ "total": 1000, "perCustomer": 1, "budget": 500000 }""",
                combinesWith: """["shipping"]"""),
            CampaignDefinition.Read);

        Assert.Equal(
            [
                "20% off tea.",
                "It takes off at most €20.00.",
                "Excluded are TEA-9.",
                "Items on sale are excluded.",
                "The order must come to at least €20.00 before discount, without shipping.",
                "It is reserved for certain customers.",
                "It works from 1 June 2026, 00:00 until 1 September 2026, 00:00 (Europe/Berlin).",
                "Each customer can use it once.",
                "It can be used together with codes for shipping.",
            ],
            TermsText.Sentences(definition.Terms, definition.Limits, worksOnce: false, Phrases.English));
        Assert.All(TermsText.Sentences(definition.Terms, definition.Limits, worksOnce: true, Phrases.German), sentence => Assert.DoesNotContain("It ", sentence, StringComparison.Ordinal));
    }

    private static string Raw(Phrases phrases, string key)
    {
        string[] names =
        [
            "agent", "amount", "at", "buy", "channel", "channels", "claim", "classes", "code", "count", "currency", "date", "day", "days", "deadline", "end", "first", "from", "get", "gives", "kind", "last", "ledger", "minimum", "missing", "month", "most", "name",
            "names", "other", "others", "percent", "period", "place", "price", "regions", "reported", "scope", "shop", "start", "suggestion", "summary", "time", "title", "to", "week", "weekday", "year", "zone",
        ];
        return phrases.Say(key, [.. names.Select(name => (name, $"<{name}>"))]);
    }

    private static string[] Names(string sentence) => [.. Placeholder().Matches(sentence).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex("<[a-z]+>")]
    private static partial Regex Placeholder();
}
