using Azure.Messaging.ServiceBus;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.ServiceBus.Tests;

public sealed class PeekLockTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    [Fact]
    public async Task Receive_OfASentMessage_ReturnsAllThatWasSent()
    {
        var scheduled = DateTimeOffset.UtcNow.AddDays(-1);
        var sent = new ServiceBusMessage("{\"a\":1}")
        {
            MessageId = "m-1",
            CorrelationId = "c",
            Subject = "s",
            To = "t",
            ReplyTo = "r",
            ContentType = "application/json",
            SessionId = "session",
            ReplyToSessionId = "rs",
            PartitionKey = "session",
            TimeToLive = TimeSpan.FromHours(1),
            ScheduledEnqueueTime = scheduled,
        };
        var moment = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        object[] values = ["text", true, (byte)1, (sbyte)-1, (short)2, (ushort)3, 4, 5u, 6L, 7UL, 1.5f, 2.5, 3.5m, 'c', Guid.NewGuid(), new Uri("urn:x"), moment.UtcDateTime, moment, TimeSpan.FromMinutes(3)];
        for (var i = 0; i < values.Length; i++)
        {
            sent.ApplicationProperties[$"p{i}"] = values[i];
        }

        await Sender.SendMessageAsync(sent, Stop);
        var message = await ReceiveAsync();

        Assert.Equal("{\"a\":1}", message.Body.ToString());
        Assert.Equal(("m-1", "c", "s", "t", "r"), (message.MessageId, message.CorrelationId, message.Subject, message.To, message.ReplyTo));
        Assert.Equal(("application/json", "session", "rs", "session"), (message.ContentType, message.SessionId, message.ReplyToSessionId, message.PartitionKey));
        Assert.Equal(scheduled, message.ScheduledEnqueueTime);
        Assert.Equal(TimeSpan.FromHours(1), message.TimeToLive);
        Assert.Equal(message.EnqueuedTime.AddHours(1), message.ExpiresAt);
        Assert.Equal(values, Enumerable.Range(0, values.Length).Select(i => message.ApplicationProperties[$"p{i}"]));
        Assert.Equal(1, message.DeliveryCount);
        Assert.NotEqual(Guid.Empty.ToString(), message.LockToken);
        Assert.InRange(message.LockedUntil - message.EnqueuedTime, TimeSpan.FromSeconds(55), TimeSpan.FromMinutes(5));
        Assert.Equal(ServiceBusMessageState.Active, message.State);
        Assert.Null(message.DeadLetterSource);
    }

    [Fact]
    public async Task Receive_OfALockedMessage_WaitsInVain()
    {
        await SendAsync("a");
        await ReceiveAsync();

        await AssertEmptyAsync();
    }

    [Fact]
    public async Task Receive_OfMessagesWithoutAnId_ReturnsIdsThatDiffer()
    {
        await Sender.SendMessagesAsync([new ServiceBusMessage("a"), new ServiceBusMessage("b")], Stop);

        var ids = new[] { (await ReceiveAsync()).MessageId, (await ReceiveAsync()).MessageId };

        Assert.All(ids, id => Assert.Equal(32, id.Length));
        Assert.NotEqual(ids[0], ids[1]);
    }

    [Fact]
    public async Task Receive_OfMessagesSentOneAfterTheOther_KeepsTheirOrder()
    {
        foreach (var id in (string[])["a", "b", "c", "d", "e"])
        {
            await SendAsync(id);
        }

        var messages = await Receiver.ReceiveMessagesAsync(5, TimeSpan.FromMinutes(1), Stop);

        Assert.Equal(["a", "b", "c", "d", "e"], messages.Select(message => message.MessageId));
        Assert.Equal(messages.Select(message => message.SequenceNumber).Order(), messages.Select(message => message.SequenceNumber));
    }

    [Fact]
    public async Task Complete_OfALockedMessage_RemovesItForGood()
    {
        await SendAsync("a");
        var message = await ReceiveAsync();

        await Receiver.CompleteMessageAsync(message, Stop);

        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
        await AssertFailsAsync(ServiceBusFailureReason.MessageLockLost, () => Receiver.CompleteMessageAsync(message, Stop));
    }

    [Fact]
    public async Task Complete_ByAnotherReceiverWithTheLockToken_Works()
    {
        await SendAsync("a");
        var message = await ReceiveAsync();
        var known = ServiceBusModelFactory.ServiceBusReceivedMessage(lockTokenGuid: Guid.Parse(message.LockToken), sequenceNumber: message.SequenceNumber);
        await using var other = new ServiceBusClient(ConnectionString);

        await other.CreateReceiver(Queue).CompleteMessageAsync(known, Stop);

        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
    }

    [Fact]
    public async Task Complete_WithAnotherLockToken_IsLockLost()
    {
        await SendAsync("a");
        var message = await ReceiveAsync();
        var forged = ServiceBusModelFactory.ServiceBusReceivedMessage(lockTokenGuid: Guid.NewGuid(), sequenceNumber: message.SequenceNumber);

        await AssertFailsAsync(ServiceBusFailureReason.MessageLockLost, () => Receiver.CompleteMessageAsync(forged, Stop));

        await Receiver.CompleteMessageAsync(message, Stop);
    }

    [Fact]
    public async Task Complete_OfMessagesByTwoAtOnce_SucceedsOnceForEach()
    {
        await SendAsync("a", "b", "c", "d");
        var messages = await Receiver.ReceiveMessagesAsync(4, TimeSpan.FromMinutes(1), Stop);

        var completed = await Task.WhenAll(messages.Concat(messages).Select(async message =>
        {
            var same = ServiceBusModelFactory.ServiceBusReceivedMessage(lockTokenGuid: Guid.Parse(message.LockToken), sequenceNumber: message.SequenceNumber);
            try
            {
                await Receiver.CompleteMessageAsync(same, Stop);
                return message.MessageId;
            }
            catch (ServiceBusException lost) when (lost.Reason == ServiceBusFailureReason.MessageLockLost)
            {
                return null;
            }
        }));

        Assert.Equal(["a", "b", "c", "d"], completed.OfType<string>().Order());
    }

    [Fact]
    public async Task Lock_ThatRanOut_LeavesTheMessageToTheNextReceiver()
    {
        await SetAsync(queue => queue.LockDuration = TimeSpan.FromSeconds(1));
        await SendAsync("a");
        var first = await ReceiveAsync();

        var second = await ReceiveAsync();

        Assert.Equal(2, second.DeliveryCount);
        Assert.Equal(first.SequenceNumber, second.SequenceNumber);
        Assert.True(second.LockedUntil - TimeSpan.FromSeconds(1) >= first.LockedUntil);
        await AssertFailsAsync(ServiceBusFailureReason.MessageLockLost, () => Receiver.CompleteMessageAsync(first, Stop));
        await AssertFailsAsync(ServiceBusFailureReason.MessageLockLost, () => Receiver.RenewMessageLockAsync(first, Stop));
        Assert.NotNull(await Receiver.PeekMessageAsync(0, Stop));
    }

    [Fact]
    public async Task RenewMessageLock_OfALockedMessage_MovesItsEnd()
    {
        await SendAsync("a");
        var message = await ReceiveAsync();
        var end = message.LockedUntil;
        await Task.Delay(50, Stop);

        await Receiver.RenewMessageLockAsync(message, Stop);

        Assert.True(message.LockedUntil > end);
        Assert.Equal(message.LockedUntil, (await Receiver.PeekMessageAsync(0, Stop)).LockedUntil);
        await Receiver.CompleteMessageAsync(message, Stop);
    }

    [Fact]
    public async Task Complete_WhileTheLockWasRenewedElsewhere_Works()
    {
        await SendAsync("a");
        var message = await ReceiveAsync();
        var same = ServiceBusModelFactory.ServiceBusReceivedMessage(lockTokenGuid: Guid.Parse(message.LockToken), sequenceNumber: message.SequenceNumber);
        await Receiver.RenewMessageLockAsync(same, Stop);

        await Receiver.CompleteMessageAsync(message, Stop);

        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
    }

    [Fact]
    public async Task Abandon_WithPropertiesToModify_GivesTheMessageBackWithThem()
    {
        await SendAsync("a");

        await Receiver.AbandonMessageAsync(await ReceiveAsync(), new Dictionary<string, object> { ["why"] = "busy" }, Stop);

        var again = await ReceiveAsync();
        Assert.Equal(2, again.DeliveryCount);
        Assert.Equal("busy", again.ApplicationProperties["why"]);
        Assert.Equal("body of a", again.Body.ToString());
    }

    [Fact]
    public async Task ReceiveAndDelete_OfAMessage_LeavesNothing()
    {
        await SendAsync("a");
        await using var receiver = Client.CreateReceiver(Queue, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });

        var message = await ReceiveAsync(receiver);

        Assert.Equal("a", message.MessageId);
        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.CompleteMessageAsync(message, Stop));
    }

    [Fact]
    public async Task Prefetch_ThatNobodyAskedFor_IsGivenBackAtTheClose()
    {
        await SendAsync("a", "b", "c");
        var receiver = Client.CreateReceiver(Queue, new ServiceBusReceiverOptions { PrefetchCount = 10 });
        var first = await ReceiveAsync(receiver);
        await AssertEmptyAsync();

        await receiver.CloseAsync(Stop);

        var rest = new[] { await ReceiveAsync(), await ReceiveAsync() };
        Assert.All(rest, message => Assert.Equal(1, message.DeliveryCount));
        Assert.DoesNotContain(first.MessageId, rest.Select(message => message.MessageId));
    }

    [Fact]
    public async Task Peek_FromANumber_ReturnsTheRestInOrderWithoutLocks()
    {
        await SendAsync("a", "b", "c");
        var all = await Receiver.PeekMessagesAsync(10, 0, Stop);

        var rest = await Receiver.PeekMessagesAsync(10, all[1].SequenceNumber, Stop);

        Assert.Equal(["b", "c"], rest.Select(message => message.MessageId));
        Assert.Empty(await Receiver.PeekMessagesAsync(10, null, Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Receiver.CompleteMessageAsync(rest[0], Stop));
        Assert.Equal(0, rest[0].DeliveryCount);
    }
}
