namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>The time of day stands until the test moves it, so that nothing grows old on a slow machine; elapsed time and timers run.</summary>
internal sealed class StandingClock : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(Interlocked.Read(ref _ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
