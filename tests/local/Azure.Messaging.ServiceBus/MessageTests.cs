using System.Runtime.Serialization;
using Azure.Messaging.ServiceBus;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.ServiceBus.Tests;

public sealed class MessageTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    private const int Limit = 256 * 1024;

    [Fact]
    public void Message_WithoutMore_HasServiceBusDefaults()
    {
        var message = new ServiceBusMessage();

        Assert.Equal(0, message.Body.ToMemory().Length);
        Assert.Null(message.MessageId);
        Assert.Equal(TimeSpan.MaxValue, message.TimeToLive);
        Assert.Equal(default, message.ScheduledEnqueueTime);
        Assert.Empty(message.ApplicationProperties);
    }

    [Fact]
    public void MessageId_Has1To128Characters()
    {
        var message = new ServiceBusMessage { MessageId = new string('x', 128) };

        Assert.Throws<ArgumentException>(() => message.MessageId = new string('x', 129));
        Assert.Throws<ArgumentException>(() => message.MessageId = "");
        Assert.Throws<ArgumentException>(() => message.MessageId = null);
        Assert.Throws<ArgumentOutOfRangeException>(() => message.SessionId = new string('x', 129));
        Assert.Throws<ArgumentOutOfRangeException>(() => message.TimeToLive = TimeSpan.Zero);
    }

    [Fact]
    public async Task Send_OfALargeMessage_ArrivesWhole()
    {
        var body = new byte[Limit - 2048];
        Random.Shared.NextBytes(body);
        await Sender.SendMessageAsync(new ServiceBusMessage(body), Stop);

        Assert.Equal(body, (await ReceiveAsync()).Body.ToArray());
    }

    [Fact]
    public async Task Send_OverTheLimit_FailsAndStoresNothing()
    {
        await AssertFailsAsync(ServiceBusFailureReason.MessageSizeExceeded, () => Sender.SendMessageAsync(new ServiceBusMessage(new byte[Limit]), Stop));
        var half = new ServiceBusMessage(new byte[Limit / 2]);
        await AssertFailsAsync(ServiceBusFailureReason.MessageSizeExceeded, () => Sender.SendMessagesAsync([half, half], Stop));

        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
    }

    [Fact]
    public async Task Send_OfAPropertyThatAmqpDoesNotCarry_Fails()
    {
        var message = new ServiceBusMessage("x") { ApplicationProperties = { ["p"] = new Version(1, 0) } };

        await Assert.ThrowsAsync<SerializationException>(() => Sender.SendMessageAsync(message, Stop));
    }

    [Fact]
    public async Task Batch_TakesWhatFitsAndIsSentWhole()
    {
        using var batch = await Sender.CreateMessageBatchAsync(new CreateMessageBatchOptions { MaxSizeInBytes = 1000 }, Stop);
        var message = new ServiceBusMessage(new byte[400]);
        Assert.True(batch.TryAddMessage(message));
        message.Subject = "changed after it was added";
        Assert.True(batch.TryAddMessage(new ServiceBusMessage(new byte[400])));
        Assert.False(batch.TryAddMessage(new ServiceBusMessage(new byte[400])));

        await Sender.SendMessagesAsync(batch, Stop);

        Assert.Equal((2, 1000), (batch.Count, batch.MaxSizeInBytes));
        Assert.InRange(batch.SizeInBytes, 800, 1000);
        var received = await Receiver.ReceiveMessagesAsync(10, TimeSpan.FromMinutes(1), Stop);
        Assert.Equal(2, received.Count);
        Assert.All(received, item => Assert.Null(item.Subject));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Sender.CreateMessageBatchAsync(new CreateMessageBatchOptions { MaxSizeInBytes = Limit + 1 }, Stop));
    }

    [Fact]
    public async Task Send_OfMoreMessagesThanATransactionTakes_StoresThemAll()
    {
        await SendAsync([.. Enumerable.Range(0, 250).Select(i => $"m{i}")]);

        Assert.Equal(250, (await Receiver.PeekMessagesAsync(1000, 0, Stop)).Count);
    }

    [Fact]
    public void ModelFactory_MakesWhatATestSays()
    {
        var locked = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(
            BinaryData.FromString("body"), messageId: "id", properties: new Dictionary<string, object> { ["DeadLetterReason"] = "r" },
            deliveryCount: 4, lockedUntil: locked, sequenceNumber: 7, enqueuedTime: locked, timeToLive: TimeSpan.FromDays(1));

        Assert.Equal(("body", "id", 4, locked, 7L, "r"), (message.Body.ToString(), message.MessageId, message.DeliveryCount, message.LockedUntil, message.SequenceNumber, message.DeadLetterReason));
        Assert.Equal(locked.AddDays(1), message.ExpiresAt);
    }
}
