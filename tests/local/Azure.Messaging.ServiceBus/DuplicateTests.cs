using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.ServiceBus.Tests;

public sealed class DuplicateTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    protected override CreateQueueOptions Options() => new(Queue)
    {
        RequiresDuplicateDetection = true,
        DuplicateDetectionHistoryTimeWindow = TimeSpan.FromHours(1),
    };

    [Fact]
    public async Task Send_OfAnIdThatWaits_IsTakenOnce()
    {
        await SendAsync("a");
        await SendAsync("a");

        Assert.Single(await Receiver.PeekMessagesAsync(10, 0, Stop));
    }

    [Fact]
    public async Task Send_OfAnIdThatWasCompleted_IsDropped()
    {
        await SendAsync("a");
        await Receiver.CompleteMessageAsync(await ReceiveAsync(), Stop);

        await SendAsync("a");

        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
    }

    [Fact]
    public async Task Send_OfAnIdThatWasDeadLettered_IsDropped()
    {
        await SendAsync("a");
        await Receiver.DeadLetterMessageAsync(await ReceiveAsync(), "poison", null, Stop);

        await SendAsync("a");

        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
        Assert.Single(await DeadLetters.PeekMessagesAsync(10, 0, Stop));
    }

    [Fact]
    public async Task Send_OfABatchWithRepeats_TakesEachIdOnce()
    {
        await SendAsync("a", "b");

        await SendAsync("b", "c", "c", "d");

        Assert.Equal(["a", "b", "c", "d"], (await Receiver.PeekMessagesAsync(10, 0, Stop)).Select(message => message.MessageId).Order());
    }

    [Fact]
    public async Task Send_OfOneIdFromManyAtOnceWhileItIsConsumed_IsReceivedOnce()
    {
        await using var processor = Client.CreateProcessor(Queue, new ServiceBusProcessorOptions { MaxConcurrentCalls = 8 });
        var received = 0;
        processor.ProcessMessageAsync += _ =>
        {
            Interlocked.Increment(ref received);
            return Task.CompletedTask;
        };
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        await processor.StartProcessingAsync(Stop);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            await using var client = new ServiceBusClient(ConnectionString);
            await client.CreateSender(Queue).SendMessageAsync(new ServiceBusMessage("x") { MessageId = $"id-{i % 4}" }, Stop);
        }));

        while ((await Administration.GetQueueRuntimePropertiesAsync(Queue, Stop)).Value.ActiveMessageCount > 0)
        {
            await Task.Delay(50, Stop);
        }

        await processor.StopProcessingAsync(Stop);
        Assert.Equal(4, received);
    }

    [Fact]
    public async Task Send_OfIdsThatDifferInCase_TakesBoth()
    {
        await SendAsync("a", "A");

        Assert.Equal(2, (await Receiver.PeekMessagesAsync(10, 0, Stop)).Count);
    }

    [Fact]
    public async Task Schedule_OfAnIdThatIsScheduled_ReturnsTheFirstNumber()
    {
        var due = DateTimeOffset.UtcNow.AddHours(1);
        var first = await Sender.ScheduleMessageAsync(new ServiceBusMessage("x") { MessageId = "a" }, due, Stop);

        var second = await Sender.ScheduleMessageAsync(new ServiceBusMessage("x") { MessageId = "a" }, due, Stop);

        Assert.Equal(first, second);
        Assert.Single(await Receiver.PeekMessagesAsync(10, 0, Stop));
    }
}
