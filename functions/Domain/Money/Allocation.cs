namespace PromoFunctions.Domain.Money;

/// <summary>Spreads an amount over weights so that the parts sum to it exactly (the largest remainder method, Hamilton 1792).</summary>
public static class Allocation
{
    private const int MaxWeights = 1000;

    /// <summary>
    /// Each part is the amount's exact share, rounded down; what is left goes, one minor unit each, to the largest
    /// remainders, ties to the earlier weight. 10.00 over three equal weights gives 3.34, 3.33, 3.33. An amount no larger
    /// than the sum of the weights gives no part above its weight; a weight of 0 gets nothing.
    /// </summary>
    /// <param name="amount">Minor units, from 0 to 10^15.</param>
    /// <param name="weights">At most 1,000, each at least 0; their sum at most 10^15, and more than 0 unless the amount is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The amount or a weight is negative, there are too many weights, or there is nothing to spread over.
    /// </exception>
    public static long[] ByLargestRemainder(long amount, ReadOnlySpan<long> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weights.Length, MaxWeights, nameof(weights));
        var parts = new long[weights.Length];
        long total = 0;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
            total += weight;
        }

        if (amount == 0)
        {
            return parts;
        }

        ArgumentOutOfRangeException.ThrowIfZero(total, nameof(weights));
        var byRemainder = new long[weights.Length];
        var left = amount;
        for (var i = 0; i < weights.Length; i++)
        {
            var remainder = Share(amount, weights[i], total, out parts[i]);
            left -= parts[i];

            // One number that sorts the largest remainder first and the earlier weight before a later one.
            byRemainder[i] = ((total - 1 - remainder) * weights.Length) + i;
        }

        if (left > 0)
        {
            Array.Sort(byRemainder);
            foreach (var key in byRemainder.AsSpan(0, (int)left))
            {
                parts[key % weights.Length]++;
            }
        }

        return parts;
    }

    private static long Share(long amount, long weight, long total, out long part)
    {
        // 10^15 * 10^15 needs 100 bits; what carts hold every day needs 64.
        if (weight == 0 || amount <= long.MaxValue / weight)
        {
            (part, var remainder) = Math.DivRem(amount * weight, total);
            return remainder;
        }

        var (wide, wideRemainder) = Int128.DivRem((Int128)amount * weight, total);
        part = (long)wide;
        return (long)wideRemainder;
    }
}
