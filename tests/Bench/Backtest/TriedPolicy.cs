using System.Globalization;
using System.Text;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Bench.Backtest;

/// <summary>
/// A policy of seven rules with thresholds of its own, twice: as JSON for the program, and as plain statements of what it
/// means, so that one is held against the other.
/// </summary>
internal sealed record TriedPolicy(int WindowDays, int GraceHours, int Repeat, long Minor, long Significant)
{
    /// <summary>Its amounts in a currency are those in euros times this.</summary>
    private static readonly Dictionary<string, long> Times = new(StringComparer.Ordinal) { ["EUR"] = 1, ["JPY"] = 2, ["KWD"] = 4 };

    /// <summary>The one under which claims were decided.</summary>
    public static TriedPolicy Kept { get; } = new(14, 24, 3, 2_500, 10_000);

    /// <summary>The one that is tried: it is more generous in some ways and stricter in others.</summary>
    public static TriedPolicy Tried { get; } = new(21, 12, 4, 3_000, 9_000);

    public static IEnumerable<string> Currencies => Times.Keys;

    public string Json => $$"""
        { "thresholds": { "claimWindowDays": {{WindowDays}}, "graceAfterExpiryHours": {{GraceHours}}, "repeatClaims": {{Repeat}}, "loyalOrders": 5, "amounts": [{{string.Join(",", Times.Select(Amounts))}}] },
          "rules": [
            { "rule": "already-settled", "all": [{ "fact": "alreadySettled", "is": true }], "outcome": "denied", "remedies": ["alternative"], "reply": "already-settled" },
            { "rule": "significant-amount", "all": [{ "fact": "amount", "atLeast": "significantAmount" }], "outcome": "escalated", "reply": "under-review" },
            { "rule": "repeat-claimant", "all": [{ "fact": "priorClaims90", "atLeast": "repeatClaims" }], "outcome": "escalated", "reply": "under-review" },
            { "rule": "outside-claim-window", "kinds": ["missed-code", "rejected-code", "expired-code"], "all": [{ "fact": "orderAgeDays", "above": "claimWindowDays" }],
              "outcome": "denied", "remedies": ["alternative"], "reply": "outside-claim-window" },
            { "rule": "valid-at-order-time", "kinds": ["missed-code", "rejected-code"], "all": [{ "fact": "entitlement", "atLeast": 1 }, { "fact": "limitLeft", "is": true }],
              "outcome": "approved", "remedies": ["refund-entitlement"], "reply": "valid-at-order-time" },
            { "rule": "expired-within-grace", "kinds": ["missed-code", "rejected-code", "expired-code"],
              "all": [{ "fact": "hoursPastExpiry", "atMost": "graceAfterExpiryHours" }, { "fact": "withoutExpiry", "atLeast": 1 }, { "fact": "amount", "atMost": "minorAmount" },
                      { "fact": "priorClaims365", "equals": 0 }, { "fact": "limitLeft", "is": true }],
              "outcome": "approved", "remedies": ["refund-without-expiry"], "reply": "expired-within-grace" },
            { "rule": "default", "outcome": "denied", "remedies": ["alternative"], "reply": "not-granted" } ] }
        """;

    public Policy Read()
    {
        var errors = new InputErrors();
        return JsonInput.Read(Encoding.UTF8.GetBytes(Json), errors, Policy.Read)
            ?? throw new InvalidOperationException($"{errors.ToList()[0].Key} {errors.ToList()[0].Value[0]}");
    }

    /// <summary>What it makes of a claim: the outcome, and what is paid.</summary>
    public (ClaimOutcome Outcome, long Amount) Decide(MadeClaim claim)
    {
        if (claim.Settled)
        {
            return (ClaimOutcome.Denied, 0);
        }

        var worth = claim.Discount ?? 0;
        if (worth >= Significant * Times[claim.Currency] || claim.Prior90 >= Repeat)
        {
            return (ClaimOutcome.Escalated, 0);
        }

        if (claim.OrderAge > TimeSpan.FromDays(WindowDays) || !claim.LimitLeft || worth == 0)
        {
            return (ClaimOutcome.Denied, 0);
        }

        var pays = claim.PastEnd is { } past
            ? past <= TimeSpan.FromHours(GraceHours) && worth <= Minor * Times[claim.Currency] && claim.Prior365 == 0
            : claim.Kind != ClaimKind.ExpiredCode;
        return pays ? (ClaimOutcome.Approved, worth) : (ClaimOutcome.Denied, 0);
    }

    private string Amounts(KeyValuePair<string, long> currency) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{ "currency": "{{currency.Key}}", "minorAmount": {{Minor * currency.Value}}, "significantAmount": {{Significant * currency.Value}}, "newCustomerCartMinimum": 10000 }""");
}
