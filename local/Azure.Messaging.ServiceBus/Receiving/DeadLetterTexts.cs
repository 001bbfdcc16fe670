namespace Azure.Messaging.ServiceBus;

/// <summary>What may be said about a dead letter.</summary>
internal static class DeadLetterTexts
{
    private const int MaxLength = 4096;

    /// <exception cref="ArgumentOutOfRangeException">A text is over 4,096 characters.</exception>
    /// <exception cref="InvalidOperationException">The properties name another reason or description.</exception>
    public static void Check(IDictionary<string, object>? properties, string? reason, string? description)
    {
        NotTooLong(reason, "deadLetterReason");
        NotTooLong(description, "deadLetterErrorDescription");
        Agree(properties, ServiceBusReceivedMessage.DeadLetterReasonProperty, reason);
        Agree(properties, ServiceBusReceivedMessage.DeadLetterErrorDescriptionProperty, description);
    }

    private static void NotTooLong(string? text, string parameter)
    {
        if (text?.Length > MaxLength)
        {
            throw new ArgumentOutOfRangeException(parameter, $"The text has at most {MaxLength} characters.");
        }
    }

    private static void Agree(IDictionary<string, object>? properties, string property, string? text)
    {
        if (text is not null && properties?.TryGetValue(property, out var other) == true && !text.Equals(other))
        {
            throw new InvalidOperationException($"{property} is given twice, and differently.");
        }
    }
}
