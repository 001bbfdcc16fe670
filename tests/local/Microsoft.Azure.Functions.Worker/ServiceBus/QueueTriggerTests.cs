using System.Net;
using System.Net.Http.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Runtime;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.ServiceBus;

public sealed class QueueTriggerTests(AzuriteFixture azurite) : IAsyncDisposable
{
    private readonly Probe probe = new();
    private readonly string queue = AzuriteFixture.NewName("queue");
    private readonly string target = AzuriteFixture.NewName("target");
    private readonly ServiceBusClient client = new(azurite.ServiceBusConnectionString);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        probe.Gate.TrySetResult();
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Message_SettledByTheFunction_LeavesTheQueue()
    {
        await using (await StartAsync(Setup(typeof(Settling)) with { HostJson = new HostJson { AutoCompleteMessages = true } }))
        {
            await SendAsync(new ServiceBusMessage("hello"));
            Assert.Equal("hello", await probe.NextAsync());
            Assert.Equal("completed", await probe.NextAsync());
        }

        await AssertEmptyAsync();
    }

    [Fact]
    public async Task Message_AsAClassWithItsMetadata_IsBound()
    {
        await using (await StartAsync(Setup(typeof(Binding))))
        {
            await SendAsync(new ServiceBusMessage("""{ "id": "o-1", "amount": 5 }""") { MessageId = "m-1", Subject = "new" });
            Assert.Equal("Order { Id = o-1, Amount = 5 } m-1 1 Utc new", await probe.NextAsync());
        }

        await AssertEmptyAsync();
    }

    [Fact]
    public async Task Message_ThatKeepsFailing_IsDeadLetteredAfterItsLastDelivery()
    {
        await using var app = await StartAsync(Setup(typeof(AlwaysFailing)));
        await SendAsync(new ServiceBusMessage("poison"));
        Assert.Equal("delivery 1", await probe.NextAsync());
        Assert.Equal("delivery 2", await probe.NextAsync());
        Assert.Equal("delivery 3", await probe.NextAsync());
        Assert.StartsWith("dead poison MaxDeliveryCountExceeded", await probe.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_ThatIsNotTheClassAskedFor_FailsLikeTheFunctionItself()
    {
        await using var app = await StartAsync(Setup(typeof(Binding)));
        await SendAsync(new ServiceBusMessage("no JSON"));
        await using var dead = client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var message = await dead.ReceiveMessageAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.Equal("MaxDeliveryCountExceeded", message?.DeadLetterReason);
    }

    [Fact]
    public async Task Message_DeadLetteredByTheFunction_KeepsItsReason()
    {
        await using var app = await StartAsync(Setup(typeof(Refusing)));
        await SendAsync(new ServiceBusMessage("claim"));
        Assert.Equal("dead claim bad-claim It has no order.", await probe.NextAsync());
    }

    [Fact]
    public async Task Messages_InBatches_AreAllHandedOver()
    {
        await SendToNewQueueAsync(Enumerable.Range(0, 20).Select(i => new ServiceBusMessage($$"""{ "id": "o-{{i}}", "amount": 1 }""")));
        await using (await StartAsync(Setup(typeof(Batched))))
        {
            var seen = new HashSet<string>();
            for (var i = 0; i < 20; i++)
            {
                seen.Add(await probe.NextAsync());
            }

            Assert.Equal(20, seen.Count);
        }

        await AssertEmptyAsync();
    }

    [Fact]
    public async Task Messages_AtOnce_AreNoMoreThanHostJsonAllows()
    {
        await SendToNewQueueAsync(Enumerable.Range(0, 12).Select(i => new ServiceBusMessage($"m{i}")));
        await using var app = await StartAsync(Setup(typeof(Crowded)) with { HostJson = new HostJson { MaxConcurrentCalls = 2 } });
        for (var i = 0; i < 12; i++)
        {
            await probe.NextAsync();
        }

        Assert.InRange(Crowded.Most, 1, 2);
    }

    [Fact]
    public async Task Output_OfManyValues_IsAMessageEach()
    {
        await using var app = await StartAsync(Setup(typeof(Forwarding)));
        await SendAsync(new ServiceBusMessage("o"));
        var seen = new[] { await probe.NextAsync(), await probe.NextAsync() };
        Assert.Equal(["Order { Id = o, Amount = 1 }", "Order { Id = o, Amount = 2 }"], seen.Order());
    }

    [Fact]
    public async Task Stop_WhileAMessageIsHandled_WaitsAndCompletesIt()
    {
        await using (var app = await StartAsync(Setup(typeof(Waiting))))
        {
            await SendAsync(new ServiceBusMessage("m"));
            Assert.Equal("began m", await probe.NextAsync());
            var stopping = app.StopAsync(Cancellation);
            Assert.False(stopping.IsCompleted);
            probe.Gate.SetResult();
            await stopping;
            Assert.Equal("ended m", await probe.NextAsync());
        }

        await AssertEmptyAsync();
    }

    [Fact]
    public async Task AutoComplete_OffAtTheFunctionAndOnInHostJson_TheFunctionsWins()
    {
        await using (await StartAsync(Setup(typeof(LeavingOpen))))
        {
            await SendAsync(new ServiceBusMessage("m"));
            Assert.Equal("delivery 1", await probe.NextAsync());
        }

        // Locked still, or free again: in either case there.
        await using var receiver = client.CreateReceiver(queue);
        Assert.NotNull(await receiver.PeekMessageAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task AdminRun_OfAQueueFunction_HandsItTheInput()
    {
        await using var app = await StartAsync(Setup(typeof(Settling)));
        using var http = app.Client();
        var response = await http.PostAsJsonAsync("/admin/functions/Settling?code=master-local", new { input = "by hand" }, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("by hand", await probe.NextAsync());
        Assert.Equal("completed", await probe.NextAsync());
    }

    [Fact]
    public async Task Connection_ThatNoSettingHolds_RefusesToStart()
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => StartAsync(Setup(typeof(UnnamedSetting))));
        Assert.Equal("Function UnnamedSetting needs the setting NoSuchSetting, which does not exist.", refused.Message);
    }

    [Fact]
    public async Task Parameter_ThatNothingFills_RefusesToStart()
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => StartAsync(Setup(typeof(UnboundParameter))));
        Assert.Contains("nothing fills the parameter weather", refused.Message, StringComparison.Ordinal);
    }

    private RuntimeSetup Setup(Type functions) => TestApp.Setup(azurite, functions) with
    {
        Queues =
        [
            new QueueDescription { Name = queue, MaxDeliveryCount = 3 },
            new QueueDescription { Name = target, MaxDeliveryCount = 3 },
        ],
        Settings = new Dictionary<string, string>
        {
            ["Queue"] = queue,
            ["Target"] = target,
            ["ServiceBus"] = "Endpoint=sb://localhost;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true",
            ["AzureWebJobsServiceBus"] = "Endpoint=sb://localhost;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true",
        },
    };

    private Task<RunningApp> StartAsync(RuntimeSetup setup) => TestApp.StartAsync(setup, probe);

    private async Task SendAsync(ServiceBusMessage message)
    {
        await using var sender = client.CreateSender(queue);
        await sender.SendMessageAsync(message, Cancellation);
    }

    private async Task SendToNewQueueAsync(IEnumerable<ServiceBusMessage> messages)
    {
        await using (await StartAsync(TestApp.Setup(azurite) with { Queues = Setup(typeof(Order)).Queues }))
        {
            await using var sender = client.CreateSender(queue);
            await sender.SendMessagesAsync(messages, Cancellation);
        }
    }

    private async Task AssertEmptyAsync()
    {
        await using var receiver = client.CreateReceiver(queue);
        Assert.Null(await receiver.PeekMessageAsync(cancellationToken: Cancellation));
        await using var dead = client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        Assert.Null(await dead.PeekMessageAsync(cancellationToken: Cancellation));
    }
}
