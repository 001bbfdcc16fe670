using PromoFunctions.App.Validation;

namespace PromoFunctions.App.Tests.Validation;

public sealed class TakenCodesTests
{
    private const string Redemption = "0123-1";
    private readonly HandClock _clock = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Find_UntilFourAndAHalfSecondsAfterItWasAsked_GivesTheAnswerAndThenNone(bool used)
    {
        var taken = new TakenCodes(_clock);
        taken.Keep(Redemption, used, taken.Now);

        _clock.Passed = TimeSpan.FromSeconds(4.5).Ticks - 1;
        Assert.Equal(used, taken.Find(Redemption));
        _clock.Passed++;
        Assert.Null(taken.Find(Redemption));
    }

    [Fact]
    public void Find_WhatThisProcessGaveBack_IsAskedAgainAtOnce()
    {
        var taken = new TakenCodes(_clock);
        taken.Keep(Redemption, used: true, taken.Now);

        taken.Forget(Redemption);

        Assert.Null(taken.Find(Redemption));
    }

    private sealed class HandClock : TimeProvider
    {
        public long Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed;
    }
}
