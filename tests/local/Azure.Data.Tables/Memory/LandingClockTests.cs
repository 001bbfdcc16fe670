using PromoFunctions.Tests.Support.Memory;

namespace PromoFunctions.Azure.Data.Tables.Tests.Memory;

public sealed class LandingClockTests
{
    private readonly LandingClock _clock = new(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Delay_TimeMovedPastIt_Ends()
    {
        var (soon, later) = (DelayAsync(2), DelayAsync(3));

        _clock.Advance(TimeSpan.FromSeconds(2));
        await soon;

        Assert.False(later.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await later;
    }

    [Fact]
    public async Task Jump_SeveralTimers_GoesToTheNextOne()
    {
        var (soon, later) = (DelayAsync(20), DelayAsync(50));

        Assert.True(_clock.Jump());
        await soon;

        Assert.Equal(TimeSpan.FromSeconds(20).Ticks, _clock.GetTimestamp());
        Assert.False(later.IsCompleted);
        Assert.True(_clock.Jump());
        await later;
        Assert.False(_clock.Jump());
    }

    [Fact]
    public void Jump_TimerStoppedBefore_FindsNone()
    {
        var fired = false;
        _clock.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();

        Assert.False(_clock.Jump());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(fired);
    }

    [Fact]
    public async Task LandingOrder_NobodySendsAnything_GoesOnToTheNextTimer()
    {
        await using var order = new LandingOrder(1, _clock, TimeSpan.FromMilliseconds(5), keptBack: 0);

        // More than half an hour by any other clock.
        for (var i = 0; i < 50; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(50), _clock, TestContext.Current.CancellationToken);
        }

        Assert.True(_clock.GetUtcNow() >= new DateTimeOffset(2026, 11, 20, 9, 41, 40, TimeSpan.Zero));
    }

    private Task DelayAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), _clock, TestContext.Current.CancellationToken);
}
