using System.Globalization;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Domain.Tests.Evaluation;

/// <summary>Each reason that is about a code, its campaign or its limits; those of conditions are tested with the conditions.</summary>
public sealed class RefusalTests
{
    private const string Jane = """{ "email": "jane@example.com" }""";

    private static readonly string Plain = Given.DefinitionJson(Given.PercentOff("20"));
    private static readonly string Limited = Given.DefinitionJson(Given.PercentOff("20"), limits: """{ "total": 5, "perCustomer": 2, "budget": 500 }""");

    [Fact]
    public void Code_ThatNobodyKnows_IsUnknown() => Refused(new Candidate(PromoCode.Parse("NOPE"), null), """{}""", "We do not know the code NOPE.");

    [Fact]
    public void Code_ThatIsNearlyAnother_SaysWhichWasMeant() => Refused(
        new Candidate(PromoCode.Parse("SUMER20"), null) { DidYouMean = PromoCode.Parse("SUMMER20") },
        """{"didYouMean":"SUMMER20"}""",
        "We do not know the code SUMER20. Did you mean SUMMER20?",
        RefusalCodes.UnknownCode);

    [Fact]
    public void Campaign_ThatIsADraft_IsUnknownWhateverElseIsWrong() => Refused(
        Given.Candidate("SOON", Given.DefinitionJson(Given.PercentOff("20"), status: "draft", currency: "USD")),
        "{}",
        "We do not know the code SOON.",
        RefusalCodes.UnknownCode);

    [Theory]
    [InlineData("2026-05-31T21:59:59Z", "not-started", """{"startsAt":"2026-05-31T22:00:00+00:00"}""", "TEA works from 1 June 2026, 00:00 on.")]
    [InlineData("2026-05-31T22:00:00Z", null, null, null)]
    [InlineData("2026-08-31T21:59:59Z", null, null, null)]
    [InlineData("2026-08-31T22:00:00Z", "expired", """{"endsAt":"2026-08-31T22:00:00+00:00"}""", "TEA ended on 1 September 2026, 00:00.")]
    public void Period_AroundItsEnds_IncludesTheStartAndExcludesTheEnd(string at, string? code, string? facts, string? message)
    {
        var reason = Reason(Given.Candidate("TEA", Plain), at: DateTimeOffset.Parse(at, CultureInfo.InvariantCulture));

        Assert.Equal((code, facts, message), (reason?.Code, reason is null ? null : Given.Json(reason.Facts.Write), reason?.Message));
    }

    [Fact]
    public void Code_PastItsOwnEnd_IsExpiredThoughTheCampaignRuns()
    {
        var candidate = Given.Candidate("TEA", Plain) with { ExpiresAt = Given.Noon };

        Assert.Equal(RefusalCodes.Expired, Reason(candidate)?.Code);
        Assert.Null(Reason(candidate with { ExpiresAt = Given.Noon.AddTicks(1) }));
    }

    [Theory]
    [InlineData("paused", "paused", "TEA is paused at the moment.")]
    [InlineData("ended", "expired", "TEA has ended.")]
    public void Campaign_NotActive_SaysSo(string status, string code, string message) =>
        Refused(Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20"), status: status)), "{}", message, code);

    [Fact]
    public void Campaign_EndedSince_StillGivesToAnOrderFromBefore()
    {
        var ended = Given.Campaign("tea", Plain).Change(
            Given.Value(Given.DefinitionJson(Given.PercentOff("20"), status: "ended"), Domain.Campaigns.CampaignDefinition.Read),
            Given.Noon);
        var candidate = new Candidate(PromoCode.Parse("TEA"), ended);

        Assert.Null(Reason(candidate, at: Given.Noon.AddTicks(-1)));
        Assert.Equal(RefusalCodes.Expired, Reason(candidate, at: Given.Noon)?.Code);
    }

    [Theory]
    [InlineData(CodeStatus.Paused, "paused", "TEA is paused at the moment.")]
    [InlineData(CodeStatus.Voided, "voided", "TEA is no longer valid.")]
    public void Code_NotActive_SaysSo(CodeStatus status, string code, string message) =>
        Refused(Given.Candidate("TEA", Plain) with { Status = status }, "{}", message, code);

    [Fact]
    public void Code_UsedBefore_IsUsedUp() =>
        Refused(Given.Candidate("TEA", Plain) with { Used = true }, "{}", "TEA has been used up.", RefusalCodes.UsedUp);

    [Theory]
    [InlineData(0, 500, 1, "used-up")]
    [InlineData(1, 500, 0, "customer-limit")]
    [InlineData(1, 0, 1, "budget-used-up")]
    [InlineData(1, 499, 1, "budget-used-up")]
    [InlineData(1, 500, 1, null)]
    [InlineData(1, 501, 1, null)]
    public void Limits_AroundWhatIsLeft_AdmitTheLast(int total, int budget, int customer, string? code)
    {
        var reason = Reason(Given.Candidate("TEA", Limited) with { Limits = new LimitsLeft(total, budget, customer) }, Jane);

        Assert.Equal(code, reason?.Code);
        Assert.Equal(code == "customer-limit" ? """{"allowed":2}""" : "{}", reason is null ? "{}" : Given.Json(reason.Facts.Write));
    }

    [Theory]
    [InlineData(0, "TEA", "What TEA had to give has been given away.")]
    [InlineData(499, "TEA", "TEA has less left to give than it would take off this order; a smaller order may still get it.")]
    public void Budget_WithTooLittleLeft_DoesNotSayThatAllIsGone(long left, string code, string message)
    {
        var reason = Reason(Given.Candidate(code, Limited) with { Limits = new LimitsLeft(1, left, 1) }, Jane);

        Assert.Equal((RefusalCodes.BudgetUsedUp, message), (reason?.Code, reason?.Message));
    }

    [Fact]
    public void Limits_NotLookedAt_RefuseNobody() => Assert.Null(Reason(Given.Candidate("TEA", Limited), Jane));

    [Theory]
    [InlineData(1, "en", "Each customer can use one code like JANE5, and you have no use left.")]
    [InlineData(2, "en", "Each customer can use 2 codes like JANE5, and you have no use left.")]
    [InlineData(2, "de", "Jeder Kunde kann 2 Codes wie JANE5 einlösen, und für Sie ist keine Einlösung mehr frei.")]
    public void Limits_PerCustomerOfACodeThatWorksOnce_DoNotSayThatItWasUsed(int allowed, string language, string message)
    {
        // The campaign's other codes were: this one nobody has used.
        var unused = Given.Candidate("JANE5", Given.DefinitionJson(Given.PercentOff("20"), limits: $$"""{ "perCustomer": {{allowed}} }""")) with
        {
            BoundTo = Given.Keys.Of(Given.Customer(Jane)),
            Limits = new LimitsLeft(null, null, 0),
        };

        var reason = Assert.Single(Assert.Single(Evaluate.Codes([unused], Given.Purchase(Cart(), Jane), language == "de" ? Phrases.German : Phrases.English).Rejected).Reasons);

        Assert.Equal((RefusalCodes.CustomerLimit, message), (reason.Code, reason.Message));
    }

    [Fact]
    public void Limits_PerCustomer_AskWhoItIs() => Refused(
        Given.Candidate("TEA", Limited),
        "{}",
        "TEA needs to know who you are: sign in or give your e-mail address.",
        RefusalCodes.CustomerRequired);

    [Fact]
    public void Code_IssuedToSomebody_WorksForThatCustomerOnly()
    {
        var candidate = Given.Candidate("JANE5", Plain) with { BoundTo = Given.Keys.Of(Given.Customer(Jane)) };

        Assert.Null(Reason(candidate, """{ "email": "Jane+shop@example.com" }"""));
        Assert.Equal(RefusalCodes.CustomerRequired, Reason(candidate)?.Code);
        Assert.Equal(("other-customer", "JANE5 was issued to another customer."), (Reason(candidate, """{ "id": "c-1" }""")?.Code, Reason(candidate, """{ "id": "c-1" }""")?.Message));
    }

    [Fact]
    public void Cart_InAnotherCurrency_IsRefusedWithoutComparingMoney()
    {
        var candidate = Given.Candidate(
            "USD5",
            Given.DefinitionJson(
                Given.AmountOff(500),
                currency: "USD",
                conditions: """[ { "kind": "minimum-subtotal", "amount": 999999 }, { "kind": "region", "regions": ["US"] } ]"""));

        var reasons = Assert.Single(Given.Evaluation(Given.Purchase(Cart()), candidate).Rejected).Reasons;

        Assert.Equal([RefusalCodes.Currency, RefusalCodes.Region], reasons.Select(reason => reason.Code));
        Assert.Equal(("USD5 works for orders in USD only.", """{"required":"USD","actual":"EUR"}"""), (reasons[0].Message, Given.Json(reasons[0].Facts.Write)));
    }

    [Theory]
    [InlineData(""", "categories": ["mugs"]""", """{"categories":["mugs"],"skus":[]}""")]
    [InlineData(""", "skus": ["M-1"]""", """{"categories":[],"skus":["M-1"]}""")]
    [InlineData(""", "excludeCategories": ["tea"]""", """{"categories":[],"skus":[]}""")]
    public void Cart_WithNothingTheDiscountAppliesTo_SaysWhat(string appliesTo, string facts) => Refused(
        Given.Candidate("MUGS", Given.DefinitionJson(Given.PercentOff("20", more: appliesTo))),
        facts,
        "Nothing in the cart is part of what MUGS applies to.",
        RefusalCodes.NoEligibleItems);

    [Fact]
    public void Cart_WithoutLines_HasNothingEligible()
    {
        var evaluation = Given.Evaluation(Given.Purchase(Given.Cart([], shipping: 490)), Given.Candidate("TEA", Plain));

        Assert.Equal(RefusalCodes.NoEligibleItems, Assert.Single(Assert.Single(evaluation.Rejected).Reasons).Code);
        Assert.Equal((0, 490, 0, 490), (evaluation.Subtotal, evaluation.Shipping, evaluation.Discount, evaluation.Total));
    }

    [Fact]
    public void Discount_OfNothing_IsNoDiscount() => Refused(
        Given.Candidate("SHIP", Given.DefinitionJson("""{ "kind": "free-shipping" }""")),
        "{}",
        "SHIP would take nothing off this order.",
        RefusalCodes.NoDiscount);

    [Fact]
    public void Refusal_WithSeveralReasons_ListsThemAll()
    {
        var candidate = Given.Candidate(
            "TEA",
            Given.DefinitionJson(
                Given.PercentOff("20", more: """, "categories": ["mugs"]"""),
                status: "paused",
                endsAt: "2026-06-02T00:00:00Z",
                limits: """{ "perCustomer": 1 }""",
                conditions: """[ { "kind": "minimum-subtotal", "amount": 9999 }, { "kind": "channel", "channels": ["app"] }, { "kind": "new-customer" } ]""")) with
        {
            Status = CodeStatus.Voided,
            Limits = new LimitsLeft(0, null, null),
        };

        var reasons = Assert.Single(Given.Evaluation(Given.Purchase(Cart()), candidate).Rejected).Reasons;

        Assert.Equal(
            ["expired", "paused", "voided", "used-up", "customer-required", "minimum-subtotal", "channel", "new-customers-only", "no-eligible-items"],
            reasons.Select(reason => reason.Code));
    }

    [Fact]
    public void Refusal_WithABudgetToo_NamesTheBudgetBesideTheRest()
    {
        var candidate = Given.Candidate("TEA", Given.DefinitionJson(Given.PercentOff("20"), conditions: """[ { "kind": "channel", "channels": ["app"] } ]""")) with
        {
            Limits = new LimitsLeft(null, 499, null),
        };

        var reasons = Assert.Single(Given.Evaluation(Given.Purchase(Cart()), candidate).Rejected).Reasons;

        Assert.Equal([RefusalCodes.Channel, RefusalCodes.BudgetUsedUp], reasons.Select(reason => reason.Code));
    }

    [Fact]
    public void Codes_EveryConstant_IsKebabCaseAndThereAreTwentyTwo()
    {
        var codes = typeof(RefusalCodes).GetFields().Select(field => Assert.IsType<string>(field.GetRawConstantValue())).ToArray();

        Assert.Equal(22, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[a-z]+(-[a-z]+)*$", code));
    }

    private static Domain.Carts.Cart Cart() => Given.Cart(["TEA-01 tea 2 1250"]);

    private static Reason? Reason(Candidate candidate, string? customer = null, DateTimeOffset? at = null)
    {
        var evaluation = Evaluate.Codes([candidate], Given.Purchase(Cart(), customer, at), Phrases.English);
        Assert.Equal(evaluation.Valid, evaluation.Applied.Count == 1);
        return evaluation.Valid ? null : Assert.Single(Assert.Single(evaluation.Rejected).Reasons);
    }

    private static void Refused(Candidate candidate, string facts, string message, string code = RefusalCodes.UnknownCode)
    {
        var reason = Reason(candidate);
        Assert.NotNull(reason);
        Assert.Equal((code, facts, message), (reason.Code, Given.Json(reason.Facts.Write), reason.Message));
    }
}
