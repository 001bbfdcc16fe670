namespace PromoFunctions.Domain.Money;

/// <summary>Spreads an amount over weights so that the parts sum to it exactly (the largest remainder method, Hamilton 1792).</summary>
public static class Allocation
{
    /// <summary>
    /// Each part is the amount's exact share, rounded down; what is left goes, one minor unit each, to the largest
    /// remainders, ties to the earlier weight. 10.00 over three equal weights gives 3.34, 3.33, 3.33. An amount no larger
    /// than the sum of the weights gives no part above its weight; a weight of 0 gets nothing.
    /// </summary>
    /// <param name="amount">Minor units, from 0 to 10^15.</param>
    /// <param name="weights">Each at least 0; their sum at most 10^15, and more than 0 unless the amount is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount or a weight is negative, or there is nothing to spread over.</exception>
    public static long[] ByLargestRemainder(long amount, ReadOnlySpan<long> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
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
        var remainders = new long[weights.Length];
        var left = amount;
        for (var i = 0; i < weights.Length; i++)
        {
            // 10^15 * 10^15 needs 100 bits.
            var (part, remainder) = Int128.DivRem((Int128)amount * weights[i], total);
            parts[i] = (long)part;
            remainders[i] = (long)remainder;
            left -= parts[i];
        }

        if (left > 0)
        {
            GiveToLargest(parts, remainders, (int)left);
        }

        return parts;
    }

    private static void GiveToLargest(long[] parts, long[] remainders, int left)
    {
        var order = new int[parts.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (one, other) =>
            remainders[one] == remainders[other] ? one.CompareTo(other) : remainders[other].CompareTo(remainders[one]));
        foreach (var index in order.AsSpan(0, left))
        {
            parts[index]++;
        }
    }
}
