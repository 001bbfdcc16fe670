#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Messaging.ServiceBus;

/// <summary>Messages that go out together, within a limit in bytes. Made by a sender. Not for several threads at once.</summary>
public sealed class ServiceBusMessageBatch : IDisposable
{
    // What an AMQP batch adds to its messages, rounded up.
    private const long BatchOverhead = 64;

    private readonly IList<ServiceBusMessage> _messages;
    private readonly Func<ServiceBusMessage, bool> _admit;
    private bool _sending;
    private bool _disposed;

    internal ServiceBusMessageBatch(long maxSizeInBytes)
    {
        _messages = [];
        MaxSizeInBytes = maxSizeInBytes;
    }

    /// <summary>For the model factory: a batch that fills a list of the caller's and asks the caller.</summary>
    internal ServiceBusMessageBatch(long sizeInBytes, IList<ServiceBusMessage> store, long maxSizeInBytes, Func<ServiceBusMessage, bool> admit)
    {
        _messages = store;
        _admit = admit ?? (_ => true);
        SizeInBytes = sizeInBytes;
        MaxSizeInBytes = maxSizeInBytes;
    }

    /// <summary>The limit in bytes.</summary>
    public long MaxSizeInBytes { get; }

    /// <summary>The bytes taken so far.</summary>
    public long SizeInBytes { get; private set; }

    /// <summary>How many messages are in it.</summary>
    public int Count => _messages.Count;

    /// <summary>Adds a message when there is room for it. Later changes to the message do not reach the batch.</summary>
    /// <returns>Whether there was room.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The batch is disposed of.</exception>
    /// <exception cref="InvalidOperationException">The batch is being sent.</exception>
    /// <exception cref="System.Runtime.Serialization.SerializationException">A property is of a type that AMQP does not carry.</exception>
    public bool TryAddMessage(ServiceBusMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        ObjectDisposedException.ThrowIf(_disposed, this);
        NotWhileSending();
        if (_admit is not null)
        {
            if (!_admit(message))
            {
                return false;
            }

            _messages.Add(message);
            return true;
        }

        var size = MessageCodec.SizeOf(message.Content) + (Count == 0 ? BatchOverhead : 0);
        if (SizeInBytes + size > MaxSizeInBytes)
        {
            return false;
        }

        SizeInBytes += size;
        _messages.Add(new ServiceBusMessage(message.Content.Copy()));
        return true;
    }

    /// <summary>Empties the batch.</summary>
    /// <exception cref="InvalidOperationException">The batch is being sent.</exception>
    public void Dispose()
    {
        NotWhileSending();
        if (!_disposed)
        {
            _disposed = true;
            _messages.Clear();
            SizeInBytes = 0;
        }
    }

    internal IReadOnlyList<ServiceBusMessage> Lock()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        NotWhileSending();
        _sending = true;
        return [.. _messages];
    }

    internal void Unlock() => _sending = false;

    private void NotWhileSending()
    {
        if (_sending)
        {
            throw new InvalidOperationException("The message batch cannot be changed while it is being sent.");
        }
    }
}
