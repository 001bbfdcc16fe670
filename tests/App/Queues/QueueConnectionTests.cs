using Microsoft.Extensions.Configuration;
using PromoFunctions.App.Queues;

namespace PromoFunctions.App.Tests.Queues;

public sealed class QueueConnectionTests
{
    [Theory]
    [InlineData("ServiceBus", "Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=b")]
    [InlineData("ServiceBus:fullyQualifiedNamespace", "shop.servicebus.windows.net")]
    public async Task Open_EitherWay_IsThatNamespace(string setting, string value)
    {
        await using var client = QueueConnection.Open(Of((setting, value)));

        Assert.Equal("shop.servicebus.windows.net", client.FullyQualifiedNamespace);
    }

    [Theory]
    [InlineData("shop")]
    [InlineData("sb://shop.servicebus.windows.net")]
    [InlineData("shop.servicebus.windows.net/claims")]
    public void Open_WhatIsNoHost_IsRefused(string address) => Assert.Equal(
        $"The setting ServiceBus__fullyQualifiedNamespace is '{address}'; it must be a host's name alone, such as shop.servicebus.windows.net.",
        Assert.Throws<InvalidOperationException>(() => QueueConnection.Open(Of(("ServiceBus:fullyQualifiedNamespace", address)))).Message);

    [Fact]
    public void Open_AnIdentityWithoutAnAddress_NamesTheSetting() => Assert.StartsWith(
        "The setting ServiceBus__fullyQualifiedNamespace is missing",
        Assert.Throws<InvalidOperationException>(() => QueueConnection.Open(Of(("ServiceBus:clientId", "3f1c4b9e")))).Message,
        StringComparison.Ordinal);

    private static IConfigurationRoot Of(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
