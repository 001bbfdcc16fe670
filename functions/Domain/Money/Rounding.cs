namespace PromoFunctions.Domain.Money;

/// <summary>The one place where money is rounded: to whole minor units, half away from zero.</summary>
public static class Rounding
{
    /// <summary>Rounds to whole minor units: 0.5 is 1, -0.5 is -1.</summary>
    /// <exception cref="OverflowException">The amount does not fit a long.</exception>
    public static long HalfAwayFromZero(decimal amount) => (long)decimal.Round(amount, MidpointRounding.AwayFromZero);

    /// <summary>A percentage of an amount, rounded once: 20 percent of 2.50 is 0.50; 15 percent of 0.30 is 0.05.</summary>
    /// <exception cref="OverflowException">The result does not fit a long.</exception>
    public static long PercentOf(long amount, decimal percent) => HalfAwayFromZero(amount * percent / 100m);

    /// <summary>So many parts of an amount cut into equal ones, rounded once: two of three parts of 1.00 are 0.67.</summary>
    /// <param name="amount">Minor units, at least 0.</param>
    /// <param name="parts">From 0 to <paramref name="of"/>: all of them give the amount exactly.</param>
    /// <param name="of">At least 1.</param>
    public static long PartsOf(long amount, int parts, int of)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        ArgumentOutOfRangeException.ThrowIfNegative(parts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, of);

        // 10^15 times 10^9 needs 80 bits.
        return (long)(((2 * (Int128)amount * parts) + of) / (2 * (Int128)of));
    }
}
