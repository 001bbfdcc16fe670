#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus;

/// <summary>What a <see cref="ServiceBusClient"/> may be told besides where its queues are.</summary>
public class ServiceBusClientOptions
{
    /// <summary>The name that the client goes by in logs; one is made up when it is empty.</summary>
    public string Identifier { get; set; }

    /// <summary>How failed operations are tried again.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public ServiceBusRetryOptions RetryOptions
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();

    /// <summary>The wire protocol of a deployment.</summary>
    public ServiceBusTransportType TransportType { get; set; }
}
