using Microsoft.OpenApi;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Claims.Replies;
using static PromoFunctions.App.OpenApi.Shape;

namespace PromoFunctions.App.OpenApi;

/// <summary>The claims policy and its back-tests.</summary>
internal static class PolicyShapes
{
    public static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Policy", Sent(
            Must("thresholds", Sent(
                Must("claimWindowDays", Number()),
                Must("graceAfterExpiryHours", Number()),
                Must("repeatClaims", Whole()),
                Must("loyalOrders", Whole()),
                May("goodwillPercent", Percent()),
                May("goodwillDays", Whole(1)),
                May("recoveryPercent", Percent()),
                May("recoveryDays", Whole(1)),
                Must("amounts", List(
                    Sent(Must("currency", To("Currency")), Must("minorAmount", Money()), Must("significantAmount", Money()), Must("newCustomerCartMinimum", Money())),
                    PolicyThresholds.MaxCurrencies,
                    1)))),
            Must("rules", List(To("PolicyRule"), 100, 1)))),
        ("PolicyRule", Sent(
            Must("rule", Id()),
            May("kinds", List(Word<ClaimKind>(), least: 1)),
            May("all", List(To("PolicyCondition"))),
            Must("outcome", Word<ClaimOutcome>()),
            May("remedies", List(Word<PolicyRemedy>())),
            Must("reply", Word<ReplyReason>()))),
        ("PolicyCondition", Sent(
            Must("fact", Word(PolicyFacts.All.Select(fact => fact.Name))),
            May("is", Flag()),
            May("equals", Bound()),
            May("atLeast", Bound()),
            May("atMost", Bound()),
            May("above", Bound()),
            May("anyOf", List(Text(), least: 1)))),
        ("PolicyRequest", OneOf(To("Policy"), Sent(Must("policy", To("Policy"))))),
        ("PolicyAnswer", Told(
            Must("version", Whole(1)),
            Must("policy", To("Policy")),
            Must("versions", List(Told(Must("version", Whole(1)), Must("from", Instant())))))),
        ("BacktestRequest", Sent(Must("policy", To("Policy")), Must("from", Instant()), Must("to", Instant("Not included.")))),
        ("Verdict", Told(
            Must("outcome", Word<ClaimOutcome>()),
            Must("rule", Text()),
            Must("amount", Money()),
            Must("remedies", List(Word<PolicyRemedy>())),
            May("code", Told(Must("kind", Text()), Must("percent", Percent()), Must("days", Whole(1)))))),
        ("Backtest", Told(
            Must("from", Instant()),
            Must("to", Instant()),
            May("compared", Whole()),
            May("undecided", Whole()),
            May("changedCount", Whole()),
            May("cost", List(Told(
                Must("currency", To("Currency")),
                Must("compared", Whole()),
                Must("changed", Whole()),
                Must("before", Money()),
                Must("after", Money()),
                Must("difference", Difference()),
                Must("codes", Told(Must("before", Whole()), Must("after", Whole()), Must("difference", Difference())))))),
            May("outcomes", List(Told(Must("was", Word<ClaimOutcome>()), Must("would", Word<ClaimOutcome>()), Must("claims", Whole())))),
            Must("changed", List(Told(
                Must("claimId", Text()),
                Must("kind", Word<ClaimKind>()),
                Must("receivedAt", Instant()),
                Must("currency", To("Currency")),
                Must("policyVersion", Whole()),
                Must("was", To("Verdict")),
                Must("would", To("Verdict")),
                Must("difference", Difference())))),
            Must("next", OrNull(Text())))),
    ];

    private static OpenApiSchema Bound() => OneOf(Number(), Text("The name of a threshold."));
}
