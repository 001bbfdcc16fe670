using PromoFunctions.Storage.Ledger;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>What the limits of a campaign may have been at which time, as far as whoever changes them can know: a save whose end is not known may have landed.</summary>
internal sealed class LimitsInForce
{
    private readonly Lock _gate = new();
    private readonly List<(LaneLimits Limits, DateTimeOffset Sent)> _saves = [];
    private readonly List<(int Revision, DateTimeOffset At, bool Everywhere)> _known = [];
    private readonly List<Lowering> _lowerings = [];

    /// <summary>Begins with what the campaign was created with.</summary>
    public LimitsInForce(LaneLimits first)
    {
        _saves.Add((first, DateTimeOffset.MinValue));
        _known.Add((first.Revision, DateTimeOffset.MinValue, true));
    }

    /// <summary>A save is about to be sent.</summary>
    public void Sending(LaneLimits limits, DateTimeOffset now)
    {
        lock (_gate)
        {
            _saves.Add((limits, now));
        }
    }

    /// <summary>These limits were read from the catalogue: no older ones are saved from here on, and no others were saved under their revision.</summary>
    public void Seen(LaneLimits limits, DateTimeOffset now)
    {
        lock (_gate)
        {
            _saves.RemoveAll(save => save.Limits.Revision == limits.Revision && save.Limits != limits);
            _known.Add((limits.Revision, now, false));
        }
    }

    /// <summary>Every lane has followed a save: no older limits are obeyed from here on.</summary>
    public void Stamped(int revision, DateTimeOffset now)
    {
        lock (_gate)
        {
            _known.Add((revision, now, true));
        }
    }

    /// <summary>Room is about to be taken away for a save that may come or not.</summary>
    public Lowering Lower(LaneLimits target, DateTimeOffset now)
    {
        var lowering = new Lowering(target, now);
        lock (_gate)
        {
            _lowerings.Add(lowering);
        }

        return lowering;
    }

    /// <summary>The revision that every lane had followed by then: nothing that was decided by an older one is taken.</summary>
    public int Obeyed(DateTimeOffset at)
    {
        lock (_gate)
        {
            return _known.Where(known => known.At < at && known.Everywhere).Max(known => known.Revision);
        }
    }

    /// <summary>The most that a limit may have been in a span of time; null when there may have been none.</summary>
    /// <param name="limit">Which one.</param>
    /// <param name="from">When it begins.</param>
    /// <param name="to">When it ends.</param>
    /// <param name="everywhere">Whether older limits count until every lane has followed, not only until they are saved.</param>
    public long? Most(Func<LaneLimits, long?> limit, DateTimeOffset from, DateTimeOffset to, bool everywhere)
    {
        lock (_gate)
        {
            var least = _known.Where(known => known.At < from && (known.Everywhere || !everywhere)).Max(known => known.Revision);
            var may = _saves.Where(save => save.Sent <= to && save.Limits.Revision >= least).Select(save => limit(save.Limits)).ToList();
            return may.Contains(null) ? null : may.Max();
        }
    }

    /// <summary>The least that a limit may have been in a span of time, lowerings that were not saved included; null when there was none throughout.</summary>
    public long? Least(Func<LaneLimits, long?> limit, DateTimeOffset from, DateTimeOffset to)
    {
        lock (_gate)
        {
            var least = _known.Where(known => known.At < from && known.Everywhere).Max(known => known.Revision);
            return _saves.Where(save => save.Sent <= to && save.Limits.Revision >= least).Select(save => limit(save.Limits))
                .Concat(_lowerings.Where(lowering => lowering.From <= to && !(LiftedAt(lowering) < from)).Select(lowering => limit(lowering.Target)))
                .Min();
        }
    }

    /// <summary>When whoever needs the room may have it back; null while somebody goes on. One that comes before that is lifted together with it.</summary>
    private DateTimeOffset? LiftedAt(Lowering lowering)
    {
        var end = lowering.Ended + Attempt.OwnerAlone;
        while (end is { } known && _lowerings.Find(other => other.From <= known && !(other.Ended + Attempt.OwnerAlone <= known)) is { } next)
        {
            end = next.Ended + Attempt.OwnerAlone;
        }

        return end;
    }

    /// <summary>Room that was taken away for limits that may never be saved.</summary>
    internal sealed class Lowering(LaneLimits target, DateTimeOffset from)
    {
        private long _ended = long.MaxValue;

        public LaneLimits Target => target;

        public DateTimeOffset From => from;

        /// <summary>When whoever asked for it stopped; null while he goes on.</summary>
        public DateTimeOffset? Ended => Interlocked.Read(ref _ended) is var ticks && ticks == long.MaxValue ? null : new(ticks, TimeSpan.Zero);

        public void End(DateTimeOffset now) => Interlocked.Exchange(ref _ended, now.UtcTicks);
    }
}
