using System.Reflection;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Domain.Tests.Asking;

public sealed class AnswerQuestionTests
{
    private static readonly string Tea = Given.DefinitionJson(
        """{ "kind": "percent-off", "percent": 20, "maxAmount": 2000, "appliesTo": { "target": "items", "categories": ["tea"], "excludeSkus": ["TEA-9"], "excludeSaleItems": true } }""",
        conditions: """[ { "kind": "channel", "channels": ["web"] }, { "kind": "minimum-subtotal", "amount": 5000 }, { "kind": "customer-tag", "anyOf": ["vip"] } ]""",
        limits: """{ "total": 1000, "perCustomer": 1, "budget": 500000 }""",
        combinesWith: """["shipping"]""");

    private static readonly string Plain = Given.DefinitionJson(Given.AmountOff(500, "order"));

    [Theory]
    [InlineData(Topic.Channel, "SUMMER20 works online only.")]
    [InlineData(Topic.Expiry, "SUMMER20 works from 1 June 2026, 00:00 until 1 September 2026, 00:00 (Europe/Berlin).")]
    [InlineData(Topic.Minimum, "The order must come to at least €50.00 before discount, without shipping.")]
    [InlineData(Topic.Quantity, "SUMMER20 asks for no number of items.")]
    [InlineData(Topic.Products, "SUMMER20 applies to tea. Excluded are TEA-9. Items on sale are excluded.")]
    [InlineData(Topic.Customer, "SUMMER20 is reserved for certain customers.")]
    [InlineData(Topic.Combining, "SUMMER20 can be used together with codes for shipping.")]
    [InlineData(Topic.Usage, "Each customer can use it once.")]
    [InlineData(Topic.Value, "SUMMER20 gives: 20% off tea. It takes off at most €20.00.")]
    public void About_EachTopic_TellsWhatTheTermsSay(Topic topic, string answer) => Assert.Equal(answer, Answer(topic, Tea).Text);

    [Theory]
    [InlineData(Topic.Channel, "SUMMER20 works on every channel and for deliveries everywhere.")]
    [InlineData(Topic.Minimum, "SUMMER20 has no minimum order value.")]
    [InlineData(Topic.Products, "SUMMER20 applies to your order.")]
    [InlineData(Topic.Customer, "SUMMER20 works for every customer.")]
    [InlineData(Topic.Combining, "SUMMER20 cannot be used together with other codes.")]
    [InlineData(Topic.Usage, "SUMMER20 can be used by the same customer more than once.")]
    public void About_TermsThatAskNothing_SaysSo(Topic topic, string answer) => Assert.Equal(answer, Answer(topic, Plain).Text);

    [Theory]
    [InlineData(4999, "The order must come to at least €50.00 before discount, without shipping. Add €0.01 more to use SUMMER20.")]
    [InlineData(5000, "The order must come to at least €50.00 before discount, without shipping. This cart meets that.")]
    public void About_TheMinimumOfACart_SaysWhatIsMissing(long price, string answer) =>
        Assert.Equal(answer, Answer(Topic.Minimum, Tea, Given.Cart([$"TEA-1 tea 1 {price}"])).Text);

    [Fact]
    public void About_TheMinimumOfACartInAnotherCurrency_ClaimsNothingAboutIt() => Assert.Equal(
        "The order must come to at least €50.00 before discount, without shipping.",
        Answer(Topic.Minimum, Tea, Given.Cart(["TEA-1 tea 1 9000"], currency: "USD")).Text);

    [Fact]
    public void About_WhatTheDiscountItselfAsks_IsTold()
    {
        var three = Given.DefinitionJson("""{ "kind": "buy-get", "buyQuantity": 2, "getQuantity": 1, "percent": 100, "appliesTo": { "target": "items" } }""");
        var tiers = Given.DefinitionJson("""{ "kind": "spend-tiers", "tiers": [ { "minimum": 3000, "percent": 5 } ], "appliesTo": { "target": "order" } }""");

        Assert.Equal("The cart must hold at least 3 items that it applies to. Add 1 more item of what SUMMER20 applies to (everything) to use it.", Answer(Topic.Quantity, three, Given.Cart(["TEA-1 tea 2 1000"])).Text);
        Assert.Equal("The order must come to at least €30.00 before discount, without shipping.", Answer(Topic.Minimum, tiers).Text);
    }

    [Fact]
    public void About_WhyNotWithACart_GivesEveryReasonAndItsFacts()
    {
        var answer = Answer(Topic.WhyNot, Tea, Given.Cart(["CUP-1 cups 1 1000"], channel: "store"), """{ "id": "c-1" }""");

        Assert.Equal([RefusalCodes.Channel, RefusalCodes.MinimumSubtotal, RefusalCodes.CustomerTag, RefusalCodes.NoEligibleItems], answer.Reasons.Select(reason => reason.Code));
        Assert.Equal(string.Join(' ', answer.Reasons.Select(reason => reason.Message)), answer.Text);
    }

    [Fact]
    public void About_WhyNotWithACartOnWhichItWorks_SaysWhatItTakesOff() =>
        Assert.Equal("SUMMER20 takes €5.00 off this cart.", Answer(Topic.WhyNot, Plain, Given.Cart(["TEA-1 tea 1 1000"])).Text);

    [Fact]
    public void About_WhyNotWithoutACart_TellsWhatIsAskedFor() => Assert.StartsWith(
        "SUMMER20 works at the moment; what it asks for is this: 20% off tea.",
        Answer(Topic.WhyNot, Tea).Text,
        StringComparison.Ordinal);

    [Fact]
    public void About_ValueWithACart_GivesTheAmount()
    {
        var answer = Answer(Topic.Value, Plain, Given.Cart(["TEA-1 tea 1 300"]));

        Assert.Equal("SUMMER20 gives: €5.00 off your order. SUMMER20 takes €3.00 off this cart.", answer.Text);
        Assert.Equal(300, answer.Facts.WholeOf("discount"));
    }

    [Theory]
    [InlineData(Topic.Channel, "SUMMER20 ended on 1 September 2026, 00:00. SUMMER20 works online only.")]
    [InlineData(Topic.Expiry, "SUMMER20 ended on 1 September 2026, 00:00.")]
    [InlineData(Topic.WhyNot, "SUMMER20 ended on 1 September 2026, 00:00.")]
    public void About_ACodeThatEnded_SaysThatFirst(Topic topic, string answer) =>
        Assert.Equal(answer, Answer(topic, Tea, at: new DateTimeOffset(2026, 8, 31, 22, 0, 0, TimeSpan.Zero)).Text);

    [Fact]
    public void About_ACustomerWithoutACart_LooksAtTheCustomer()
    {
        var newOnly = Given.DefinitionJson(Given.AmountOff(500, "order"), conditions: """[ { "kind": "new-customer" } ]""");

        Assert.Equal("SUMMER20 works for a first order only.", Answer(Topic.Customer, newOnly, customer: """{ "id": "c-1", "ordersPlaced": 0 }""").Text);
        Assert.Equal([RefusalCodes.NewCustomersOnly], Answer(Topic.Customer, newOnly, customer: """{ "id": "c-1", "ordersPlaced": 1 }""").Reasons.Select(reason => reason.Code));
    }

    [Theory]
    [InlineData("""["items"]""", "order", "SUMMER20 can be used together with BIG5.", true)]
    [InlineData("""[]""", "order", "SUMMER20 cannot be used together with BIG5. It can be used together with codes for the whole order.", false)]
    [InlineData("""["items"]""", "items", "SUMMER20 cannot be used together with BIG5. It can be used together with codes for the whole order.", false)]
    public void About_CombiningWithACodeThatTheQuestionNames_SaysWhetherTheTwoGoTogether(string combinesWith, string target, string answer, bool combines)
    {
        var own = Given.DefinitionJson(Given.PercentOff("20"), combinesWith: """["order"]""");
        var other = Given.Candidate("BIG5", Given.DefinitionJson(Given.AmountOff(500, target), combinesWith: combinesWith), "big");

        var told = AnswerQuestion.About(
            Topic.Combining,
            new AskedAbout(Live("SUMMER20", own), null, null, null, Phrases.English) { Other = LiveTerms.Of(other, Given.Noon) });

        Assert.Equal(answer, told.Text);
        Assert.Contains($$""""with":["BIG5"],"combines":{{(combines ? "true" : "false")}}"""", Given.Json(told.Facts.Write), StringComparison.Ordinal);
    }

    [Fact]
    public void About_CombiningWithACodeThatIsOver_SaysSo()
    {
        var own = Given.DefinitionJson(Given.PercentOff("20"), combinesWith: """["order"]""");
        var over = Given.Candidate("BIG5", Given.DefinitionJson(Given.AmountOff(500, "order"), combinesWith: """["items"]""", endsAt: "2026-06-02T00:00:00Z"), "big");

        var told = AnswerQuestion.About(
            Topic.Combining,
            new AskedAbout(Live("SUMMER20", own), null, null, null, Phrases.German) { Other = LiveTerms.Of(over, Given.Noon) });

        Assert.StartsWith("SUMMER20 lässt sich mit BIG5 verbinden. BIG5 ", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void About_UsageOfAKnownCustomer_TellsWhatIsLeft()
    {
        var twice = Given.DefinitionJson(Given.AmountOff(500, "order"), limits: """{ "perCustomer": 2 }""");

        Assert.Equal("Each customer can use it 2 times. You can use it 1 more time.", Answer(Topic.Usage, twice, customer: """{ "id": "c-1" }""", left: new LimitsLeft(null, null, 1)).Text);
        Assert.StartsWith("You have used SUMMER20 already;", Answer(Topic.Usage, twice, customer: """{ "id": "c-1" }""", left: new LimitsLeft(null, null, 0)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void About_AnyTopicInAnyLanguage_SaysNothingSecret()
    {
        foreach (var phrases in Phrases.All)
        {
            foreach (var topic in Enum.GetValues<Topic>())
            {
                var json = Given.Json(writer => AnswerJson.Write(writer, Answer(topic, Tea, Given.Cart(["CUP-1 cups 1 1000"]), """{ "id": "c-1" }""", phrases: phrases)));
                Assert.DoesNotContain("vip", json, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("500000", json, StringComparison.Ordinal);
                Assert.DoesNotContain("1000,", json.Replace("\"actual\":1000,", "", StringComparison.Ordinal), StringComparison.Ordinal);
                Assert.DoesNotContain(phrases == Phrases.German ? "It " : "Er ", json, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Reasons_OfEveryCode_HaveATopic() => Assert.All(
        typeof(RefusalCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => Assert.IsType<string>(field.GetValue(null))),
        code => Assert.True(Enum.IsDefined(ReasonTopics.TopicOf(code))));

    private static LiveTerms Live(string code, string definition) =>
        LiveTerms.Of(Given.Candidate(code, definition), Given.Noon) ?? throw new InvalidOperationException("The code has no terms.");

    private static QuestionAnswer Answer(
        Topic topic,
        string definition,
        Cart? cart = null,
        string? customer = null,
        DateTimeOffset? at = null,
        LimitsLeft? left = null,
        Phrases? phrases = null)
    {
        var live = LiveTerms.Of(Given.Candidate("SUMMER20", definition) with { Limits = left }, at ?? Given.Noon);
        Assert.NotNull(live);
        var who = customer is null ? null : Given.Customer(customer);
        return AnswerQuestion.About(topic, new AskedAbout(live, cart, who, Given.Keys.Of(who), phrases ?? Phrases.English));
    }
}
