using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Claims.Deciding;

/// <summary>
/// What an agent can read out about each fact: the fact itself, without the threshold it is held against, without the
/// code and without a name. Null when there is nothing to say.
/// </summary>
internal static class FactSentences
{
    /// <summary>The most attempts that are told one by one.</summary>
    private const int MostTold = 3;

    public static string? Entitlement(ClaimFacts facts)
    {
        if (facts.Entitlement is { } amount)
        {
            return $"By the terms at the time of the order, the code takes {Money(facts, amount)} off it.";
        }

        if (facts.Refusals.Count == 0)
        {
            return null;
        }

        return facts.CodeKnown
            ? $"By the terms at the time of the order, the code gives nothing on it ({string.Join(", ", facts.Refusals)})."
            : "There is no such code.";
    }

    public static string? WithoutExpiry(ClaimFacts facts) =>
        facts is { WithoutExpiry: { } amount, Entitlement: null } ? $"Had it not run out, the code would have taken {Money(facts, amount)} off the order." : null;

    public static string Amount(ClaimFacts facts) => $"The claim is worth {Money(facts, facts.Amount)}.";

    public static string? Cart(ClaimFacts facts) => facts.CartSubtotal is { } amount ? $"The goods are worth {Money(facts, amount)}." : null;

    public static string Settled(ClaimFacts facts) => facts.Settled switch
    {
        null => "Nothing was given for this code on this order before.",
        { Retroactive: true } settled => $"A claim for this code on this order was approved before, on {Instant(facts, settled.At)}.",
        { } settled => $"The code was redeemed with this order, on {Instant(facts, settled.At)}.",
    };

    public static string? LimitLeft(ClaimFacts facts) => facts.LimitLeft switch
    {
        true => "The limits of the campaign and of the customer still have room.",
        false => "A limit of the campaign or of the customer has no room left.",
        null => null,
    };

    public static string BoundCode(ClaimFacts facts) => facts.BoundCode is null
        ? "The customer has no personal code that could still be used."
        : "The customer has a personal code that was never used.";

    public static string Goodwill(ClaimFacts facts) => facts.GoodwillGivenAt is { } given
        ? $"The customer got a goodwill code on {Instant(facts, given)}."
        : "The customer got no goodwill code in the last 90 days.";

    public static string? GoodwillStopped(ClaimFacts facts) => facts.GoodwillStopped ? "The shop has stopped the codes that the desk gives." : null;

    public static string? OrderReturned(ClaimFacts facts) => facts.OrderReturned ? "The order was given back in full." : null;

    public static string? HoursPastExpiry(ClaimFacts facts) => facts switch
    {
        { HoursPastExpiry: { } hours, CodeEndsAt: { } end } => $"The order was placed {Elapsed(hours, "hour")} after the code's end on {Instant(facts, end)}.",

        // Worth a word where the customer says otherwise.
        { Kind: ClaimKind.ExpiredCode, OrderPlacedAt: not null, CodeEndsAt: { } end } => $"The order was placed before the code's end on {Instant(facts, end)}.",
        _ => null,
    };

    public static string? OrderAge(ClaimFacts facts) => facts.OrderAgeDays is { } days && facts.OrderPlacedAt is { } placed
        ? $"The order was placed on {Instant(facts, placed)}, {Elapsed(days, "day")} before the claim."
        : null;

    public static string RefusedAttempts(ClaimFacts facts) => facts.RefusedAttempts.Count == 0
        ? "Our records show no failed attempt at this code in the 48 hours before the order."
        : $"Our records show {Number(facts.RefusedAttempts.Count, "failed attempt")} at this code in the 48 hours before the order: {Told(facts, facts.RefusedAttempts)}.";

    public static string? WrongAttempts(ClaimFacts facts) => facts.RefusedAttempts.Count(attempt => attempt.Wrong) is > 0 and var wrong
        ? $"{Number(wrong, "attempt")} failed although the code should have worked at that moment: {Told(facts, [.. facts.RefusedAttempts.Where(attempt => attempt.Wrong)])}."
        : null;

    public static string PriorClaims90(ClaimFacts facts) => PriorClaims(facts.PriorClaims90, 90);

    public static string PriorClaims365(ClaimFacts facts) => PriorClaims(facts.PriorClaims365, 365);

    public static string? OrdersPlaced(ClaimFacts facts) =>
        facts.OrdersPlaced is { } orders ? $"The customer has placed {Number(orders, "order")} before." : null;

    public static string? Tags(ClaimFacts facts) => facts.Tags.Count == 0 ? null : $"The customer is tagged {string.Join(", ", facts.Tags)}.";

    private static string Told(ClaimFacts facts, IReadOnlyList<RefusedAttempt> attempts)
    {
        var told = attempts.Take(MostTold).Select(attempt => attempt.Reasons.Count == 0
            ? $"on {Instant(facts, attempt.At)} we could not answer"
            : $"on {Instant(facts, attempt.At)} it was refused because {string.Join(" and ", attempt.Reasons.Select(RefusalWords.Of))}");
        return string.Join("; ", told) + (attempts.Count > MostTold ? $"; and {Number(attempts.Count - MostTold, "earlier one")}" : "");
    }

    private static string PriorClaims(int count, int days) => count == 0
        ? $"The customer made no claim in the {days} days before."
        : $"The customer made {Number(count, "claim")} in the {days} days before.";

    private static string Money(ClaimFacts facts, long amount) => Phrases.English.Money(amount, Currency.Of(facts.Currency));

    private static string Instant(ClaimFacts facts, DateTimeOffset at) => Phrases.English.Instant(at, facts.Zone);

    private static string Number(long count, string noun) => $"{Phrases.English.Number(count)} {noun}{(count == 1 ? "" : "s")}";

    // Rounded down and said so by "over", so that 24 hours and a second are not read out as 24 hours.
    private static string Elapsed(decimal time, string unit)
    {
        var whole = decimal.Truncate(time);
        return (time > whole ? "over " : "") + Number((long)whole, unit);
    }
}
