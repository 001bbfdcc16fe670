namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>The time of day stands until the test moves it, so that nothing grows old on a slow machine; elapsed time and timers run.</summary>
/// <param name="start">The time that it begins with; the machine's when none is given.</param>
internal sealed class StandingClock(DateTimeOffset? start = null) : TimeProvider
{
    private readonly DateTimeOffset _start = start ?? System.GetUtcNow();
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(Interlocked.Read(ref _ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
