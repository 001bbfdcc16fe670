using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Discounts;

/// <summary>The part of a basket that a discount applies to: amounts per line (0 where it does not apply), or shipping.</summary>
public sealed class Coverage
{
    private readonly long[] _lines;
    private readonly long _shipping;

    internal Coverage(long[] lines, long shipping)
    {
        _lines = lines;
        _shipping = shipping;
        Total = shipping;
        foreach (var line in lines)
        {
            Total += line;
        }
    }

    /// <summary>What is left of each line that is covered, in the cart's order; empty when shipping is covered.</summary>
    public ReadOnlySpan<long> Lines => _lines;

    /// <summary>The sum of what is covered.</summary>
    public long Total { get; }

    /// <summary>Takes an amount off, spread by largest remainder; no more than there is.</summary>
    public Reduction TakeOff(long amount)
    {
        var taken = Math.Min(amount, Total);
        if (taken == 0)
        {
            return Reduction.None;
        }

        return _shipping > 0 ? Reduction.OfShipping(taken) : Reduction.OfLines(Allocation.ByLargestRemainder(taken, _lines));
    }
}
