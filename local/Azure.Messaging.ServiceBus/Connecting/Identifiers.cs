namespace Azure.Messaging.ServiceBus;

/// <summary>Names for logs.</summary>
internal static class Identifiers
{
    /// <summary>The name given, or one that no other sender or receiver has.</summary>
    public static string Or(string? given, string prefix) => string.IsNullOrEmpty(given) ? $"{prefix}-{Guid.NewGuid()}" : given;
}
