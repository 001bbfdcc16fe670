using PromoFunctions.Domain.Mailing;

namespace PromoFunctions.Domain.Tests.Mailing;

public sealed class MailTicketTests
{
    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(3, 120)]
    [InlineData(7, 1_920)]
    [InlineData(8, 3_600)]
    [InlineData(MailTicket.LastAttempt, 3_600)]
    public void Wait_AfterAnAttempt_DoublesUpToAnHour(int attempt, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Ticket(attempt).Wait);

    [Fact]
    public void Wait_OfAllAttempts_IsAboutADay()
    {
        var all = Enumerable.Range(1, MailTicket.LastAttempt - 1).Aggregate(TimeSpan.Zero, (sum, attempt) => sum + Ticket(attempt).Wait);

        Assert.InRange(all, TimeSpan.FromHours(20), TimeSpan.FromHours(28));
    }

    private static MailTicket Ticket(int attempt) => new(MailId.Of(MailKind.Offer, "a"), "20261121-a|0123456789abcdef|1", attempt);
}
