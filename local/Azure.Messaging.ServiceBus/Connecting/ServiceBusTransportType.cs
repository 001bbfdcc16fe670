namespace Azure.Messaging.ServiceBus;

/// <summary>
/// The wire protocol asked for. Queues on one machine live in Azurite's tables and are reached over HTTP whichever is
/// named, so the choice takes effect only in a deployment.
/// </summary>
public enum ServiceBusTransportType
{
    /// <summary>AMQP over TCP, ports 5671 and 5672 (default).</summary>
    AmqpTcp = 0,

    /// <summary>AMQP over web sockets, port 443.</summary>
    AmqpWebSockets = 1,
}
