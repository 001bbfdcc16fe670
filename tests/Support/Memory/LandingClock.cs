namespace PromoFunctions.Tests.Support.Memory;

/// <summary>A clock that the test moves, timers included: time passes with what lands, however busy the machine is.</summary>
/// <param name="start">The time that it begins with.</param>
public sealed class LandingClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Timer, long> _due = new();
    private long _elapsed;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _elapsed);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start.AddTicks(GetTimestamp());

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass, and fires what is due by then.</summary>
    public void Advance(TimeSpan by) => MoveTo(GetTimestamp() + by.Ticks);

    /// <summary>How long it is until the next timer is due; null when nobody waits for one.</summary>
    public TimeSpan? UntilNext
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return _due.TryPeek(out _, out var next) ? TimeSpan.FromTicks(Math.Max(0, next - _elapsed)) : null;
            }
        }
    }

    /// <summary>Lets time pass until the next timer is due. False: nobody waits for one.</summary>
    public bool Jump()
    {
        if (UntilNext is not { } span)
        {
            return false;
        }

        Advance(span);
        return true;
    }

    private void MoveTo(long until)
    {
        lock (_gate)
        {
            while (true)
            {
                Forget();
                if (!_due.TryPeek(out _, out var next) || next > until)
                {
                    break;
                }

                _due.Dequeue().Fire(next);
            }

            // Somebody may have moved it further meanwhile.
            Interlocked.Exchange(ref _elapsed, Math.Max(_elapsed, until));
        }
    }

    /// <summary>Takes away what was stopped or is due at another time now.</summary>
    private void Forget()
    {
        while (_due.TryPeek(out var timer, out var due) && timer.Due != due)
        {
            _due.Dequeue();
        }
    }

    /// <summary>A timer; its callback runs on the thread pool.</summary>
    private sealed class Timer(LandingClock clock, Action callback) : ITimer
    {
        private long _period;

        /// <summary>When it fires next; null for never.</summary>
        public long? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period > TimeSpan.Zero ? period.Ticks : 0;
                Schedule(dueTime < TimeSpan.Zero ? null : clock._elapsed + dueTime.Ticks);
                if (dueTime == TimeSpan.Zero)
                {
                    Fire(clock._elapsed);
                }
            }

            return true;
        }

        public void Fire(long due)
        {
            Schedule(_period > 0 ? due + _period : null);
            ThreadPool.UnsafeQueueUserWorkItem(static run => run(), callback, preferLocal: false);
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                Due = null;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Schedule(long? due)
        {
            Due = due;
            if (due is { } at)
            {
                clock._due.Enqueue(this, at);
            }
        }
    }
}
