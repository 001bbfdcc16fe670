using System.Globalization;

namespace PromoFunctions.Bench.Running;

/// <summary>Whether memory that was looked at in even steps stayed where it was.</summary>
internal static class SteadyMemory
{
    /// <summary>The first fifth is warming up; of the rest, the median of the first third beside that of the last.</summary>
    public static bool IsFlat(IReadOnlyList<long> memory, double mostRatio)
    {
        var warm = memory.Skip(memory.Count / 5).ToList();
        var (early, late) = (Median(warm.Take(Math.Max(1, warm.Count / 3))), Median(warm.TakeLast(Math.Max(1, warm.Count / 3))));
        var ratio = (double)late / early;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"memory: {early / 1e6:F0} MB early, {late / 1e6:F0} MB late, {ratio:F2} times as much (at most {mostRatio:F2})"));
        return ratio <= mostRatio;
    }

    private static long Median(IEnumerable<long> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
