namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>A clock that all processes of a history share and that runs fast, so that 15 seconds of ownership pass while a test waits.</summary>
/// <param name="start">The time that it begins with.</param>
/// <param name="speed">Its seconds in one of the machine's.</param>
internal sealed class FastClock(DateTimeOffset start, int speed) : TimeProvider
{
    private readonly long _begin = System.GetTimestamp();
    private long _ahead;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => (System.GetElapsedTime(_begin).Ticks * speed) + Interlocked.Read(ref _ahead);

    public override DateTimeOffset GetUtcNow() => start.AddTicks(GetTimestamp());

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Scaled(dueTime), Scaled(period));

    /// <summary>The clock of a process that is wrong by that much.</summary>
    public TimeProvider Behind(TimeSpan lag) => new Lagging(this, lag);

    private TimeSpan Scaled(TimeSpan span) => span <= TimeSpan.Zero ? span : span / speed;

    private sealed class Lagging(FastClock clock, TimeSpan lag) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() - lag;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
    }
}
