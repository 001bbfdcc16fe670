using System.Collections.Frozen;
using PromoFunctions.Domain.Claims.Deciding;

namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>Every fact that a policy may ask for. A new one is one entry here.</summary>
public static class PolicyFacts
{
    private static readonly FrozenDictionary<string, PolicyFact> ByName = new[]
    {
        Money("entitlement", facts => facts.Entitlement, FactSentences.Entitlement),
        Money("withoutExpiry", facts => facts.WithoutExpiry, FactSentences.WithoutExpiry),
        Money("amount", facts => facts.Amount, FactSentences.Amount, canBeUnknown: false),
        Money("cart", facts => facts.CartSubtotal, FactSentences.Cart),
        Flag("alreadySettled", facts => facts.Settled is not null, FactSentences.Settled, canBeUnknown: false),
        Flag("limitLeft", facts => facts.LimitLeft, FactSentences.LimitLeft),
        Flag("boundCode", facts => facts.BoundCode is not null, FactSentences.BoundCode, canBeUnknown: false),
        Flag("goodwillInLast90", facts => facts.GoodwillGivenAt is not null, FactSentences.Goodwill, canBeUnknown: false),
        Flag("goodwillStopped", facts => facts.GoodwillStopped, FactSentences.GoodwillStopped, canBeUnknown: false),
        Flag("orderReturned", facts => facts.OrderReturned, FactSentences.OrderReturned, canBeUnknown: false),
        Duration("hoursPastExpiry", facts => facts.HoursPastExpiry, FactSentences.HoursPastExpiry),
        Duration("orderAgeDays", facts => facts.OrderAgeDays, FactSentences.OrderAge),
        Count("refusedAttempts", facts => facts.RefusedAttempts.Count, FactSentences.RefusedAttempts, canBeUnknown: false),
        Count("refusedAttempts.wrong", facts => facts.RefusedAttempts.Count(attempt => attempt.Wrong), FactSentences.WrongAttempts, canBeUnknown: false),
        Count("priorClaims90", facts => facts.PriorClaims90, FactSentences.PriorClaims90, canBeUnknown: false),
        Count("priorClaims365", facts => facts.PriorClaims365, FactSentences.PriorClaims365, canBeUnknown: false),
        Count("customer.ordersPlaced", facts => facts.OrdersPlaced, FactSentences.OrdersPlaced),
        new PolicyFact("customer.tags", FactType.Words, false, facts => FactValue.Of(facts.Tags), FactSentences.Tags),
    }.ToFrozenDictionary(fact => fact.Name, StringComparer.Ordinal);

    /// <summary>Every fact, by name.</summary>
    public static IReadOnlyList<PolicyFact> All { get; } = [.. ByName.Values.OrderBy(fact => fact.Name, StringComparer.Ordinal)];

    /// <summary>The names, as a policy that asks for another one is told.</summary>
    internal static string Known { get; } = string.Join(", ", All.Select(fact => fact.Name));

    /// <summary>The fact of that name, or null.</summary>
    public static PolicyFact? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>A fact that the code itself names.</summary>
    internal static PolicyFact Of(string name) => ByName[name];

    private static PolicyFact Money(string name, Func<ClaimFacts, long?> read, Func<ClaimFacts, string?> sentence, bool canBeUnknown = true) =>
        new(name, FactType.Money, canBeUnknown, facts => FactValue.Of((decimal?)read(facts)), sentence);

    private static PolicyFact Count(string name, Func<ClaimFacts, int?> read, Func<ClaimFacts, string?> sentence, bool canBeUnknown = true) =>
        new(name, FactType.Count, canBeUnknown, facts => FactValue.Of((decimal?)read(facts)), sentence);

    private static PolicyFact Duration(string name, Func<ClaimFacts, decimal?> read, Func<ClaimFacts, string?> sentence) =>
        new(name, FactType.Duration, true, facts => FactValue.Of(read(facts)), sentence);

    private static PolicyFact Flag(string name, Func<ClaimFacts, bool?> read, Func<ClaimFacts, string?> sentence, bool canBeUnknown = true) =>
        new(name, FactType.Flag, canBeUnknown, facts => FactValue.Of(read(facts)), sentence);
}
