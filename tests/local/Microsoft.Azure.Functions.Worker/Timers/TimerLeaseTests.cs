using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Runtime.Timers;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Timers;

public sealed class TimerLeaseTests(AzuriteFixture azurite)
{
    private readonly TableServiceClient tables = new(azurite.ConnectionString);
    private readonly string function = AzuriteFixture.NewName("lease");
    private readonly ManualClock clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lease_HeldByOne_IsNotHadByAnotherUntilReleased()
    {
        var (first, second) = (NewLease(), NewLease());
        Assert.True(await first.TryAcquireAsync(Cancellation));
        Assert.False(await second.TryAcquireAsync(Cancellation));
        Assert.True(await first.TryAcquireAsync(Cancellation));
        await first.ReleaseAsync(Cancellation);
        Assert.True(await second.TryAcquireAsync(Cancellation));
        Assert.False(await first.TryAcquireAsync(Cancellation));
    }

    [Fact]
    public async Task Lease_OfAProcessThatDied_IsHadOnceItHasLapsedAndNoSooner()
    {
        var (dead, next) = (NewLease(), NewLease());
        Assert.True(await dead.TryAcquireAsync(Cancellation));
        clock.Advance(TimeSpan.FromSeconds(15) - TimeSpan.FromTicks(1));
        Assert.False(await next.TryAcquireAsync(Cancellation));
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(await next.TryAcquireAsync(Cancellation));
    }

    [Fact]
    public async Task Lease_FromBeforeTheClockWasSetBack_IsHadWhenNobodyRenewsIt()
    {
        var (alive, next) = (NewLease(), NewLease());
        Assert.True(await alive.TryAcquireAsync(Cancellation));
        clock.Set(TimeSpan.FromDays(-1));
        Assert.False(await next.TryAcquireAsync(Cancellation));
        clock.Advance(TimeSpan.FromSeconds(15) - TimeSpan.FromTicks(1));
        Assert.False(await next.TryAcquireAsync(Cancellation));
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(await next.TryAcquireAsync(Cancellation));
    }

    [Fact]
    public async Task Lease_FromBeforeTheClockWasSetBack_IsKeptByWhoeverRenewsIt()
    {
        var (alive, next) = (NewLease(), NewLease());
        Assert.True(await alive.TryAcquireAsync(Cancellation));
        clock.Set(TimeSpan.FromDays(-1));
        Assert.False(await next.TryAcquireAsync(Cancellation));
        clock.Advance(TimeSpan.FromSeconds(14));
        Assert.True(await alive.RenewAsync(Cancellation));
        clock.Advance(TimeSpan.FromSeconds(14));
        Assert.False(await next.TryAcquireAsync(Cancellation));
    }

    [Fact]
    public async Task Lease_TakenOver_CanNeitherBeRenewedNorWriteItsStatus()
    {
        var (slow, next) = (NewLease(), NewLease());
        Assert.True(await slow.TryAcquireAsync(Cancellation));
        Assert.True(await slow.SaveAsync(Status(1), "schedule", Cancellation));
        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.True(await next.TryAcquireAsync(Cancellation));
        Assert.Equal(Status(1).Next, next.Status?.Next);
        Assert.True(await next.SaveAsync(Status(2), "schedule", Cancellation));

        Assert.False(await slow.SaveAsync(Status(3), "schedule", Cancellation));
        Assert.False(await slow.RenewAsync(Cancellation));
        Assert.True(await next.RenewAsync(Cancellation));
        Assert.Equal(Status(2).Next, next.Status?.Next);
    }

    [Fact]
    public async Task Lease_AskedForByManyAtOnce_IsHadByOne()
    {
        var leases = Enumerable.Range(0, 8).Select(_ => NewLease()).ToList();
        var had = await Task.WhenAll(leases.Select(lease => lease.TryAcquireAsync(Cancellation)));
        Assert.Single(had, isHad => isHad);
    }

    [Fact]
    public async Task Status_Kept_IsReadByTheNextHolder()
    {
        var first = NewLease();
        Assert.True(await first.TryAcquireAsync(Cancellation));
        Assert.Null(first.Status);
        Assert.True(await first.SaveAsync(Status(1), "0 * * * * *", Cancellation));
        await first.ReleaseAsync(Cancellation);

        var second = NewLease();
        Assert.True(await second.TryAcquireAsync(Cancellation));
        Assert.Equal("0 * * * * *", second.Schedule);
        Assert.Equal((Status(1).Last, Status(1).Next), (second.Status?.Last, second.Status?.Next));
    }

    private TimerLease NewLease() => new(tables, function, TimeSpan.FromSeconds(15), clock);

    private static ScheduleStatus Status(int minute)
    {
        var last = new DateTime(2026, 11, 20, 10, minute, 0, DateTimeKind.Utc);
        return new ScheduleStatus { Last = last, Next = last.AddMinutes(1), LastUpdated = last };
    }

    private sealed class ManualClock : TimeProvider
    {
        private DateTimeOffset now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

        private long stamp;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => (now, stamp) = (now + by, stamp + by.Ticks);

        /// <summary>Sets the wall clock; monotonic time knows nothing of it.</summary>
        public void Set(TimeSpan by) => now += by;

        public override DateTimeOffset GetUtcNow() => now;

        public override long GetTimestamp() => stamp;
    }
}
