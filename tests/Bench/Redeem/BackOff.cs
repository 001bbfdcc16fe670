namespace PromoFunctions.Bench.Redeem;

/// <summary>How long a loop waits after its n-th failure: a random time below min(cap, first × 2ⁿ⁻¹).</summary>
/// <param name="First">Milliseconds.</param>
/// <param name="Cap">Milliseconds.</param>
internal sealed record BackOff(int First, int Cap)
{
    /// <summary>The best of those that <c>-- redeem tune</c> tries.</summary>
    public static BackOff Tuned { get; } = new(32, 1_000);

    public TimeSpan After(int failures)
    {
        var most = Math.Min(Cap, (long)First << Math.Min(failures - 1, 20));
        return TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * most);
    }
}
