using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tests.Ledger.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Delivery;

public sealed class EventFeedTests
{
    private readonly StandingClock _clock = new();
    private readonly EventRecorder _recorder = new() { Fails = _ => throw new IOException("The queue is gone.") };
    private readonly EventFeed _feed;
    private readonly OutboxEntry _entry = new(OutboxEntry.Redeemed, "0123-1", "CODE", null, "web", "EUR", 400, 10_000, true, 1, "2026-11-20", null, DateTimeOffset.UnixEpoch);
    private long _sequence;

    public EventFeedTests() => _feed = new(_recorder, _clock, NullLogger.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publisher_ThatIsBack_IsAskedAgainTenSecondsAfterItFailedAndNotBefore()
    {
        Assert.False(await TryAsync());
        _recorder.Fails = null;
        _clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.False(await TryAsync());
        Assert.Equal(1, _recorder.Asked);

        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.True(await TryAsync());
        Assert.True(await TryAsync());
        Assert.Equal([3, 4], _recorder.SequencesOf("m"));
    }

    [Fact]
    public async Task Publisher_ThatIsStillAway_IsAskedOnceInTenSeconds()
    {
        Assert.False(await TryAsync());
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.False(await TryAsync());
        Assert.False(await TryAsync());
        Assert.Equal(2, _recorder.Asked);
    }

    [Fact]
    public async Task Publisher_ThatHangsWhileOneTries_KeepsNobodyElseWaiting()
    {
        Assert.False(await TryAsync());
        var answers = new TaskCompletionSource();
        _recorder.Fails = _ => answers.Task;
        _clock.Advance(TimeSpan.FromSeconds(10));
        var trying = TryAsync();

        Assert.False(await TryAsync());
        answers.SetResult();

        Assert.True(await trying);
        Assert.Equal(2, _recorder.Asked);
    }

    private Task<bool> TryAsync() => _feed.TryPublishAsync(new("m", 0), ++_sequence, [_entry], Token);
}
