using PromoFunctions.Domain.Guessing;

namespace PromoFunctions.Domain.Tests.Guessing;

public sealed class GuessHistoryTests
{
    private const int Limit = GuessLimits.OfShopper;

    [Fact]
    public void BlockedUntil_OneBelowTheLimit_IsNull()
    {
        var history = GuessHistory.None.With(Given.Noon, Limit - 1);

        Assert.Null(history.BlockedUntil(Given.Noon, Limit));
        Assert.Equal(Limit - 1, history.CountAt(Given.Noon));
    }

    [Fact]
    public void BlockedUntil_AtTheLimit_IsWhenTheOldestLeavesTheWindow()
    {
        var history = GuessHistory.None.With(Given.Noon, 1).With(Given.Noon.AddMinutes(4), Limit - 1);

        Assert.Equal(Given.Noon.AddMinutes(10), history.BlockedUntil(Given.Noon.AddMinutes(4), Limit));
    }

    [Fact]
    public void BlockedUntil_AboveTheLimit_WaitsUntilFewerThanTheLimitCount()
    {
        var history = GuessHistory.None.With(Given.Noon, 5).With(Given.Noon.AddMinutes(1), 5).With(Given.Noon.AddMinutes(2), Limit - 5);

        Assert.Equal(Given.Noon.AddMinutes(11), history.BlockedUntil(Given.Noon.AddMinutes(2), Limit));
    }

    [Fact]
    public void CountAt_AnInstantBeforeTheWindowEnds_StillCounts()
    {
        var history = GuessHistory.None.With(Given.Noon, 3);

        Assert.Equal(3, history.CountAt(Given.Noon.AddMinutes(10).AddTicks(-1)));
        Assert.Equal(0, history.CountAt(Given.Noon.AddMinutes(10)));
        Assert.Equal(Given.Noon.AddMinutes(10), history.ForgottenAt);
    }

    [Fact]
    public void CountAt_WithinASecond_NeverForgetsBeforeTenMinutes()
    {
        var at = Given.Noon.AddMilliseconds(1);

        var history = GuessHistory.None.With(at, 1);

        Assert.Equal(1, history.CountAt(at.AddMinutes(10)));
        Assert.Equal(0, history.CountAt(at.AddMinutes(10).AddSeconds(1)));
    }

    [Fact]
    public void With_AClockThatIsBehind_CountsAllTheSame()
    {
        var history = GuessHistory.None.With(Given.Noon.AddSeconds(2), 1).With(Given.Noon, 1);

        Assert.Equal(2, history.CountAt(Given.Noon));
    }

    [Fact]
    public void With_ACodeEachSecondForAnHour_KeepsNoMoreThanTheWindow()
    {
        var history = GuessHistory.None;
        for (var second = 0; second < 3_600; second++)
        {
            history = history.With(Given.Noon.AddSeconds(second), 1);
        }

        Assert.Equal(600, history.CountAt(Given.Noon.AddSeconds(3_599)));
        Assert.InRange(history.ToBytes().Length, 600 * 12, 601 * 12);
    }

    [Fact]
    public void FromBytes_OfWhatWasWritten_CountsTheSame()
    {
        var history = GuessHistory.None.With(Given.Noon, 2).With(Given.Noon.AddMinutes(3), 4);

        var read = GuessHistory.FromBytes(history.ToBytes());

        Assert.Equal(6, read.CountAt(Given.Noon.AddMinutes(3)));
        Assert.Equal(4, read.CountAt(Given.Noon.AddMinutes(10)));
        Assert.Equal(history.ForgottenAt, read.ForgottenAt);
    }

    [Fact]
    public void FromBytes_CutOff_Throws() =>
        Assert.Throws<FormatException>(() => GuessHistory.FromBytes(GuessHistory.None.With(Given.Noon, 2).ToBytes().AsSpan(1)));
}
