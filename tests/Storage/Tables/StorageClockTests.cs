using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Tests.Tables;

public sealed class StorageClockTests
{
    private static readonly DateTimeOffset Second = new(2026, 6, 1, 12, 0, 7, TimeSpan.Zero);

    [Fact]
    public void Now_OfAMachineThatKeepsTime_IsTheMachinesToTheMillisecond()
    {
        var machine = new Machine { Now = Second.AddMilliseconds(800) };
        var clock = new StorageClock(machine);

        clock.Observe(Second);

        Assert.Equal(Second.AddMilliseconds(800), clock.GetUtcNow());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000)]
    [InlineData(-3_600_000)]
    [InlineData(3_600_000)]
    public void Now_OfAMachineThatIsWrong_IsTheStorages(int milliseconds)
    {
        var machine = new Machine { Now = Second.AddMilliseconds(milliseconds) };
        var clock = new StorageClock(machine);

        clock.Observe(Second);
        machine.Advance(TimeSpan.FromMilliseconds(300));

        Assert.Equal(Second.AddMilliseconds(300), clock.GetUtcNow());
    }

    [Fact]
    public void Now_AfterASlowAnswer_CatchesUpWithTheNextOne()
    {
        var machine = new Machine { Now = Second.AddSeconds(4) };
        var clock = new StorageClock(machine);

        clock.Observe(Second);
        Assert.Equal(Second, clock.GetUtcNow());
        clock.Observe(Second.AddSeconds(4));

        Assert.Equal(Second.AddSeconds(4), clock.GetUtcNow());
    }

    [Fact]
    public void Now_WhenTheMachinesClockIsSetBack_GoesOn()
    {
        var machine = new Machine { Now = Second.AddMilliseconds(500) };
        var clock = new StorageClock(machine);
        clock.Observe(Second);

        machine.Now -= TimeSpan.FromHours(1);
        machine.Ticks += TimeSpan.FromMilliseconds(200).Ticks;
        clock.Observe(Second);

        Assert.Equal(Second.AddMilliseconds(700), clock.GetUtcNow());
    }

    /// <summary>A wall clock and a monotonic one, moved by hand.</summary>
    private sealed class Machine : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time)
        {
            Now += time;
            Ticks += time.Ticks;
        }

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Ticks;
    }
}
