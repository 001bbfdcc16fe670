using System.Collections.Concurrent;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>The lanes' writers of this process, made when first asked for.</summary>
internal sealed class LaneRegistry : IAsyncDisposable
{
    private readonly ConcurrentDictionary<LaneKey, Lazy<LaneWriter>> _writers = new();
    private readonly LaneServices _services;

    public LaneRegistry(Func<Action<LaneKey>, LaneServices> services) => _services = services(lane => ResolvePending(lane));

    /// <summary>What looks at a lane's undecided orders.</summary>
    public Action<LaneKey> ResolvePending { get; set; } = _ => { };

    /// <summary>The one writer of a lane.</summary>
    public LaneWriter Get(LaneKey lane) =>
        _writers.GetOrAdd(lane, key => new Lazy<LaneWriter>(() => new LaneWriter(key, _services))).Value;

    /// <summary>The writer of a lane that this process has written to, or null.</summary>
    public LaneWriter? Find(LaneKey lane) => _writers.TryGetValue(lane, out var writer) ? writer.Value : null;

    /// <summary>Gives back what a lowering of limits took from a lane, when its save never came.</summary>
    public async Task LiftLapsedAsync(LaneKey lane, CancellationToken cancellationToken)
    {
        if (await _services.Tables.Lanes.FindAsync(lane.Partition, LaneKey.HeadRow, cancellationToken).ConfigureAwait(false) is { } row
            && LaneHead.Read(row) is var head
            && _services.Lapsed(head))
        {
            var saved = await _services.FenceLimitsAsync(lane, cancellationToken).ConfigureAwait(false);
            await Get(lane).PostAsync(new LiftLowering(head.Lowering, saved)).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends once every lane has handed what it answered before to the outbox; after 5 seconds in any case, should a lane wait for its storage.</summary>
    public async Task HandOverAsync() =>
        await ((Task)Task.WhenAll(_writers.Values.Select(writer => writer.Value.PostAsync(new ForgetOutbox([])))))
            .WaitAsync(TimeSpan.FromSeconds(5))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_writers.Values.Select(writer => writer.Value.DisposeAsync().AsTask())).ConfigureAwait(false);
}
