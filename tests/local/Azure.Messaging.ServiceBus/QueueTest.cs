using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using PromoFunctions.Tests.Support;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace PromoFunctions.Local.ServiceBus.Tests;

/// <summary>A test with a queue of its own, deleted after it.</summary>
public abstract class QueueTest : IAsyncLifetime
{
    /// <summary>Long enough for an empty queue to be believed empty; waits that are to succeed are given a minute.</summary>
    protected static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(300);

    protected QueueTest(AzuriteFixture azurite)
    {
        ConnectionString = azurite.ServiceBusConnectionString;
        Client = new ServiceBusClient(ConnectionString);
        Administration = new ServiceBusAdministrationClient(ConnectionString);
        Sender = Client.CreateSender(Queue);
        Receiver = Client.CreateReceiver(Queue);
        DeadLetters = Client.CreateReceiver(Queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
    }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected string Queue { get; } = AzuriteFixture.NewName("queue");

    protected string ConnectionString { get; }

    protected ServiceBusClient Client { get; }

    protected ServiceBusAdministrationClient Administration { get; }

    protected ServiceBusSender Sender { get; }

    protected ServiceBusReceiver Receiver { get; }

    protected ServiceBusReceiver DeadLetters { get; }

    public virtual async ValueTask InitializeAsync() => await Administration.CreateQueueAsync(Options(), Stop);

    public virtual async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Administration.DeleteQueueAsync(Queue, CancellationToken.None);
        GC.SuppressFinalize(this);
    }

    /// <summary>What the queue is to be; a test class that needs another one says so.</summary>
    protected virtual CreateQueueOptions Options() => new(Queue);

    protected Task SendAsync(params string[] ids) =>
        Sender.SendMessagesAsync(ids.Select(id => new ServiceBusMessage($"body of {id}") { MessageId = id }), Stop);

    protected async Task<ServiceBusReceivedMessage> ReceiveAsync(ServiceBusReceiver? receiver = null)
    {
        var message = await (receiver ?? Receiver).ReceiveMessageAsync(TimeSpan.FromMinutes(1), Stop);
        Assert.NotNull(message);
        return message;
    }

    protected async Task AssertEmptyAsync(ServiceBusReceiver? receiver = null) =>
        Assert.Null(await (receiver ?? Receiver).ReceiveMessageAsync(Glance, Stop));

    protected static async Task AssertFailsAsync(ServiceBusFailureReason reason, Func<Task> act)
    {
        var failure = await Assert.ThrowsAsync<ServiceBusException>(act);
        Assert.Equal(reason, failure.Reason);
    }

    protected async Task SetAsync(Action<QueueProperties> change)
    {
        QueueProperties properties = await Administration.GetQueueAsync(Queue, Stop);
        change(properties);
        await Administration.UpdateQueueAsync(properties, Stop);
    }
}
