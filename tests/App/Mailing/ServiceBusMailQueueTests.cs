using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using PromoFunctions.App.Mailing;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Storage.Mailing;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Mailing;

/// <summary>The queue <c>mail</c> as infra/queues.json has it, in the tests' Azurite.</summary>
public sealed class ServiceBusMailQueueTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly ServiceBusClient _client = new(azurite.ServiceBusConnectionString);
    private readonly PromoTables _tables = new(new TableServiceClient(azurite.ConnectionString), new TableServiceClient(azurite.ConnectionString));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _tables.CreateAsync(Cancellation);
        var administration = new ServiceBusAdministrationClient(azurite.ServiceBusConnectionString);
        if (!await administration.QueueExistsAsync("mail", Cancellation))
        {
            await administration.CreateQueueAsync(new CreateQueueOptions("mail") { RequiresDuplicateDetection = true }, Cancellation);
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task Mail_SentTwice_IsOneMessageThatNamesNobody()
    {
        var mail = NewMail();
        await using var queue = new ServiceBusMailQueue(_client, new TableMailStore(_tables, TimeProvider.System));

        await queue.SendAsync(mail, Cancellation);
        await queue.SendAsync(mail, Cancellation);

        var message = Assert.Single(await PeekAsync(mail.Id));
        Assert.Equal(mail.Id.Value, message.MessageId);
        Assert.DoesNotContain("jane", message.Body.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(mail.Id, MailMessage.Read(message).Ticket?.Id);
    }

    [Fact]
    public async Task Mail_ThatWasSent_IsNoMessage()
    {
        var mail = NewMail();
        var store = new TableMailStore(_tables, TimeProvider.System);
        await using var queue = new ServiceBusMailQueue(_client, store);
        await store.MarkSentAsync(await store.KeepAsync(mail, Cancellation) ?? throw new InvalidOperationException(), Cancellation);

        await queue.SendAsync(mail, Cancellation);

        Assert.Empty(await PeekAsync(mail.Id));
    }

    [Fact]
    public async Task NextAttempt_AskedForTwice_IsOneMessageThatWaitsBesideTheFirst()
    {
        var mail = NewMail();
        var due = DateTimeOffset.UtcNow.AddHours(1);
        await using var queue = new ServiceBusMailQueue(_client, new TableMailStore(_tables, TimeProvider.System));
        await queue.SendAsync(mail, Cancellation);
        var first = MailMessage.Read(Assert.Single(await PeekAsync(mail.Id))).Ticket ?? throw new InvalidOperationException();

        await queue.SendAgainAsync(first with { Attempt = 2 }, due, Cancellation);
        await queue.SendAgainAsync(first with { Attempt = 2 }, due.AddMinutes(1), Cancellation);

        var messages = await PeekAsync(mail.Id);
        Assert.Equal(2, messages.Count);
        var next = Assert.Single(messages, message => message.State == ServiceBusMessageState.Scheduled);
        Assert.Equal(2, MailMessage.Read(next).Ticket?.Attempt);
        Assert.Equal(due, next.ScheduledEnqueueTime, TimeSpan.FromSeconds(1));
    }

    private static Mail NewMail() =>
        new(MailId.Of(MailKind.Offer, AzuriteFixture.NewName("m")), MailKind.Offer, "jane@example.com", "Jane", "s", "t", "<p>h</p>");

    /// <summary>All messages of a mail, those that wait included.</summary>
    private async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(MailId id)
    {
        await using var receiver = _client.CreateReceiver("mail");
        return [.. (await receiver.PeekMessagesAsync(100, 0, Cancellation)).Where(message => message.MessageId.StartsWith(id.Value, StringComparison.Ordinal))];
    }
}
