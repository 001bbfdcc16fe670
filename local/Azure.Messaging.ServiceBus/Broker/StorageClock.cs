using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// The storage's time, told by the <c>Date</c> of its answers and carried on by this machine's monotonic clock, so that all
/// processes of a queue go by one clock and nobody's wall clock matters. An answer's <c>Date</c> has whole seconds: the
/// storage's time at some instant between sending and receiving lay within [Date, Date + 1 s). Each answer so bounds the offset
/// from both sides, and the bounds close in on each other as answers fall near the turn of a second.
/// </summary>
internal sealed class StorageClock(TimeProvider time)
{
    // Wider than a quartz drifts, so that old bounds never contradict new ones.
    private const double Drift = 1e-4;

    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _observed;
    private DateTimeOffset? _earliest;
    private DateTimeOffset _latest;
    private DateTimeOffset _shown;

    /// <summary>
    /// Now, by the storage's clock; by this machine's until the storage has answered once. While the bounds close in it may stand
    /// for up to half a second, rather than go back.
    /// </summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
            {
                if (_earliest is not { } earliest)
                {
                    return time.GetUtcNow();
                }

                _shown = Max(_shown, earliest + ((_latest - earliest) / 2) + Elapsed);
                return _shown;
            }
        }
    }

    private TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>Watches a client's answers.</summary>
    public HttpPipelinePolicy Watch() => new Policy(this);

    /// <summary>Learns from an answer.</summary>
    /// <param name="date">Its <c>Date</c>.</param>
    /// <param name="sent">When its request went out, since this clock began.</param>
    internal void Observe(DateTimeOffset date, TimeSpan sent)
    {
        lock (_gate)
        {
            var received = Elapsed;

            // What the storage's clock showed when this one began.
            var earliest = date - received;
            var latest = date.AddSeconds(1) - sent;
            if (_earliest is { } known)
            {
                var slack = (received - _observed) * Drift;
                var low = Max(known - slack, earliest);
                var high = Min(_latest + slack, latest);
                if (low <= high)
                {
                    (earliest, latest) = (low, high);
                }
                else
                {
                    // Bounds that contradict the known ones say that the storage's clock was set; they replace them.
                    _shown = default;
                }
            }

            (_earliest, _latest, _observed) = (earliest, latest, received);
        }
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private sealed class Policy(StorageClock clock) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Attempts.Count(message);
            var sent = clock.Elapsed;
            ProcessNext(message, pipeline);
            Read(message, sent);
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Attempts.Count(message);
            var sent = clock.Elapsed;
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
            Read(message, sent);
        }

        private void Read(HttpMessage message, TimeSpan sent)
        {
            if (message.HasResponse && message.Response.Headers.Date is { } date)
            {
                clock.Observe(date, sent);
            }
        }
    }
}
