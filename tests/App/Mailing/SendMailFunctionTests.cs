using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Mailing;
using PromoFunctions.Domain.Mailing;

namespace PromoFunctions.App.Tests.Mailing;

public sealed class SendMailFunctionTests
{
    private static readonly MailTicket Ticket = new(MailId.Of(MailKind.Offer, "a"), "20261121-a|0123456789abcdef|1", 1);

    private readonly FakeMailStore _store = new(new MailTaking.Sent());
    private readonly Settled _settled = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_OfATicket_IsCompletedOnceItsWorkIsDone()
    {
        await RunAsync(MailMessage.Of(Ticket).Body);

        Assert.Equal(["completed"], _settled.Calls);
        Assert.Equal(["take"], _store.Calls);
    }

    [Theory]
    [InlineData("", "dead: invalid-mail: The body ")]
    [InlineData("rubbish", "dead: invalid-mail: The body ")]
    [InlineData("{}", "dead: invalid-mail: /mail is required.")]
    [InlineData("""{"mail":"x","place":"y","attempt":1}""", "dead: invalid-mail: /mail must be a kind of mail")]
    [InlineData("""{"mail":"offer-00000000000000000000000000000000","place":"y","attempt":31}""", "dead: invalid-mail: /attempt must be ")]
    [InlineData("""{"mail":"offer-00000000000000000000000000000000","place":"y","attempt":1,"to":"jane@example.com"}""", "dead: invalid-mail: /to is not known")]
    public async Task Message_ThatIsNoTicket_IsDeadLetteredWithItsPlace(string body, string call)
    {
        await RunAsync(BinaryData.FromString(body));

        Assert.StartsWith(call, Assert.Single(_settled.Calls), StringComparison.Ordinal);
        Assert.Empty(_store.Calls);
    }

    [Fact]
    public void Message_OfATicket_IsNamedByTheMailAndTheAttemptAndCarriesNothingOfTheMail()
    {
        var (first, third) = (MailMessage.Of(Ticket), MailMessage.Of(Ticket with { Attempt = 3 }));

        Assert.Equal((Ticket.Id.Value, Ticket.Id.Value + "-3"), (first.MessageId, third.MessageId));
        Assert.Equal($$"""{"mail":"{{Ticket.Id.Value}}","place":"20261121-a|0123456789abcdef|1","attempt":3}""", third.Body.ToString());
    }

    private Task RunAsync(BinaryData body)
    {
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(body: body, messageId: "m", deliveryCount: 1);
        var send = new SendMail(_store, new FakeMailSender(new MailDelivery.Accepted()), new FakeMailQueue(), new HastyTime(), NullLogger<SendMail>.Instance);
        return new SendMailFunction(send).RunAsync(message, _settled, Cancellation);
    }

    /// <summary>Remembers how messages were settled.</summary>
    private sealed class Settled : ServiceBusMessageActions
    {
        public List<string> Calls { get; } = [];

        public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
        {
            Calls.Add("completed");
            return Task.CompletedTask;
        }

        public override Task DeadLetterMessageAsync(
            ServiceBusReceivedMessage message,
            Dictionary<string, object>? propertiesToModify = null,
            string? deadLetterReason = null,
            string? deadLetterErrorDescription = null,
            CancellationToken cancellationToken = default)
        {
            Calls.Add($"dead: {deadLetterReason}: {deadLetterErrorDescription}");
            return Task.CompletedTask;
        }
    }
}
