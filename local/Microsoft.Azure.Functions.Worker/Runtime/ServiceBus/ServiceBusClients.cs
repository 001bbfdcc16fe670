using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;

/// <summary>The clients of the functions' triggers and outputs, one for each connection string.</summary>
internal sealed class ServiceBusClients(IConfiguration configuration) : IAsyncDisposable
{
    private readonly Dictionary<string, ServiceBusClient> clients = new(StringComparer.Ordinal);

    /// <param name="setting">What the attribute's Connection names; null: the default.</param>
    /// <param name="function">For the error's text.</param>
    /// <exception cref="StartupException">The setting does not exist, or is no connection string of Service Bus.</exception>
    public ServiceBusClient For(string? setting, string function)
    {
        var connection = SettingName.Connection(setting, "ServiceBus", configuration, function);
        if (!clients.TryGetValue(connection, out var client))
        {
            try
            {
                clients[connection] = client = new ServiceBusClient(connection);
            }
            catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
            {
                throw new StartupException($"Function {function}: its connection string is not one of Service Bus.", innerException: e);
            }
        }

        return client;
    }

    /// <summary>What sends a function's outputs, or null when it has none to a queue.</summary>
    /// <exception cref="StartupException">A setting does not exist.</exception>
    public OutputSender? Outputs(FunctionDescriptor function)
    {
        var targets = new List<(OutputDescriptor, ServiceBusSender)>();
        foreach (var output in function.Outputs)
        {
            if (output.Attribute is ServiceBusOutputAttribute attribute)
            {
                var queue = SettingName.Fill(attribute.QueueOrTopicName, configuration, function.Name);
                targets.Add((output, For(attribute.Connection, function.Name).CreateSender(queue)));
            }
        }

        return targets.Count == 0 ? null : new OutputSender(targets);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
        {
            await client.DisposeAsync();
        }
    }
}
