using Azure.Messaging.ServiceBus;

namespace PromoFunctions.Local.ServiceBus.Tests;

public sealed class SequenceNumberTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SequenceNumbers _numbers = new();

    [Fact]
    public void Next_DrawnByManyThreadsAtOneInstant_IsUniqueAndNamesItsPartition()
    {
        var numbers = new long[20_000];

        Parallel.For(0, numbers.Length, i => numbers[i] = _numbers.Next(Now, i % 16));

        Assert.Equal(numbers.Length, numbers.Distinct().Count());
        Assert.All(numbers.Select((number, i) => (number, i)), item => Assert.Equal(item.i % 16, SequenceNumbers.PartitionOf(item.number)));
        Assert.All(numbers, number => Assert.True(number > 0));
    }

    [Fact]
    public void Next_WhenTheClockStandsOrGoesBack_StillRises()
    {
        var first = _numbers.Next(Now, 15);
        var second = _numbers.Next(Now, 0);
        var third = _numbers.Next(Now.AddHours(-1), 0);

        Assert.True(first < second && second < third);
    }

    [Fact]
    public void Next_InSeventyYears_StillFits() =>
        Assert.True(_numbers.Next(Now.AddYears(60), 15) > 0);
}
