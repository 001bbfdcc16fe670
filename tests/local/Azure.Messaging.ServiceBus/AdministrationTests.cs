using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.ServiceBus.Tests;

public sealed class AdministrationTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    [Fact]
    public async Task Create_WithoutMore_HasServiceBusDefaults()
    {
        QueueProperties queue = await Administration.GetQueueAsync(Queue, Stop);

        Assert.Equal((TimeSpan.FromSeconds(60), 10, TimeSpan.MaxValue), (queue.LockDuration, queue.MaxDeliveryCount, queue.DefaultMessageTimeToLive));
        Assert.Equal((false, false, TimeSpan.FromMinutes(1)), (queue.DeadLetteringOnMessageExpiration, queue.RequiresDuplicateDetection, queue.DuplicateDetectionHistoryTimeWindow));
        Assert.Equal(EntityStatus.Active, queue.Status);
    }

    [Fact]
    public async Task Create_OfANameThatIsTaken_InAnyCase_Fails() =>
        await AssertFailsAsync(ServiceBusFailureReason.MessagingEntityAlreadyExists, () => Administration.CreateQueueAsync(Queue.ToUpperInvariant(), Stop));

    [Fact]
    public async Task Create_ByManyAtOnce_SucceedsOnce()
    {
        var name = AzuriteFixture.NewName("race");

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await new ServiceBusAdministrationClient(ConnectionString).CreateQueueAsync(name, Stop);
                return 1;
            }
            catch (ServiceBusException taken) when (taken.Reason == ServiceBusFailureReason.MessagingEntityAlreadyExists)
            {
                return 0;
            }
        }));

        Assert.Equal(1, made.Sum());
        await Client.CreateSender(name).SendMessageAsync(new ServiceBusMessage("x"), Stop);
        await Administration.DeleteQueueAsync(name, Stop);
    }

    [Fact]
    public async Task Update_ChangesWhatIsReadNext()
    {
        await SetAsync(queue =>
        {
            queue.MaxDeliveryCount = 3;
            queue.UserMetadata = "owner: desk";
        });

        QueueProperties changed = await Administration.GetQueueAsync(Queue, Stop);

        Assert.Equal((3, "owner: desk"), (changed.MaxDeliveryCount, changed.UserMetadata));
        await AssertFailsAsync(ServiceBusFailureReason.MessagingEntityNotFound, async () => await Administration.UpdateQueueAsync(new QueueProperties("nothing"), Stop));
    }

    [Fact]
    public async Task Delete_LeavesNothingToFind()
    {
        var name = AzuriteFixture.NewName("gone");
        await Administration.CreateQueueAsync(name, Stop);
        var sender = Client.CreateSender(name);
        await sender.SendMessageAsync(new ServiceBusMessage("x"), Stop);

        await Administration.DeleteQueueAsync(name, Stop);

        Assert.False(await Administration.QueueExistsAsync(name, Stop));
        await AssertFailsAsync(ServiceBusFailureReason.MessagingEntityNotFound, () => Administration.GetQueueAsync(name, Stop));
        await AssertFailsAsync(ServiceBusFailureReason.MessagingEntityNotFound, () => Administration.DeleteQueueAsync(name, Stop));
        await AssertFailsAsync(ServiceBusFailureReason.MessagingEntityNotFound, () => sender.SendMessageAsync(new ServiceBusMessage("x"), Stop));
        await AssertFailsAsync(ServiceBusFailureReason.MessagingEntityNotFound, () => Client.CreateReceiver(name).ReceiveMessageAsync(Glance, Stop));
    }

    [Fact]
    public async Task Queue_DeletedAndMadeAgain_IsEmptyAndWorksForThoseWhoKnewTheOldOne()
    {
        var name = AzuriteFixture.NewName("again");
        await Administration.CreateQueueAsync(name, Stop);
        var sender = Client.CreateSender(name);
        await sender.SendMessageAsync(new ServiceBusMessage("old"), Stop);
        await Administration.DeleteQueueAsync(name, Stop);
        await Administration.CreateQueueAsync(name, Stop);

        await sender.SendMessageAsync(new ServiceBusMessage("new"), Stop);

        var message = Assert.Single(await Client.CreateReceiver(name).PeekMessagesAsync(10, 0, Stop));
        Assert.Equal("new", message.Body.ToString());
        await Administration.DeleteQueueAsync(name, Stop);
    }

    [Fact]
    public async Task GetQueues_ListsThisOne()
    {
        var names = new List<string>();
        await foreach (var queue in Administration.GetQueuesAsync(Stop))
        {
            names.Add(queue.Name);
        }

        Assert.Contains(Queue, names);
    }

    [Fact]
    public async Task RuntimeProperties_CountMessagesByState()
    {
        await SendAsync("locked", "dead", "deferred", "waiting");
        await ReceiveAsync();
        await Receiver.DeadLetterMessageAsync(await ReceiveAsync(), null, Stop);
        await Receiver.DeferMessageAsync(await ReceiveAsync(), null, Stop);
        await Sender.ScheduleMessageAsync(new ServiceBusMessage("x"), DateTimeOffset.UtcNow.AddHours(1), Stop);

        QueueRuntimeProperties counts = await Administration.GetQueueRuntimePropertiesAsync(Queue, Stop);

        Assert.Equal((3, 1, 1, 5), (counts.ActiveMessageCount, counts.DeadLetterMessageCount, counts.ScheduledMessageCount, counts.TotalMessageCount));
        Assert.True(counts.SizeInBytes > 0);
    }

    [Fact]
    public async Task Status_LimitsWhatAQueueDoes()
    {
        await SetAsync(queue => queue.Status = EntityStatus.SendDisabled);
        await using var sending = new ServiceBusClient(ConnectionString);
        await AssertFailsAsync(ServiceBusFailureReason.MessagingEntityDisabled, () => sending.CreateSender(Queue).SendMessageAsync(new ServiceBusMessage("x"), Stop));
        await SetAsync(queue => queue.Status = EntityStatus.ReceiveDisabled);
        await using var receiving = new ServiceBusClient(ConnectionString);
        await AssertFailsAsync(ServiceBusFailureReason.MessagingEntityDisabled, () => receiving.CreateReceiver(Queue).ReceiveMessageAsync(Glance, Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    public void Name_ThatAQueueCannotHave_IsRefused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new CreateQueueOptions(name));
}
