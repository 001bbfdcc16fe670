namespace PromoFunctions.App.Redemptions;

/// <summary>How long whoever redeems, refunds or ends a hold waits for the answer.</summary>
internal static class Patience
{
    /// <summary>A shop's server gives up after half a minute as a rule, and is to hear before that it is not refused but late.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    /// <summary>
    /// The end of a piece of work, if it comes in time. The work itself goes on: storage may be slow, or other instances first each time, and what
    /// lands is found by the same request again.
    /// </summary>
    /// <exception cref="TimeoutException">It did not; the caller is told 503 and to come again.</exception>
    public static Task<T> InTimeAsync<T>(this Task<T> work, TimeProvider clock, CancellationToken cancellationToken) => work.WaitAsync(Longest, clock, cancellationToken);
}
