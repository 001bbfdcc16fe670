namespace PromoFunctions.Bench.Faults;

/// <summary>Something that goes wrong for a while.</summary>
/// <param name="Name">What, as the table calls it.</param>
/// <param name="Time">For how long.</param>
/// <param name="Apps">Who is called meanwhile.</param>
/// <param name="Promised">The answers that callers may get meanwhile.</param>
/// <param name="InjectAsync">Makes it go wrong, and gives what puts it right again and tells what else was seen.</param>
internal sealed record Fault(
    string Name,
    TimeSpan Time,
    IReadOnlyList<Uri> Apps,
    IReadOnlySet<string> Promised,
    Func<Task<Func<Task<string>>>> InjectAsync)
{
    /// <summary>As if nothing had happened.</summary>
    public static IReadOnlySet<string> Untouched { get; } = new HashSet<string>(StringComparer.Ordinal) { "200", "201", "202" };

    /// <summary>What needs the service that is away is 503 with Retry-After; warm validation goes on.</summary>
    public static IReadOnlySet<string> Clear { get; } = new HashSet<string>(StringComparer.Ordinal) { "200", FaultCallers.FromMemory, "201", "202", "503" };
}
