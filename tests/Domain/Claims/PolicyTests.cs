using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Tests.Claims;

public sealed class PolicyTests
{
    private const string Default = """{ "rule": "default", "outcome": "denied", "remedies": ["alternative"], "reply": "not-granted" }""";

    // POLICY's fourteen rules; what they give is left out, since what they ask for is what is tested here.
    private static readonly string[] Fourteen =
    [
        Rule("already-settled", "", """{ "fact": "alreadySettled", "is": true }"""),
        Rule("potential-system-error", "missed-code rejected-code", """{ "fact": "refusedAttempts.wrong", "atLeast": 1 }""", "escalated"),
        Rule("significant-amount", "", """{ "fact": "amount", "atLeast": "significantAmount" }""", "escalated"),
        Rule("repeat-claimant", "", """{ "fact": "priorClaims90", "atLeast": "repeatClaims" }""", "escalated"),
        Rule("outside-claim-window", "missed-code rejected-code expired-code", """{ "fact": "orderAgeDays", "above": "claimWindowDays" }"""),
        Rule("valid-at-order-time", "missed-code rejected-code", """{ "fact": "entitlement", "atLeast": 1 }, { "fact": "limitLeft", "is": true }"""),
        Rule(
            "expired-within-grace",
            "missed-code rejected-code expired-code",
            """
            { "fact": "hoursPastExpiry", "atMost": "graceAfterExpiryHours" }, { "fact": "withoutExpiry", "is": true }, { "fact": "amount", "atMost": "minorAmount" },
            { "fact": "priorClaims365", "equals": 0 }, { "fact": "limitLeft", "is": true }
            """),
        Rule("promised-code-found", "missing-code", """{ "fact": "boundCode", "is": true }"""),
        Rule("recovery", "complaint", """{ "fact": "goodwillInLast90", "is": false }"""),
        Rule("loyal-customer", "discount-request", """{ "fact": "customer.ordersPlaced", "atLeast": "loyalOrders" }, { "fact": "goodwillInLast90", "is": false }"""),
        Rule(
            "significant-first-purchase",
            "discount-request",
            """{ "fact": "customer.ordersPlaced", "equals": 0 }, { "fact": "cart", "atLeast": "newCustomerCartMinimum" }, { "fact": "goodwillInLast90", "is": false }"""),
        Rule("first-time-goodwill", "missed-code rejected-code expired-code missing-code", """{ "fact": "priorClaims365", "equals": 0 }, { "fact": "goodwillInLast90", "is": false }"""),
        Rule("complaint-again", "complaint", "", "escalated"),
        Default,
    ];

    [Fact]
    public void Policy_OfAllFourteenRules_IsAccepted()
    {
        var policy = Accept(Fourteen);

        Assert.Equal(14, policy.Rules.Count);
    }

    public static TheoryData<string, ClaimFacts> Matching()
    {
        var facts = GivenClaim.Facts();
        var complaint = new ClaimFacts { Kind = ClaimKind.Complaint, Currency = "EUR", ReceivedAt = GivenClaim.ReceivedAt };
        var request = complaint with { Kind = ClaimKind.DiscountRequest };
        var given = GivenClaim.ReceivedAt.AddDays(-3);
        var wrong = new RefusedAttempt(GivenClaim.PlacedAt, ["expired"], true);
        return new()
        {
            { "already-settled", facts with { Settled = new(GivenClaim.PlacedAt, false), PriorClaims90 = 9 } },
            { "potential-system-error", facts with { RefusedAttempts = [wrong with { Wrong = false }, wrong] } },
            { "valid-at-order-time", facts with { RefusedAttempts = [wrong with { Wrong = false }] } },
            { "significant-amount", facts with { Entitlement = 10_000 } },
            { "valid-at-order-time", facts with { Entitlement = 9_999 } },
            { "significant-amount", facts with { Currency = "JPY", Entitlement = 16_000 } },
            { "valid-at-order-time", facts with { Currency = "JPY", Entitlement = 15_999 } },
            { "significant-amount", facts with { Currency = "KWD", Entitlement = 32_500 } },
            { "valid-at-order-time", facts with { Currency = "KWD", Entitlement = 32_499 } },
            // No thresholds: in doubt a person decides.
            { "significant-amount", facts with { Currency = "XPF", Entitlement = 1 } },
            { "repeat-claimant", facts with { PriorClaims90 = 3 } },
            { "valid-at-order-time", facts with { PriorClaims90 = 2 } },
            { "outside-claim-window", facts with { ReceivedAt = GivenClaim.PlacedAt.AddDays(14).AddTicks(1) } },
            { "expired-within-grace", GivenClaim.Expired(TimeSpan.FromHours(24), 2500) },
            { "first-time-goodwill", GivenClaim.Expired(TimeSpan.FromHours(24), 2501) },
            { "default", GivenClaim.Expired(TimeSpan.FromHours(24), 2501) with { GoodwillGivenAt = given } },
            { "promised-code-found", facts with { Kind = ClaimKind.MissingCode, BoundCode = "key" } },
            { "first-time-goodwill", facts with { Kind = ClaimKind.MissingCode } },
            { "recovery", complaint },
            { "complaint-again", complaint with { GoodwillGivenAt = given } },
            { "loyal-customer", request with { OrdersPlaced = 5 } },
            { "default", request with { OrdersPlaced = 4 } },
            { "default", request with { OrdersPlaced = 5, GoodwillGivenAt = given } },
            { "significant-first-purchase", request with { OrdersPlaced = 0, CartSubtotal = 10_000 } },
            { "default", request with { OrdersPlaced = 0, CartSubtotal = 9_999 } },
            { "default", request with { OrdersPlaced = null, CartSubtotal = 10_000 } },
        };
    }

    [Theory]
    [MemberData(nameof(Matching))]
    public void Policy_OfAllFourteenRules_MatchesAtTheBoundaries(string rule, ClaimFacts facts) =>
        Assert.Equal(rule, Accept(Fourteen).Match(facts).Name);

    [Fact]
    public void Policy_WrittenAndRead_IsTheSame()
    {
        foreach (var policy in (Policy[])[GivenClaim.Written.Policy, Accept(Fourteen)])
        {
            var json = Write(policy);
            var (again, _) = GivenClaim.ReadPolicy(JsonNode.Parse(json) ?? throw new InvalidOperationException());

            Assert.NotNull(again);
            Assert.Equal(json, Write(again));
        }
    }

    public static TheoryData<string, string, string[]> Wrong() => new()
    {
        { "/rules/0/all/0/fact", "not known", [Rule("a", "", """{ "fact": "mood", "is": true }"""), Default] },
        { "/rules/0/all/0/atLeast", "threshold", [Rule("a", "", """{ "fact": "amount", "atLeast": "hugeAmount" }"""), Default] },
        { "/rules/0/all/0/atLeast", "threshold", [Rule("a", "", """{ "fact": "amount", "atLeast": 2500 }"""), Default] },
        { "/rules/0/all/0/atLeast", "counts", [Rule("a", "", """{ "fact": "amount", "atLeast": "claimWindowDays" }"""), Default] },
        { "/rules/0/all/0/atLeast", "no number", [Rule("a", "", """{ "fact": "limitLeft", "atLeast": 1 }"""), Default] },
        { "/rules/0/all/0/anyOf", "no list", [Rule("a", "", """{ "fact": "amount", "anyOf": ["x"] }"""), Default] },
        { "/rules/0/all/0", "exactly one", [Rule("a", "", """{ "fact": "amount", "atLeast": 1, "atMost": 1 }"""), Default] },
        { "/rules/0/all/0", "exactly one", [Rule("a", "", """{ "fact": "amount" }"""), Default] },
        { "/rules/0", "last", [Rule("a", "", """{ "fact": "limitLeft", "is": true }""")] },
        { "/rules/0", "last", [Rule("a", "complaint", "")] },
        { "/rules/1", "never be reached", [Default, Default.Replace("default", "again", StringComparison.Ordinal)] },
        { "/rules/1", "other rule", [Rule("default", "", """{ "fact": "limitLeft", "is": true }"""), Default] },
        { "/rules/0", "never be reached", [Rule("a", "", """{ "fact": "priorClaims90", "atLeast": 3 }, { "fact": "priorClaims90", "atMost": 2 }"""), Default] },
        { "/rules/0", "never be reached", [Rule("a", "", """{ "fact": "priorClaims90", "above": 2 }, { "fact": "priorClaims90", "equals": 2.5 }"""), Default] },
        { "/rules/1", "never be reached", [Rule("a", "", """{ "fact": "priorClaims90", "atLeast": 3 }"""), Rule("b", "complaint", """{ "fact": "priorClaims90", "atLeast": "repeatClaims" }, { "fact": "limitLeft", "is": true }"""), Default] },
        { "/rules/0/remedies/0", "must be one of", [Default.Replace("\"alternative\"", "\"cake\"", StringComparison.Ordinal)] },
        { "/rules/0/outcome", "must be one of", [Default.Replace("\"denied\"", "\"perhaps\"", StringComparison.Ordinal)] },
        { "/rules/0/reply", "must be one of", [Default.Replace("\"not-granted\"", "\"rudely\"", StringComparison.Ordinal)] },
        { "/rules/0/kinds/0", "must be one of", [Rule("a", "whim", ""), Default] },
        { "/rules/0/unless", "not known", [Default.Replace("\"outcome\"", "\"unless\": [], \"outcome\"", StringComparison.Ordinal)] },
        { "/rules/1/all/0/fact", "not known", [Rule("a", "", """{ "fact": "limitLeft", "is": true }"""), Rule("b", "", """{ "fact": "mood", "is": true }"""), Default] },
        { "/rules", "", [] },
        // Words that no rule tells apart, and more ways to ask for words than are looked through.
        { "/rules/1", "never be reached", [Rule("a", "", Tags("w", 20)), Rule("b", "", Tags("w", 3)), Default] },
        { "/rules/9", "never be reached", [.. Enumerable.Range(0, 9).Select(i => Rule($"a{i}", "", Tags($"w{i}", 2))), Rule("b", "", """{ "fact": "limitLeft", "is": true }, { "fact": "limitLeft", "is": false }"""), Default] },
        // Two rules that only together take everything.
        { "/rules/2", "never be reached", [Rule("a", "", """{ "fact": "priorClaims90", "atLeast": 3 }"""), Rule("b", "", """{ "fact": "priorClaims90", "atMost": 2 }"""), Rule("c", "", """{ "fact": "limitLeft", "is": true }"""), Default] },
        { "/rules/0/remedies", "refund", [Rule("a", "", """{ "fact": "limitLeft", "is": true }""").Replace("\"alternative\"", "\"refund-entitlement\"", StringComparison.Ordinal), Default] },
        { "/rules/0/remedies", "person", [Rule("a", "", """{ "fact": "limitLeft", "is": true }""", "escalated").Replace("\"alternative\"", "\"goodwill-code\"", StringComparison.Ordinal), Default] },
        { "/rules/0/remedies", "more than one", [Rule("a", "", """{ "fact": "limitLeft", "is": true }""", "approved").Replace("\"alternative\"", "\"refund-entitlement\", \"recovery-code\"", StringComparison.Ordinal), Default] },
        { "/rules/0/reply", "code that the rule does not give", [Rule("a", "", """{ "fact": "limitLeft", "is": true }""").Replace("not-granted", "recovery", StringComparison.Ordinal), Default] },
        { "/rules/0/reply", "code that the rule does not give", [Rule("a", "", """{ "fact": "limitLeft", "is": true }""").Replace("not-granted", "promised-code-found", StringComparison.Ordinal), Default] },
        { "/rules/0/remedies", "way on", [Default.Replace("\"alternative\"", "", StringComparison.Ordinal)] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Policy_WithSomethingWrong_IsRefusedWithThePlace(string place, string why, string[] rules)
    {
        var (policy, errors) = GivenClaim.ReadPolicy(Json(rules));

        Assert.Null(policy);
        Assert.Contains(errors.ToList(), error => error.Key == place && error.Value.Any(sentence => sentence.Contains(why, StringComparison.Ordinal)));
    }

    [Fact]
    public void Policy_WithSeveralThingsWrong_NamesEveryPlace()
    {
        var json = Json(Rule("a", "", """{ "fact": "mood", "is": true }"""), Rule("b", "", """{ "fact": "amount", "atLeast": "hugeAmount" }"""), Default);
        json["surprise"] = 1;
        json["thresholds"]?.AsObject().Remove("claimWindowDays");

        var (policy, errors) = GivenClaim.ReadPolicy(json);

        Assert.Null(policy);
        Assert.Equal(
            ["/rules/0/all/0/fact", "/rules/1/all/0/atLeast", "/surprise", "/thresholds/claimWindowDays"],
            errors.ToList().Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Policy_TooLongForARow_IsRefused()
    {
        var rules = Enumerable.Range(0, 99).Select(i => Rule(
            $"r{i}",
            "",
            string.Join(",", Enumerable.Range(0, 20).Select(j => $$"""{ "fact": "customer.tags", "anyOf": [{{string.Join(",", Enumerable.Range(0, 5).Select(k => $"\"{new string('x', 50)}{i}-{j}-{k}\""))}}] }"""))));

        var (policy, errors) = GivenClaim.ReadPolicy(Json([.. rules, Default]));

        Assert.Null(policy);
        Assert.Equal("", Assert.Single(errors.ToList()).Key);
    }

    [Fact]
    public void Policy_ThatIsHardToLookThrough_IsAnsweredInTime()
    {
        // Every earlier rule can be missed in twenty ways, and all of them together in none that a search soon finds.
        var random = new Random(1);
        string[] facts = ["priorClaims90", "priorClaims365", "refusedAttempts", "customer.ordersPlaced"];
        var rules = Enumerable.Range(0, 98).Select(i => Rule(
            $"r{i}",
            "",
            string.Join(",", facts.Select(fact => $$"""{ "fact": "{{fact}}", "{{(random.Next(2) == 0 ? "atLeast" : "atMost")}}": {{random.Next(1, 40)}} }"""))));

        // Whether each can be reached is not the question here: it is that there is an answer.
        var (policy, errors) = GivenClaim.ReadPolicy(Json([.. rules, Default]));

        Assert.True(policy is not null || errors.ToList().All(error => error.Value.Any(sentence => sentence.Contains("never be reached", StringComparison.Ordinal))));
    }

    [Fact]
    public void ReadAccepted_OfAPolicyWithARuleThatIsNeverReached_ReadsIt()
    {
        var errors = new InputErrors();
        var json = Json(Rule("a", "", """{ "fact": "priorClaims90", "atLeast": 3 }, { "fact": "priorClaims90", "atMost": 2 }"""), Default);

        Assert.NotNull(JsonInput.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), errors, Policy.ReadAccepted));
    }

    [Fact]
    public void Policy_AsItIsWritten_HasTheFourteenRulesInTheirOrder() => Assert.Equal(
        Fourteen.Select(rule => JsonNode.Parse(rule)?["rule"]?.GetValue<string>()),
        GivenClaim.Written.Policy.Rules.Select(rule => rule.Name));

    [Fact]
    public void Policy_OfAnOlderProgramWithoutGifts_IsReadAndWrittenAsItWas()
    {
        var json = Json(Default);
        foreach (var gift in (string[])["goodwillPercent", "goodwillDays", "recoveryPercent", "recoveryDays"])
        {
            Assert.True(json["thresholds"]?.AsObject().Remove(gift));
        }

        var (policy, errors) = GivenClaim.ReadPolicy(json);

        Assert.True(policy is not null, string.Join("; ", errors.ToList().Select(error => error.Key + " " + error.Value[0])));
        Assert.True(JsonNode.DeepEquals(json["thresholds"], JsonNode.Parse(Write(policy))?["thresholds"]));
    }

    [Theory]
    [InlineData("goodwill-code", "goodwillPercent")]
    [InlineData("goodwill-code", "goodwillDays")]
    [InlineData("recovery-code", "recoveryPercent")]
    [InlineData("recovery-code", "recoveryDays")]
    public void Policy_ThatGivesACodeItDoesNotDescribe_IsRefusedWithThePlace(string remedy, string threshold)
    {
        var json = Json(Rule("a", "", """{ "fact": "limitLeft", "is": true }""").Replace("alternative", remedy, StringComparison.Ordinal), Default);
        json["thresholds"]?.AsObject().Remove(threshold);

        var (policy, errors) = GivenClaim.ReadPolicy(json);

        Assert.Null(policy);
        var (place, sentences) = Assert.Single(errors.ToList());
        Assert.Equal("/rules/0", place);
        Assert.Contains(threshold, sentences[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("goodwillPercent", "0")]
    [InlineData("goodwillPercent", "100.1")]
    [InlineData("recoveryPercent", "1.00001")]
    [InlineData("goodwillDays", "0")]
    [InlineData("recoveryDays", "3651")]
    [InlineData("recoveryDays", "1.5")]
    public void Policy_WithAGiftOutOfBounds_IsRefusedWithThePlace(string threshold, string value)
    {
        var json = Json(Default);
        (json["thresholds"] ?? throw new InvalidOperationException())[threshold] = JsonNode.Parse(value);

        var (policy, errors) = GivenClaim.ReadPolicy(json);

        Assert.Null(policy);
        Assert.Equal("/thresholds/" + threshold, Assert.Single(errors.ToList()).Key);
    }

    [Fact]
    public void Code_WhateverTheRuleSays_NeedsNoneGivenBefore()
    {
        var generous = Rule("generous", "", "", "approved").Replace("\"alternative\"", "\"goodwill-code\"", StringComparison.Ordinal);
        var policy = Accept(generous, Default);
        var facts = GivenClaim.Facts();

        Assert.Equal("generous", policy.Match(facts).Name);
        Assert.Equal("default", policy.Match(facts with { GoodwillGivenAt = GivenClaim.PlacedAt }).Name);
        Assert.Equal("default", policy.Match(facts with { GoodwillStopped = true }).Name);
    }

    [Fact]
    public void Policy_WhoseRulesOverlap_IsAcceptedWhereEachCanStillBeReached()
    {
        var policy = Accept(
            Rule("a", "", """{ "fact": "priorClaims90", "atLeast": 3 }"""),
            Rule("b", "", """{ "fact": "priorClaims90", "above": 1 }"""),
            Rule("c", "", """{ "fact": "customer.tags", "anyOf": ["vip", "press"] }"""),
            Rule("d", "", """{ "fact": "customer.tags", "anyOf": ["press", "staff"] }"""),
            Rule("e", "", """{ "fact": "limitLeft", "is": true }"""),
            Rule("f", "", """{ "fact": "limitLeft", "is": false }"""),
            Default);

        Assert.Equal(7, policy.Rules.Count);
        Assert.Equal("d", policy.Match(GivenClaim.Facts() with { Tags = ["STAFF"] }).Name);
    }

    [Fact]
    public void Refund_WhateverTheRuleSays_NeedsRoomAndNothingSettledBefore()
    {
        var generous = Rule("generous", "", "", "approved").Replace("\"alternative\"", "\"refund-entitlement\"", StringComparison.Ordinal);
        var policy = Accept(generous, Default);
        var facts = GivenClaim.Facts();

        Assert.Equal("generous", policy.Match(facts).Name);
        Assert.Equal("default", policy.Match(facts with { LimitLeft = false }).Name);
        Assert.Equal("default", policy.Match(facts with { Settled = new(GivenClaim.PlacedAt, true) }).Name);
        Assert.Equal("default", policy.Match(facts with { Entitlement = null }).Name);
        Assert.Equal("default", policy.Match(facts with { OrderReturned = true }).Name);
    }

    private static string Tags(string word, int count) =>
        $$"""{ "fact": "customer.tags", "anyOf": [{{string.Join(", ", Enumerable.Range(0, count).Select(i => $"\"{word}{i}\""))}}] }""";

    private static string Rule(string name, string kinds, string conditions, string outcome = "denied")
    {
        var named = kinds.Length == 0 ? "" : $"\"kinds\": [{string.Join(", ", kinds.Split(' ').Select(kind => $"\"{kind}\""))}],";
        return $$"""{ "rule": "{{name}}", {{named}} "all": [{{conditions}}], "outcome": "{{outcome}}", "remedies": ["alternative"], "reply": "not-granted" }""";
    }

    private static JsonObject Json(params string[] rules)
    {
        var json = JsonNode.Parse(Write(GivenClaim.Written.Policy))?.AsObject() ?? throw new InvalidOperationException();
        json["rules"] = JsonNode.Parse("[" + string.Join(",", rules) + "]");
        return json;
    }

    private static Policy Accept(params string[] rules)
    {
        var (policy, errors) = GivenClaim.ReadPolicy(Json(rules));
        Assert.True(policy is not null, string.Join("; ", errors.ToList().Select(error => error.Key + " " + error.Value[0])));
        return policy;
    }

    private static string Write(Policy policy)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            policy.Write(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
