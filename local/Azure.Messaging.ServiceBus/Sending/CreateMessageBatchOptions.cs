namespace Azure.Messaging.ServiceBus;

/// <summary>How large a batch may grow.</summary>
public class CreateMessageBatchOptions
{
    /// <summary>The limit in bytes, above zero; null (default) takes the queue's, 262,144.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public long? MaxSizeInBytes
    {
        get;
        set
        {
            if (value is { } size)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, 0);
            }

            field = value;
        }
    }
}
