namespace PromoFunctions.Bench.Lanes;

/// <summary>An account that takes requests in the order in which they come, as fast as its limit lets it.</summary>
internal sealed class SimulatedStore(EventQueue time, StoreLimits limits)
{
    private double _free;

    public long Requests { get; private set; }

    /// <summary>A request to a row in a partition that nobody else asks: <paramref name="answered"/> comes a latency after the account took it.</summary>
    public void Send(Action? answered)
    {
        var taken = Take();
        if (answered is not null)
        {
            time.Plan(taken + limits.RequestMs, answered);
        }
    }

    /// <summary>A request to a lane. <paramref name="decide"/> says at the partition whether it is written.</summary>
    public void SendToLane(SimulatedPartition lane, int entities, Func<bool> decide, Action<bool> answered)
    {
        time.Plan(Take() + (limits.RequestMs / 2), () => lane.Serve(() =>
        {
            var written = decide();
            time.Plan(time.Now + (limits.RequestMs / 2) + (entities * limits.EntityMs), () => answered(written));

            // What is refused costs the partition one look at the head.
            return (written ? entities : 1) * 1_000.0 / limits.EntitiesASecond;
        }));
    }

    private double Take()
    {
        Requests++;
        _free = Math.Max(time.Now, _free) + (1_000.0 / limits.RequestsASecond);
        return _free;
    }
}

/// <summary>A lane's partition, which does one thing after the other.</summary>
internal sealed class SimulatedPartition(EventQueue time)
{
    private readonly Queue<Func<double>> _waiting = new();
    private bool _busy;

    /// <summary>The head's ETag.</summary>
    public long Version { get; set; }

    /// <summary>Does something in its turn; it tells how many milliseconds it takes the partition.</summary>
    public void Serve(Func<double> what)
    {
        _waiting.Enqueue(what);
        if (!_busy)
        {
            _busy = true;
            Next();
        }
    }

    private void Next()
    {
        if (_waiting.TryDequeue(out var what))
        {
            time.Plan(time.Now + what(), Next);
        }
        else
        {
            _busy = false;
        }
    }
}
