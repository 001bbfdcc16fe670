using System.Collections.Concurrent;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>The lanes' writers of this process, made when first asked for.</summary>
internal sealed class LaneRegistry : IAsyncDisposable
{
    private readonly ConcurrentDictionary<LaneKey, Lazy<LaneWriter>> _writers = new();
    private readonly LaneServices _services;

    public LaneRegistry(PromoTables tables, TimeProvider clock, BusinessCalendar calendar, Outbox outbox)
    {
        Transfers = new(this, tables, clock);
        Rooms = new(this, Transfers, tables, clock);
        _services = new(tables, clock, calendar, outbox, Rooms, lane => ResolvePending(lane));
        Limits = new(this, Rooms, Transfers, clock);
    }

    /// <summary>What moves room from lane to lane.</summary>
    public RoomTransfers Transfers { get; }

    /// <summary>What brings room to a lane that has none.</summary>
    public GatherRoom Rooms { get; }

    /// <summary>What changes limits over all lanes of a campaign.</summary>
    public ShareLimits Limits { get; }

    /// <summary>What looks at a lane's undecided orders.</summary>
    public Action<LaneKey> ResolvePending { get; set; } = _ => { };

    /// <summary>The one writer of a lane.</summary>
    public LaneWriter Get(LaneKey lane) =>
        _writers.GetOrAdd(lane, key => new Lazy<LaneWriter>(() => new LaneWriter(key, _services))).Value;

    /// <summary>The writer of a lane that this process has written to, or null.</summary>
    public LaneWriter? Find(LaneKey lane) => _writers.TryGetValue(lane, out var writer) ? writer.Value : null;

    /// <summary>A campaign's limits as last saved.</summary>
    /// <exception cref="InvalidOperationException">The campaign does not exist.</exception>
    public Task<LaneLimits> LimitsAsync(LaneKey lane, CancellationToken cancellationToken) => _services.LimitsAsync(lane, cancellationToken);

    /// <summary>Gives back what a lowering of limits took from a lane, when its save never came.</summary>
    /// <returns>Whether there was any.</returns>
    public async Task<bool> LiftLapsedAsync(LaneKey lane, CancellationToken cancellationToken)
    {
        if (await _services.Tables.Lanes.FindAsync(lane.Partition, LaneKey.HeadRow, cancellationToken).ConfigureAwait(false) is { } row
            && LaneHead.Read(row) is var head
            && _services.Lapsed(head))
        {
            var saved = await _services.FenceLimitsAsync(lane, cancellationToken).ConfigureAwait(false);
            await Get(lane).PostAsync(new LiftLowering(head.Lowering, saved)).WaitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }

        return false;
    }

    /// <summary>Ends once every lane has written what it was given before and handed it to the outbox; after 5 seconds in any case, should a lane wait for its storage.</summary>
    public async Task HandOverAsync() =>
        await ((Task)Task.WhenAll(_writers.Values.Select(writer => writer.Value.PostAsync(new HandOver()))))
            .WaitAsync(TimeSpan.FromSeconds(5))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public async ValueTask DisposeAsync()
    {
        // Whoever still gathers room may have asked for a lane that this process had not written to.
        for (var known = -1; known != _writers.Count;)
        {
            known = _writers.Count;
            await Task.WhenAll(_writers.Values.Select(writer => writer.Value.DisposeAsync().AsTask())).ConfigureAwait(false);
        }
    }
}
