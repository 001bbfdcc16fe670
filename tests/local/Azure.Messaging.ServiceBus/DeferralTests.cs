using Azure.Messaging.ServiceBus;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.ServiceBus.Tests;

public sealed class DeferralTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    [Fact]
    public async Task Defer_OfALockedMessage_LeavesItToItsNumberOnly()
    {
        await SendAsync("a");
        var message = await ReceiveAsync();

        await Receiver.DeferMessageAsync(message, null, Stop);

        await AssertEmptyAsync();
        Assert.Equal(ServiceBusMessageState.Deferred, (await Receiver.PeekMessageAsync(0, Stop)).State);
        var deferred = await Receiver.ReceiveDeferredMessageAsync(message.SequenceNumber, Stop);
        Assert.Equal(2, deferred.DeliveryCount);
        await Receiver.CompleteMessageAsync(deferred, Stop);
        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
    }

    [Fact]
    public async Task Abandon_OfADeferredMessage_LeavesItDeferred()
    {
        await SendAsync("a");
        var message = await ReceiveAsync();
        await Receiver.DeferMessageAsync(message, null, Stop);

        await Receiver.AbandonMessageAsync(await Receiver.ReceiveDeferredMessageAsync(message.SequenceNumber, Stop), null, Stop);

        await AssertEmptyAsync();
        Assert.Equal(3, (await Receiver.ReceiveDeferredMessageAsync(message.SequenceNumber, Stop)).DeliveryCount);
    }

    [Fact]
    public async Task ReceiveDeferred_OfAMessageLockedByAnother_IsNotFound()
    {
        await SendAsync("a", "b");
        var a = await ReceiveAsync();
        var b = await ReceiveAsync();
        await Receiver.DeferMessageAsync(a, null, Stop);
        await Receiver.DeferMessageAsync(b, null, Stop);
        await Receiver.ReceiveDeferredMessageAsync(b.SequenceNumber, Stop);

        await AssertFailsAsync(
            ServiceBusFailureReason.MessageNotFound,
            () => Receiver.ReceiveDeferredMessagesAsync([a.SequenceNumber, b.SequenceNumber], Stop));

        Assert.Equal(2, (await Receiver.ReceiveDeferredMessageAsync(a.SequenceNumber, Stop)).DeliveryCount);
    }

    [Fact]
    public async Task ReceiveDeferred_OfAMessageThatIsNotDeferred_IsNotFound()
    {
        await SendAsync("a");
        var waiting = await Receiver.PeekMessageAsync(0, Stop);

        await AssertFailsAsync(ServiceBusFailureReason.MessageNotFound, () => Receiver.ReceiveDeferredMessageAsync(waiting.SequenceNumber, Stop));
        await AssertFailsAsync(ServiceBusFailureReason.MessageNotFound, () => Receiver.ReceiveDeferredMessageAsync(12345, Stop));
    }
}
