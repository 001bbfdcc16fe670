using Azure.Messaging.ServiceBus;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.ServiceBus.Tests;

public sealed class SharingTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    [Fact]
    public async Task TwoProcesses_OnOneQueue_ReceiveEachMessageOnce()
    {
        const int Count = 400;
        using var first = await MemberProcess.StartAsync(ConnectionString, Queue, "complete", Stop);
        using var second = await MemberProcess.StartAsync(ConnectionString, Queue, "complete", Stop);
        var sent = Enumerable.Range(0, Count).Select(i => $"m{i}").ToList();

        await Task.WhenAll(sent.Chunk(20).Select(ids => SendAsync(ids)));
        var received = await Task.WhenAll(first.FinishAsync(Stop), second.FinishAsync(Stop));

        Assert.Equal(sent.Order(), received.SelectMany(ids => ids).Order());
        Assert.All(received, Assert.NotEmpty);
        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
        TestContext.Current.TestOutputHelper?.WriteLine($"{received[0].Count} and {received[1].Count} messages");
    }

    [Fact]
    public async Task Process_KilledWithAMessageInHand_LeavesItToTheOthers()
    {
        await SetAsync(queue => queue.LockDuration = TimeSpan.FromSeconds(2));
        await SendAsync("a");
        using var member = await MemberProcess.StartAsync(ConnectionString, Queue, "hold", Stop);
        Assert.Equal("a", await member.NextAsync(Stop));
        await member.KillAsync(Stop);

        var message = await ReceiveAsync();

        Assert.Equal(("a", true), (message.MessageId, message.DeliveryCount >= 2));
    }

    [Fact]
    public async Task FiveThousandMessages_ThatWait_AreDrainedOnceEach()
    {
        const int Count = 5000;
        var sent = Enumerable.Range(0, Count).Select(i => $"m{i}").ToList();
        var start = TimeProvider.System.GetTimestamp();
        foreach (var ids in sent.Chunk(100))
        {
            await SendAsync(ids);
        }

        var sending = TimeProvider.System.GetElapsedTime(start);
        var received = new System.Collections.Concurrent.ConcurrentBag<string>();
        var done = new TaskCompletionSource();
        await using var processor = Client.CreateProcessor(Queue, new ServiceBusProcessorOptions { MaxConcurrentCalls = 32 });
        processor.ProcessMessageAsync += args =>
        {
            received.Add(args.Message.MessageId);
            if (received.Count == Count)
            {
                done.TrySetResult();
            }

            return Task.CompletedTask;
        };
        processor.ProcessErrorAsync += args =>
        {
            done.TrySetException(args.Exception);
            return Task.CompletedTask;
        };
        start = TimeProvider.System.GetTimestamp();

        await processor.StartProcessingAsync(Stop);
        await done.Task.WaitAsync(Stop);
        await processor.StopProcessingAsync(Stop);

        var draining = TimeProvider.System.GetElapsedTime(start);
        TestContext.Current.TestOutputHelper?.WriteLine($"sent {Count / sending.TotalSeconds:F0}/s, received and completed {Count / draining.TotalSeconds:F0}/s");
        Assert.Equal(sent.Order(), received.Order());
        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
    }

    [Fact]
    public async Task ManyReceivers_OfAFewMessages_ReceiveEachOnce()
    {
        await SendAsync([.. Enumerable.Range(0, 60).Select(i => $"m{i}")]);

        var received = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            await using var client = new ServiceBusClient(ConnectionString);
            await using var receiver = client.CreateReceiver(Queue);
            return await receiver.ReceiveMessagesAsync(5, TimeSpan.FromMinutes(1), Stop);
        }));

        var ids = received.SelectMany(messages => messages).Select(message => message.MessageId).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(received, Assert.NotEmpty);
    }
}
