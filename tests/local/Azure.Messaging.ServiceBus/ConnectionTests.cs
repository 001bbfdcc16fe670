using Azure.Core;
using Azure.Messaging.ServiceBus;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.ServiceBus.Tests;

public sealed class ConnectionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Parse_OfAFullConnectionString_TakesItApart()
    {
        var parsed = ServiceBusConnectionStringProperties.Parse("endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=a/b+c==;EntityPath=claims");

        Assert.Equal(new Uri("sb://shop.servicebus.windows.net/"), parsed.Endpoint);
        Assert.Equal(("shop.servicebus.windows.net", "root", "a/b+c==", "claims"), (parsed.FullyQualifiedNamespace, parsed.SharedAccessKeyName, parsed.SharedAccessKey, parsed.EntityPath));
    }

    [Theory]
    [InlineData("Endpoint")]
    [InlineData("Endpoint=")]
    [InlineData("Endpoint=not a uri")]
    public void Parse_OfWhatIsNone_IsAFormatError(string text) =>
        Assert.Throws<FormatException>(() => ServiceBusConnectionStringProperties.Parse(text));

    [Theory]
    [InlineData("Endpoint=sb://x/")]
    [InlineData("SharedAccessKeyName=a;SharedAccessKey=b")]
    public void Client_WithoutEndpointOrKey_IsRefused(string text) =>
        Assert.Throws<ArgumentException>(() => new ServiceBusClient(text));

    [Fact]
    public async Task Client_OfANamespaceInAzure_SaysWhatToDoAtItsFirstUse()
    {
        await using var byString = new ServiceBusClient("Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=a2V5");
        await using var byCredential = new ServiceBusClient("shop.servicebus.windows.net", new NobodysCredential());
        foreach (var client in (ServiceBusClient[])[byString, byCredential])
        {
            var sender = client.CreateSender("claims");

            var failure = await Assert.ThrowsAsync<ServiceBusException>(() => sender.SendMessageAsync(new ServiceBusMessage("x"), Stop));

            Assert.Equal("shop.servicebus.windows.net", client.FullyQualifiedNamespace);
            Assert.False(failure.IsTransient);
            Assert.Contains("UseDevelopmentEmulator=true", failure.Message, StringComparison.Ordinal);
            Assert.IsType<NotSupportedException>(failure.InnerException);
        }
    }

    [Fact]
    public async Task Client_OfAStorageThatDoesNotListen_FailsTransiently()
    {
        var options = new ServiceBusClientOptions { RetryOptions = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(1) } };
        await using var client = new ServiceBusClient($"Endpoint=sb://127.0.0.1:{FreePort.Next()}/devstoreaccount1;SharedAccessKeyName=devstoreaccount1;SharedAccessKey=a2V5;UseDevelopmentEmulator=true", options);

        var failure = await Assert.ThrowsAsync<ServiceBusException>(() => client.CreateSender("claims").SendMessageAsync(new ServiceBusMessage("x"), Stop));

        Assert.Equal((ServiceBusFailureReason.ServiceCommunicationProblem, true), (failure.Reason, failure.IsTransient));
    }

    [Fact]
    public async Task Client_LimitedToAQueue_RefusesOthers()
    {
        await using var client = new ServiceBusClient("Endpoint=sb://x/;SharedAccessKeyName=a;SharedAccessKey=b;EntityPath=claims");

        Assert.Equal("Claims", client.CreateSender("Claims").EntityPath);
        Assert.Throws<ArgumentException>(() => client.CreateReceiver("mail"));
    }

    [Fact]
    public async Task Closed_ClientsAndWhatTheyMade_RefuseToWork()
    {
        var client = new ServiceBusClient("Endpoint=sb://x/;SharedAccessKeyName=a;SharedAccessKey=b");
        var (sender, receiver) = (client.CreateSender("q"), client.CreateReceiver("q"));
        await client.DisposeAsync();

        Assert.True(client.IsClosed && sender.IsClosed && receiver.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => client.CreateSender("q"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sender.SendMessageAsync(new ServiceBusMessage("x"), Stop));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => receiver.ReceiveMessageAsync(null, Stop));
    }

    private sealed class NobodysCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nobody should ask.");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nobody should ask.");
    }
}
