using PromoFunctions.Domain.Codes;

namespace PromoFunctions.Domain.Tests.Codes;

public sealed class CodeStatusChangeTests
{
    private static readonly IReadOnlyList<CodeStatusChange> PausedForAnHour =
        [new(CodeStatus.Paused, Given.Noon), new(CodeStatus.Active, Given.Noon.AddHours(1))];

    [Theory]
    [InlineData(-1, CodeStatus.Active)]
    [InlineData(0, CodeStatus.Paused)]
    [InlineData(TimeSpan.TicksPerHour - 1, CodeStatus.Paused)]
    [InlineData(TimeSpan.TicksPerHour, CodeStatus.Active)]
    public void At_AroundAPause_IncludesItsStartAndExcludesItsEnd(long ticks, CodeStatus status) =>
        Assert.Equal(status, CodeStatusChange.At(PausedForAnHour, CodeStatus.Active, Given.Noon.AddTicks(ticks)));

    [Theory]
    [InlineData(CodeStatus.Active)]
    [InlineData(CodeStatus.Voided)]
    public void At_WithoutAnyChangeKept_IsAsNow(CodeStatus standing) =>
        Assert.Equal(standing, CodeStatusChange.At([], standing, DateTimeOffset.MinValue));

    [Fact]
    public void After_OfACodeWhosePauseWasNotKept_LeavesItPausedBefore()
    {
        var changes = CodeStatusChange.After([], CodeStatus.Paused, new(CodeStatus.Active, Given.Noon));

        Assert.Equal(CodeStatus.Paused, CodeStatusChange.At(changes, CodeStatus.Active, Given.Noon.AddTicks(-1)));
        Assert.Equal(CodeStatus.Active, CodeStatusChange.At(changes, CodeStatus.Active, Given.Noon));
    }

    [Fact]
    public void After_OfAnActiveCode_IsTheChangeAlone() =>
        Assert.Equal([new(CodeStatus.Voided, Given.Noon)], CodeStatusChange.After([], CodeStatus.Active, new(CodeStatus.Voided, Given.Noon)));
}
