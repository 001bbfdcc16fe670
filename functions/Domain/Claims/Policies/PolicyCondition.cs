using PromoFunctions.Domain.Claims.Deciding;

namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>How a condition looks at its fact.</summary>
public enum FactTest
{
    /// <summary>A yes-or-no fact is that; of any other fact: there is one (true), there is none (false).</summary>
    Is,

    /// <summary>The number itself.</summary>
    Equals,

    /// <summary>The number or more.</summary>
    AtLeast,

    /// <summary>The number or less.</summary>
    AtMost,

    /// <summary>More than the number: what <see cref="AtMost"/> leaves, for time that is not rounded.</summary>
    Above,

    /// <summary>One of the words at least.</summary>
    AnyOf,
}

/// <summary>One condition of a rule. A fact that is unknown meets none, other than <c>is: false</c> of a fact that is no yes or no.</summary>
public sealed partial record PolicyCondition
{
    private PolicyCondition(PolicyFact fact, FactTest test) => (Fact, Test) = (fact, test);

    /// <summary>The fact it looks at.</summary>
    public PolicyFact Fact { get; }

    /// <summary>How.</summary>
    public FactTest Test { get; }

    /// <summary>For <see cref="FactTest.Is"/>; null otherwise.</summary>
    public bool? Flag { get; private init; }

    /// <summary>For the comparisons; null otherwise.</summary>
    public PolicyNumber? Number { get; private init; }

    /// <summary>For <see cref="FactTest.AnyOf"/>; empty otherwise.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>The condition that a fact is yes or no, or that it is there or not.</summary>
    internal static PolicyCondition Is(string fact, bool value) => new(PolicyFacts.Of(fact), FactTest.Is) { Flag = value };

    /// <summary>The condition that a number reaches another.</summary>
    internal static PolicyCondition AtLeast(string fact, decimal number) =>
        new(PolicyFacts.Of(fact), FactTest.AtLeast) { Number = new PolicyNumber(number) };

    /// <summary>Whether the gathered facts meet it.</summary>
    /// <param name="facts">What was gathered.</param>
    /// <param name="thresholds">Of the policy.</param>
    /// <param name="inDoubt">The answer when the policy has no threshold for the claim's currency.</param>
    public bool IsMet(ClaimFacts facts, PolicyThresholds thresholds, bool inDoubt)
    {
        var value = Fact.Read(facts);
        if (Number is null)
        {
            return Accepts(value, number: null);
        }

        return value.IsKnown && (Number.In(thresholds, facts.Currency) is { } number ? Accepts(value, number) : inDoubt);
    }

    /// <summary>Whether a value meets it, given the number that the threshold stands for.</summary>
    internal bool Accepts(FactValue value, decimal? number) => Test switch
    {
        FactTest.Is when Fact.Type == FactType.Flag => value.Flag == Flag,
        FactTest.Is => value.IsKnown == Flag,
        FactTest.Equals => value.Number is { } actual && actual == number,
        FactTest.AtLeast => value.Number is { } actual && actual >= number,
        FactTest.AtMost => value.Number is { } actual && actual <= number,
        FactTest.Above => value.Number is { } actual && actual > number,
        FactTest.AnyOf => value.Words is { } words && words.Any(word => Words.Contains(word, StringComparer.OrdinalIgnoreCase)),
        _ => throw new InvalidOperationException($"No such test: {Test}."),
    };
}
