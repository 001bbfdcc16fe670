#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus;

/// <summary>What a <see cref="ServiceBusSender"/> may be told.</summary>
public class ServiceBusSenderOptions
{
    /// <summary>The name that the sender goes by in logs; one is made up when it is empty.</summary>
    public string Identifier { get; set; }
}
