using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Mailing;
using PromoFunctions.Domain.Mailing;

namespace PromoFunctions.App.Tests.Mailing;

public sealed class SendMailTests
{
    private static readonly MailId Id = MailId.Of(MailKind.Offer, "a");
    private static readonly MailTaking.Taken Taken = new(new Mail(Id, MailKind.Offer, "jane@example.com", "Jane", "s", "t", "<p>h</p>"), "stamp");

    private readonly HastyTime _time = new();
    private readonly FakeMailQueue _queue = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ticket_OfAMailThatIsTaken_SendsItAndMarksIt()
    {
        var (store, sender) = (new FakeMailStore(Taken), new FakeMailSender(new MailDelivery.Accepted()));

        Assert.Null(await RunAsync(store, sender));

        Assert.Single(sender.Mails);
        Assert.Equal(["take", "mark"], store.Calls);
        Assert.Empty(_queue.Again);
    }

    [Fact]
    public async Task Ticket_OfAMailThatWasSent_SendsNothing()
    {
        var (store, sender) = (new FakeMailStore(new MailTaking.Sent()), new FakeMailSender(new MailDelivery.Accepted()));

        Assert.Null(await RunAsync(store, sender));

        Assert.Empty(sender.Mails);
        Assert.Equal(["take"], store.Calls);
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(20, 3_600)]
    public async Task Delivery_ThatFailsForNow_LetsGoAndHasTheNextAttemptMadeLater(int attempt, int seconds)
    {
        var store = new FakeMailStore(Taken);

        Assert.Null(await RunAsync(store, new FakeMailSender(new MailDelivery.NotNow("status 503")), attempt));

        Assert.Equal(["take", "let go"], store.Calls);
        var (ticket, due) = Assert.Single(_queue.Again);
        Assert.Equal((Id, attempt + 1), (ticket.Id, ticket.Attempt));
        Assert.Equal(_time.GetUtcNow().AddSeconds(seconds), due);
    }

    [Fact]
    public async Task Delivery_ThatFailsForNowAtTheLastAttempt_IsGivenUpWithAReason()
    {
        var failure = await RunAsync(new FakeMailStore(Taken), new FakeMailSender(new MailDelivery.NotNow("status 503")), MailTicket.LastAttempt);

        Assert.Equal(new MailFailure("not-accepted", "Nobody took the mail in 30 attempts; the last time: status 503."), failure);
        Assert.Empty(_queue.Again);
    }

    [Fact]
    public async Task Delivery_ThatIsRefused_LetsGoSoThatSomebodyCanSendItAgain()
    {
        var store = new FakeMailStore(Taken);

        Assert.Equal(new MailFailure("refused", "Why."), await RunAsync(store, new FakeMailSender(new MailDelivery.Refused("Why."))));

        Assert.Equal(["take", "let go"], store.Calls);
    }

    [Fact]
    public async Task Ticket_OfAMailThatSomebodyElseIsSending_ComesAgainWhenThatIsOver()
    {
        var until = _time.GetUtcNow().AddMinutes(3);
        var sender = new FakeMailSender(new MailDelivery.Accepted());

        Assert.Null(await RunAsync(new FakeMailStore(new MailTaking.Busy(until)), sender));

        Assert.Empty(sender.Mails);
        Assert.Equal(until, Assert.Single(_queue.Again).Due);
    }

    [Fact]
    public async Task Ticket_OfAMailThatIsNotKept_FailsWithAReason() =>
        Assert.Equal("unknown-mail", (await RunAsync(new FakeMailStore(new MailTaking.Missing()), new FakeMailSender(new MailDelivery.Accepted())))?.Reason);

    [Fact]
    public async Task Mark_ThatStorageDoesNotTakeAtOnce_IsTriedAgainWithoutSendingAgain()
    {
        var (store, sender) = (new FakeMailStore(Taken), new FakeMailSender(new MailDelivery.Accepted()));
        store.Failures.Enqueue(new TimeoutException());
        store.Failures.Enqueue(new TimeoutException());
        store.Failures.Enqueue(new TimeoutException());

        Assert.Null(await RunAsync(store, sender));

        Assert.Single(sender.Mails);
        Assert.Equal(["take", "take", "take", "take", "mark"], store.Calls);
    }

    [Fact]
    public async Task Storage_ThatStaysAway_LeavesTheMessageToTheQueue()
    {
        var store = new FakeMailStore(Taken);
        for (var i = 0; i < 100; i++)
        {
            store.Failures.Enqueue(new TimeoutException());
        }

        await Assert.ThrowsAsync<TimeoutException>(() => RunAsync(store, new FakeMailSender(new MailDelivery.Accepted())));
    }

    private Task<MailFailure?> RunAsync(FakeMailStore store, FakeMailSender sender, int attempt = 1) =>
        new SendMail(store, sender, _queue, _time, NullLogger<SendMail>.Instance).HandleAsync(new MailTicket(Id, "place", attempt), Cancellation);
}
