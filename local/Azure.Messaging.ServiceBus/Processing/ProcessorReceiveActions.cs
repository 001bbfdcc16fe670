#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus;

/// <summary>Lets a handler take further messages; they are settled with its own actions and their locks renewed as its own.</summary>
public class ProcessorReceiveActions
{
    private readonly ServiceBusReceiver _receiver;
    private readonly Action<ServiceBusReceivedMessage> _taken;

    /// <summary>For test doubles.</summary>
    protected ProcessorReceiveActions()
    {
    }

    internal ProcessorReceiveActions(ServiceBusReceiver receiver, Action<ServiceBusReceivedMessage> taken)
    {
        _receiver = receiver;
        _taken = taken;
    }

    private ServiceBusReceiver Receiver => _receiver ?? throw new InvalidOperationException("A test double has no receiver.");

    /// <summary>See <see cref="ServiceBusReceiver.ReceiveMessagesAsync(int, TimeSpan?, CancellationToken)"/>.</summary>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(int maxMessages, TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default) =>
        Take(await Receiver.ReceiveMessagesAsync(maxMessages, maxWaitTime, cancellationToken).ConfigureAwait(false));

    /// <summary>See <see cref="ServiceBusReceiver.ReceiveDeferredMessagesAsync"/>.</summary>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredMessagesAsync(IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default) =>
        Take(await Receiver.ReceiveDeferredMessagesAsync(sequenceNumbers, cancellationToken).ConfigureAwait(false));

    /// <summary>See <see cref="ServiceBusReceiver.PeekMessagesAsync"/>.</summary>
    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(int maxMessages, long? fromSequenceNumber = default, CancellationToken cancellationToken = default) =>
        Receiver.PeekMessagesAsync(maxMessages, fromSequenceNumber, cancellationToken);

    private IReadOnlyList<ServiceBusReceivedMessage> Take(IReadOnlyList<ServiceBusReceivedMessage> messages)
    {
        foreach (var message in messages)
        {
            _taken?.Invoke(message);
        }

        return messages;
    }
}
