using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using PromoFunctions.Storage.Connections;

namespace PromoFunctions.App.Queues;

/// <summary>Opens the Service Bus namespace that the settings <c>ServiceBus</c> name.</summary>
internal static class QueueConnection
{
    private const string Name = "ServiceBus";
    private const string Address = "fullyQualifiedNamespace";

    /// <summary>A client of the namespace; nothing is asked of it yet.</summary>
    /// <exception cref="InvalidOperationException">The settings are missing or wrong; the message names them.</exception>
    public static ServiceBusClient Open(IConfiguration configuration) => Connection.Read(configuration, Name, Address, "the Service Bus namespace") switch
    {
        Connection.ByText way => new(way.Text),
        Connection.ByIdentity way when IsHost(way.Address) => new(way.Address, way.Credential),
        Connection.ByIdentity way => throw new InvalidOperationException($"The setting {Name}__{Address} is '{way.Address}'; it must be a host's name alone, such as shop.servicebus.windows.net."),
        _ => throw new InvalidOperationException("A connection is by text or by identity."),
    };

    private static bool IsHost(string text) => text.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(text) == UriHostNameType.Dns;
}
