using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.ServiceBus.Tests;

public sealed class DeadLetterTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    protected override CreateQueueOptions Options() => new(Queue) { MaxDeliveryCount = 2 };

    [Fact]
    public async Task DeadLetter_WithAReason_MovesTheMessageWithIt()
    {
        await SendAsync("a");
        var message = await ReceiveAsync();

        await Receiver.DeadLetterMessageAsync(message, new Dictionary<string, object> { ["attempt"] = 3 }, "poison", "cannot be read", Stop);

        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
        var dead = await ReceiveAsync(DeadLetters);
        Assert.Equal(("poison", "cannot be read", Queue), (dead.DeadLetterReason, dead.DeadLetterErrorDescription, dead.DeadLetterSource));
        Assert.Equal("poison", dead.ApplicationProperties["DeadLetterReason"]);
        Assert.Equal("cannot be read", dead.ApplicationProperties["DeadLetterErrorDescription"]);
        Assert.Equal(3, dead.ApplicationProperties["attempt"]);
        Assert.Equal("body of a", dead.Body.ToString());
        Assert.Equal(message.SequenceNumber, dead.SequenceNumber);
        Assert.Equal(2, dead.DeliveryCount);
        await DeadLetters.CompleteMessageAsync(dead, Stop);
        Assert.Null(await DeadLetters.PeekMessageAsync(0, Stop));
        await AssertFailsAsync(ServiceBusFailureReason.MessageLockLost, () => Receiver.CompleteMessageAsync(message, Stop));
    }

    [Fact]
    public async Task DeadLetter_SentAgain_LosesItsReason()
    {
        await SendAsync("a");
        await Receiver.DeadLetterMessageAsync(await ReceiveAsync(), "poison", null, Stop);
        var dead = await ReceiveAsync(DeadLetters);

        await Sender.SendMessageAsync(new ServiceBusMessage(dead), Stop);

        var again = await ReceiveAsync();
        Assert.Equal("a", again.MessageId);
        Assert.Null(again.DeadLetterReason);
        Assert.Equal(1, again.DeliveryCount);
    }

    [Fact]
    public async Task Abandon_AtTheLastDelivery_DeadLetters()
    {
        await SendAsync("a");
        await Receiver.AbandonMessageAsync(await ReceiveAsync(), null, Stop);
        await Receiver.AbandonMessageAsync(await ReceiveAsync(), null, Stop);

        var dead = await ReceiveAsync(DeadLetters);

        Assert.Equal("MaxDeliveryCountExceeded", dead.DeadLetterReason);
        await AssertEmptyAsync();
    }

    [Fact]
    public async Task Lock_ThatRanOutAtTheLastDelivery_DeadLetters()
    {
        await SetAsync(queue =>
        {
            queue.LockDuration = TimeSpan.FromMilliseconds(200);
            queue.MaxDeliveryCount = 1;
        });
        await SendAsync("a");
        await ReceiveAsync();
        await Task.Delay(400, Stop);

        await AssertEmptyAsync();

        Assert.Equal("MaxDeliveryCountExceeded", (await ReceiveAsync(DeadLetters)).DeadLetterReason);
    }

    [Fact]
    public async Task DeadLetterQueue_HasNoLimitOfDeliveriesAndNoQueueOfItsOwn()
    {
        await SendAsync("a");
        await Receiver.DeadLetterMessageAsync(await ReceiveAsync(), null, Stop);
        for (var i = 0; i < 3; i++)
        {
            await DeadLetters.AbandonMessageAsync(await ReceiveAsync(DeadLetters), null, Stop);
        }

        var dead = await ReceiveAsync(DeadLetters);

        await Assert.ThrowsAsync<InvalidOperationException>(() => DeadLetters.DeadLetterMessageAsync(dead, "again", null, Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.CreateSender($"{Queue}/$DeadLetterQueue").SendMessageAsync(new ServiceBusMessage("x"), Stop));
    }

    [Fact]
    public async Task Expiry_WhereItIsDeadLettered_MovesTheMessage()
    {
        await SetAsync(queue => queue.DeadLetteringOnMessageExpiration = true);
        await Sender.SendMessageAsync(new ServiceBusMessage("x") { TimeToLive = TimeSpan.FromMilliseconds(50) }, Stop);
        await Task.Delay(100, Stop);

        await AssertEmptyAsync();

        Assert.Equal("TTLExpiredException", (await ReceiveAsync(DeadLetters)).DeadLetterReason);
    }

    [Fact]
    public async Task Expiry_WhereItIsNot_RemovesTheMessage()
    {
        await Sender.SendMessageAsync(new ServiceBusMessage("x") { TimeToLive = TimeSpan.FromMilliseconds(50) }, Stop);
        await Task.Delay(100, Stop);

        await AssertEmptyAsync();

        await AssertEmptyAsync(DeadLetters);
        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
    }

    [Fact]
    public async Task TimeToLive_BeyondTheQueues_IsCutToIt()
    {
        await SetAsync(queue => queue.DefaultMessageTimeToLive = TimeSpan.FromMinutes(5));
        await Sender.SendMessageAsync(new ServiceBusMessage("x") { TimeToLive = TimeSpan.FromHours(5) }, Stop);

        Assert.Equal(TimeSpan.FromMinutes(5), (await ReceiveAsync()).TimeToLive);
    }
}
