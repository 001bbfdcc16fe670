using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Tests.Evaluation;

/// <summary>The examples that the contract gives, to the letter.</summary>
public sealed class WorkedExampleTests
{
    private static readonly string Summer = Given.DefinitionJson(
        """
        { "kind": "percent-off", "percent": 20, "maxAmount": 2000,
          "appliesTo": { "target": "items", "categories": ["tea"], "skus": [], "excludeCategories": [], "excludeSkus": [], "excludeSaleItems": true } }
        """,
        conditions: """[ { "kind": "minimum-subtotal", "amount": 2000 } ]""",
        combinesWith: """["shipping"]""",
        announce: true);

    private static readonly string Big = Given.DefinitionJson(
        Given.AmountOff(500, "order"),
        conditions: """[ { "kind": "minimum-subtotal", "amount": 5000 } ]""");

    [Fact]
    public void Validate_TheContractsRequest_IsTheContractsAnswer()
    {
        var purchase = Given.Purchase(Given.Cart(["TEA-01 tea 2 1250"], shipping: 490));
        var candidates = new[] { Given.Candidate("SUMMER20", Summer, "summer"), Given.Candidate("BIG5", Big) };

        var evaluation = Evaluate.Codes(candidates, purchase, Phrases.English);
        var alternatives = new[] { new Alternative(PromoCode.Parse("WELCOME10"), 250, "10% off your first order") };

        Assert.Equal(
            """
            {"valid":false,"currency":"EUR","subtotal":2500,"shipping":490,"discount":500,"total":2490,
            "applied":[{"code":"SUMMER20","campaignId":"summer","version":1,"discount":500,"shippingDiscount":0,
            "lines":[{"id":"1","discount":500}],"summary":"20% off tea"}],
            "rejected":[{"code":"BIG5","reasons":[{"code":"minimum-subtotal","message":"Add €25.00 more to use BIG5.",
            "facts":{"required":5000,"actual":2500,"missing":2500}}]}],
            "alternatives":[{"code":"WELCOME10","discount":250,"summary":"10% off your first order"}]}
            """.ReplaceLineEndings(""),
            Given.Json(writer => EvaluationJson.Write(writer, evaluation, alternatives)));
    }

    [Fact]
    public void Alternatives_TheContractsRequest_OffersTheFirstOrder()
    {
        var welcome = Given.DefinitionJson(Given.PercentOff("10", "order"), conditions: """[ { "kind": "new-customer" } ]""", announce: true);
        var purchase = Given.Purchase(Given.Cart(["TEA-01 tea 2 1250"], shipping: 490), """{ "id": "c-17", "ordersPlaced": 0 }""");

        var alternatives = EvaluateAlternatives.Best([Given.Candidate("WELCOME10", welcome)], purchase, 3, Phrases.English);

        Assert.Equal([new Alternative(PromoCode.Parse("WELCOME10"), 250, "10% off your first order")], alternatives);
    }
}
