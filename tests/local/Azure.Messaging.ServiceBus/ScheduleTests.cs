using Azure.Messaging.ServiceBus;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.ServiceBus.Tests;

public sealed class ScheduleTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    [Fact]
    public async Task Schedule_ForALaterTime_IsReceivedThenAndNotBefore()
    {
        var due = DateTimeOffset.UtcNow.AddSeconds(2);
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("x") { MessageId = "later" }, due, Stop);
        var waiting = await Receiver.PeekMessageAsync(0, Stop);

        var message = await ReceiveAsync();

        Assert.Equal((ServiceBusMessageState.Scheduled, number), (waiting.State, waiting.SequenceNumber));
        Assert.True(message.LockedUntil - TimeSpan.FromMinutes(1) >= due, "Received before its time.");
        Assert.Equal(due, message.EnqueuedTime);
        Assert.Equal(due, message.ScheduledEnqueueTime);
        Assert.Equal(number, message.SequenceNumber);
    }

    [Fact]
    public async Task Send_WithAScheduledEnqueueTime_Waits()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x") { ScheduledEnqueueTime = DateTimeOffset.UtcNow.AddHours(1) }, Stop);

        await AssertEmptyAsync();
        var counts = (await Administration.GetQueueRuntimePropertiesAsync(Queue, Stop)).Value;
        Assert.Equal((1, 0), (counts.ScheduledMessageCount, counts.ActiveMessageCount));
    }

    [Fact]
    public async Task CancelScheduled_BeforeItsTime_TakesTheMessageBack()
    {
        var number = await Sender.ScheduleMessageAsync(new ServiceBusMessage("x"), DateTimeOffset.UtcNow.AddHours(1), Stop);

        await Sender.CancelScheduledMessageAsync(number, Stop);

        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
        await AssertFailsAsync(ServiceBusFailureReason.MessageNotFound, () => Sender.CancelScheduledMessageAsync(number, Stop));
    }

    [Fact]
    public async Task CancelScheduled_OfAnActiveMessage_IsNotFound()
    {
        await SendAsync("a");
        var waiting = await Receiver.PeekMessageAsync(0, Stop);

        await AssertFailsAsync(ServiceBusFailureReason.MessageNotFound, () => Sender.CancelScheduledMessageAsync(waiting.SequenceNumber, Stop));
    }
}
