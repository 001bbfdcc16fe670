using Azure.Core;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// Knows whether the pipeline sent a request more than once. Only then can "it is gone" or "it has changed" be the echo of our
/// own first attempt, whose answer was lost.
/// </summary>
internal static class Attempts
{
    private static readonly AsyncLocal<Watched?> Current = new();

    /// <summary>Watches what the calling method sends from here on.</summary>
    public static Watched Watch() => Current.Value = new Watched();

    internal static void Count(HttpMessage message)
    {
        if (message.ProcessingContext.RetryNumber > 0 && Current.Value is { } watched)
        {
            watched.Repeated = true;
        }
    }

    internal sealed class Watched
    {
        private volatile bool _repeated;

        public bool Repeated
        {
            get => _repeated;
            set => _repeated = value;
        }
    }
}
