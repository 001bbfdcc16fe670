namespace PromoFunctions.Domain.Discounts;

/// <summary>What a discount takes off, in minor units: of each line, or of shipping. Immutable.</summary>
public sealed class Reduction
{
    private readonly long[] _lines;

    private Reduction(long[] lines, long shipping)
    {
        _lines = lines;
        Shipping = shipping;
        Total = shipping;
        foreach (var line in lines)
        {
            Total += line;
        }
    }

    /// <summary>Nothing.</summary>
    public static Reduction None { get; } = new([], 0);

    /// <summary>What each line loses, in the cart's order; empty when no line does.</summary>
    public ReadOnlySpan<long> Lines => _lines;

    /// <summary>What shipping loses.</summary>
    public long Shipping { get; }

    /// <summary>Lines and shipping together.</summary>
    public long Total { get; }

    /// <summary>A reduction of lines, which it keeps.</summary>
    internal static Reduction OfLines(long[] lines) => new(lines, 0);

    /// <summary>A reduction of shipping.</summary>
    internal static Reduction OfShipping(long amount) => new([], amount);
}
