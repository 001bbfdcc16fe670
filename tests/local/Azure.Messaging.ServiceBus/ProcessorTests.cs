using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.ServiceBus.Tests;

public sealed class ProcessorTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    private readonly ConcurrentQueue<ProcessErrorEventArgs> _errors = new();

    [Fact]
    public async Task Handler_ThatReturns_HasItsMessageCompleted()
    {
        await SendAsync("a", "b", "c");

        var ids = await ProcessAsync(3, _ => Task.CompletedTask);

        Assert.Equal(["a", "b", "c"], ids.Order());
        Assert.Empty(await Receiver.PeekMessagesAsync(10, 0, Stop));
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Handler_WithoutAutoComplete_KeepsTheMessageUnlessItSettles()
    {
        await SendAsync("keep", "settle");

        await ProcessAsync(
            2,
            args => args.Message.MessageId == "settle" ? args.CompleteMessageAsync(args.Message, Stop) : Task.CompletedTask,
            new ServiceBusProcessorOptions { AutoCompleteMessages = false });

        Assert.Equal("keep", Assert.Single(await Receiver.PeekMessagesAsync(10, 0, Stop)).MessageId);
    }

    [Fact]
    public async Task Handler_ThatThrows_HasItsMessageAbandonedAndTold()
    {
        await SendAsync("a");

        var ids = await ProcessAsync(2, args => args.Message.DeliveryCount == 1 ? throw new InvalidOperationException("boom") : Task.CompletedTask);

        Assert.Equal(["a", "a"], ids);
        var error = Assert.Single(_errors);
        Assert.Equal((ServiceBusErrorSource.ProcessMessageCallback, "boom", Queue), (error.ErrorSource, error.Exception.Message, error.EntityPath));
        Assert.Empty(await Receiver.PeekMessagesAsync(10, 0, Stop));
    }

    [Fact]
    public async Task Handler_ThatOutlastsTheLock_HasItRenewed()
    {
        await SetAsync(queue => queue.LockDuration = TimeSpan.FromSeconds(3));
        await SendAsync("a");
        DateTimeOffset first = default;

        var ids = await ProcessAsync(1, async args =>
        {
            first = args.Message.LockedUntil;
            while (args.Message.LockedUntil < first + TimeSpan.FromSeconds(3))
            {
                await Task.Delay(100, Stop);
            }
        });

        Assert.Equal(["a"], ids);
        Assert.Empty(await Receiver.PeekMessagesAsync(10, 0, Stop));
    }

    [Fact]
    public async Task Handler_WithoutRenewal_IsToldOfTheLoss()
    {
        await SetAsync(queue => queue.LockDuration = TimeSpan.FromMilliseconds(500));
        await SendAsync("a");
        var lost = new TaskCompletionSource();

        await ProcessAsync(
            1,
            async args =>
            {
                if (args.Message.DeliveryCount == 1)
                {
                    args.MessageLockLostAsync += _ =>
                    {
                        lost.TrySetResult();
                        return Task.CompletedTask;
                    };
                    await lost.Task.WaitAsync(Stop);
                }
            },
            new ServiceBusProcessorOptions { MaxAutoLockRenewalDuration = TimeSpan.Zero });

        Assert.True(lost.Task.IsCompletedSuccessfully);
        Assert.Contains(_errors, error => error is { ErrorSource: ServiceBusErrorSource.Complete, Exception: ServiceBusException { Reason: ServiceBusFailureReason.MessageLockLost } });
    }

    [Fact]
    public async Task Handlers_RunAsManyAtOnceAsAsked_AndNotMore()
    {
        await SendAsync([.. Enumerable.Range(0, 12).Select(i => $"m{i}")]);
        var (running, most) = (0, 0);
        var full = new TaskCompletionSource();

        await ProcessAsync(
            12,
            async _ =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                if (now == 4)
                {
                    full.TrySetResult();
                }

                await full.Task.WaitAsync(Stop);
                Interlocked.Decrement(ref running);
            },
            new ServiceBusProcessorOptions { MaxConcurrentCalls = 4 });

        Assert.Equal(4, most);
    }

    [Fact]
    public async Task StopProcessing_WhileAHandlerRuns_AsksItToEndAndWaits()
    {
        await SendAsync("a");
        var entered = new TaskCompletionSource();
        var finished = false;
        await using var processor = NewProcessor(new ServiceBusProcessorOptions(), async args =>
        {
            entered.SetResult();
            var asked = new TaskCompletionSource();
            await using var registration = args.CancellationToken.Register(asked.SetResult);
            await asked.Task.WaitAsync(Stop);
            await Task.Delay(100, Stop);
            finished = true;
        });
        await processor.StartProcessingAsync(Stop);
        Assert.True(processor.IsProcessing);
        await entered.Task.WaitAsync(Stop);

        await processor.StopProcessingAsync(Stop);

        Assert.True(finished);
        Assert.False(processor.IsProcessing);
        Assert.Empty(await Receiver.PeekMessagesAsync(10, 0, Stop));
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task StopProcessing_UnderLoad_LeavesNoMessageLocked()
    {
        await SendAsync([.. Enumerable.Range(0, 300).Select(i => $"m{i}")]);

        var ids = await ProcessAsync(25, _ => Task.CompletedTask, new ServiceBusProcessorOptions { MaxConcurrentCalls = 8 });

        var left = await Receiver.PeekMessagesAsync(300, 0, Stop);
        Assert.Equal(300, ids.Count + left.Count);
        Assert.All(left, message => Assert.Equal((default, 0), (message.LockedUntil, message.DeliveryCount)));
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Processor_WhoseQueueIsMissing_TellsAndGoesOnOnceItIsThere()
    {
        var name = AzuriteFixture.NewName("late");
        var told = new TaskCompletionSource<Exception>();
        var received = new TaskCompletionSource<string>();
        await using var processor = Client.CreateProcessor(name);
        processor.ProcessMessageAsync += args =>
        {
            received.TrySetResult(args.Message.MessageId);
            return Task.CompletedTask;
        };
        processor.ProcessErrorAsync += args =>
        {
            told.TrySetResult(args.Exception);
            return Task.CompletedTask;
        };
        await processor.StartProcessingAsync(Stop);
        var failure = Assert.IsType<ServiceBusException>(await told.Task.WaitAsync(Stop));

        await Administration.CreateQueueAsync(name, Stop);
        await Client.CreateSender(name).SendMessageAsync(new ServiceBusMessage("x") { MessageId = "a" }, Stop);

        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, failure.Reason);
        Assert.Equal("a", await received.Task.WaitAsync(Stop));
        await processor.StopProcessingAsync(Stop);
        await Administration.DeleteQueueAsync(name, Stop);
    }

    [Fact]
    public async Task Handlers_AreOneOfEachKindAndSetBeforeTheStart()
    {
        await using var processor = Client.CreateProcessor(Queue);
        Func<ProcessMessageEventArgs, Task> handler = _ => Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(() => processor.StartProcessingAsync(Stop));
        processor.ProcessMessageAsync += handler;
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        Assert.Throws<NotSupportedException>(() => processor.ProcessMessageAsync += _ => Task.CompletedTask);
        Assert.Throws<ArgumentException>(() => processor.ProcessMessageAsync -= _ => Task.CompletedTask);
        await processor.StartProcessingAsync(Stop);

        Assert.Throws<InvalidOperationException>(() => processor.ProcessMessageAsync -= handler);
        await Assert.ThrowsAsync<InvalidOperationException>(() => processor.StartProcessingAsync(Stop));

        await processor.StopProcessingAsync(Stop);
        processor.ProcessMessageAsync -= handler;
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private ServiceBusProcessor NewProcessor(ServiceBusProcessorOptions options, Func<ProcessMessageEventArgs, Task> handle)
    {
        var processor = Client.CreateProcessor(Queue, options);
        processor.ProcessMessageAsync += handle;
        processor.ProcessErrorAsync += args =>
        {
            _errors.Enqueue(args);
            return Task.CompletedTask;
        };
        return processor;
    }

    /// <summary>Processes until so many calls have begun, and stops, which waits for them to end.</summary>
    private async Task<IReadOnlyCollection<string>> ProcessAsync(int calls, Func<ProcessMessageEventArgs, Task> handle, ServiceBusProcessorOptions? options = null)
    {
        var ids = new ConcurrentQueue<string>();
        var enough = new TaskCompletionSource();
        await using var processor = NewProcessor(options ?? new ServiceBusProcessorOptions(), async args =>
        {
            ids.Enqueue(args.Message.MessageId);
            try
            {
                await handle(args);
            }
            finally
            {
                if (ids.Count >= calls)
                {
                    enough.TrySetResult();
                }
            }
        });
        await processor.StartProcessingAsync(Stop);
        await enough.Task.WaitAsync(Stop);
        await processor.StopProcessingAsync(Stop);
        return ids;
    }
}
