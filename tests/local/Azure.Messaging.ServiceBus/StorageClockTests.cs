using Azure.Messaging.ServiceBus;

namespace PromoFunctions.Local.ServiceBus.Tests;

public sealed class StorageClockTests
{
    private static readonly DateTimeOffset Second = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Now_BeforeAnyAnswer_IsThisMachines()
    {
        var time = new ManualTime();

        Assert.Equal(time.GetUtcNow(), new StorageClock(time).Now);
    }

    [Fact]
    public void Now_AfterAnswersOnBothSidesOfASecond_IsKnownToTheirDistance()
    {
        var time = new ManualTime();
        var clock = new StorageClock(time);
        clock.Observe(Second, TimeSpan.Zero);
        Assert.Equal(Second.AddSeconds(0.5), clock.Now);

        // The storage's second turned between these two answers, 10 ms apart.
        time.Advance(TimeSpan.FromMilliseconds(300));
        clock.Observe(Second, TimeSpan.FromMilliseconds(300));
        time.Advance(TimeSpan.FromMilliseconds(10));
        clock.Observe(Second.AddSeconds(1), TimeSpan.FromMilliseconds(310));

        Assert.InRange(clock.Now, Second.AddSeconds(1), Second.AddSeconds(1.011));
    }

    [Fact]
    public void Now_AfterTheStoragesClockWasSet_FollowsIt()
    {
        var time = new ManualTime();
        var clock = new StorageClock(time);
        clock.Observe(Second, TimeSpan.Zero);

        clock.Observe(Second.AddHours(1), TimeSpan.Zero);

        Assert.Equal(Second.AddHours(1).AddSeconds(0.5), clock.Now);
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Second.AddYears(-1);

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
