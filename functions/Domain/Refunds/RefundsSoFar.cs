using System.Collections.Immutable;

namespace PromoFunctions.Domain.Refunds;

/// <summary>What was given back of an order by all its refunds together. Amounts are minor units.</summary>
/// <param name="Lines">By line.</param>
/// <param name="Shipping">Of shipping.</param>
/// <param name="Discounts">The discount that came back with it, by <see cref="GivenDiscount.Id"/>.</param>
/// <param name="Complete">Whether nothing is left: the uses and the budget were given back.</param>
public sealed record RefundsSoFar(
    ImmutableSortedDictionary<string, RefundedSoFar> Lines,
    long Shipping,
    ImmutableSortedDictionary<string, long> Discounts,
    bool Complete)
{
    /// <summary>Of an order without any.</summary>
    public static RefundsSoFar None { get; } = new(
        ImmutableSortedDictionary.Create<string, RefundedSoFar>(StringComparer.Ordinal),
        0,
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal),
        false);

    /// <summary>Of one line.</summary>
    public RefundedSoFar Of(string line) => Lines.GetValueOrDefault(line) ?? new RefundedSoFar(0, 0);
}

/// <summary>What was given back of a line.</summary>
/// <param name="Units">Units.</param>
/// <param name="Amount">Minor units.</param>
public sealed record RefundedSoFar(int Units, long Amount);
