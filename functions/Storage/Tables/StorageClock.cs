using Azure.Core;
using Azure.Core.Pipeline;

namespace PromoFunctions.Storage.Tables;

/// <summary>The storage service's time, so that all instances agree: its <c>Date</c> header plus monotonic elapsed time.</summary>
/// <remarks>
/// <c>Date</c> is cut to whole seconds and is as old as the answer's way back, so each answer gives a lower bound of the true time;
/// the largest bound of the last minute is kept. Where the machine's own time lies within that second it is taken instead: instances
/// whose machines keep time agree to the millisecond, and none lives in the second before. Before the first answer this is the
/// machine's own time.
/// </remarks>
public sealed class StorageClock(TimeProvider machine) : TimeProvider
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>What is cut from <c>Date</c> is less than this.</summary>
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private DateTimeOffset _base = machine.GetUtcNow();
    private long _baseStamp = machine.GetTimestamp();
    private long _windowStart = machine.GetTimestamp();
    private DateTimeOffset? _windowBest;
    private bool _seen;

    /// <inheritdoc/>
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _base + machine.GetElapsedTime(_baseStamp);
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Takes the time of an answer that has just come in.</summary>
    internal void Observe(DateTimeOffset date)
    {
        lock (_gate)
        {
            var stamp = machine.GetTimestamp();
            var now = _base + machine.GetElapsedTime(_baseStamp, stamp);
            var own = machine.GetUtcNow();
            var best = own > date && own < date + Cut ? own : date;
            if (!_seen || best > now)
            {
                (_base, _baseStamp, _windowStart, _windowBest, _seen) = (best, stamp, stamp, null, true);
                return;
            }

            // The machine's clock may run fast: fall back to the best bound of a whole window, never past it.
            var elapsed = machine.GetElapsedTime(_windowStart, stamp);
            var bound = date - elapsed;
            if (_windowBest is null || bound > _windowBest)
            {
                _windowBest = bound;
            }

            if (elapsed >= Window)
            {
                var slower = _windowBest.Value + elapsed;
                if (now - slower > TimeSpan.FromSeconds(1.5))
                {
                    (_base, _baseStamp) = (slower, stamp);
                }

                (_windowStart, _windowBest) = (stamp, null);
            }
        }
    }

    /// <summary>The pipeline policy that feeds a clock.</summary>
    internal sealed class Policy(StorageClock clock) : HttpPipelineSynchronousPolicy
    {
        public override void OnReceivedResponse(HttpMessage message)
        {
            if (message.HasResponse && message.Response.Headers.Date is { } date)
            {
                clock.Observe(date);
            }
        }
    }
}
