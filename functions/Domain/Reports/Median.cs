namespace PromoFunctions.Domain.Reports;

/// <summary>The median of values that are known by how often each occurs.</summary>
internal static class Median
{
    /// <summary>Of an even number of values, the mean of the middle two; null without any.</summary>
    /// <param name="counts">Values and how often they occur; a value may come several times.</param>
    public static decimal? Of(IEnumerable<KeyValuePair<long, long>> counts)
    {
        var sorted = counts.OrderBy(entry => entry.Key).ToList();
        var count = sorted.Sum(entry => entry.Value);
        return count <= 0 ? null : (At(sorted, (count - 1) / 2) + At(sorted, count / 2)) / 2m;
    }

    private static long At(List<KeyValuePair<long, long>> sorted, long index)
    {
        foreach (var (value, count) in sorted)
        {
            index -= count;
            if (index < 0)
            {
                return value;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(index));
    }
}
