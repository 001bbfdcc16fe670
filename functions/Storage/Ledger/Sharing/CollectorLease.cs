using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Lets one process at a time collect a campaign's last room, so that two askers do not take it from each other for ever. For liveness alone: nothing goes wrong without it.</summary>
internal sealed class CollectorLease : IAsyncDisposable
{
    private const string Row = "lease";
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);
    private readonly PromoTables _tables;
    private readonly string _campaign;

    private CollectorLease(PromoTables tables, string campaign) => (_tables, _campaign) = (tables, campaign);

    /// <summary>Waits for the lease; one that its holder has not given back ends after 5 seconds.</summary>
    public static async Task<CollectorLease> TakeAsync(PromoTables tables, string campaign, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = clock.GetUtcNow();
            var row = new TableEntity(campaign, Row) { ["Until"] = now + Length };
            if (await tables.Collector.TryInsertAsync(row, cancellationToken).ConfigureAwait(false) == WriteResult.Written)
            {
                return new(tables, campaign);
            }

            if (await tables.Collector.FindAsync(campaign, Row, cancellationToken).ConfigureAwait(false) is { } standing
                && standing.GetDateTimeOffset("Until") <= now
                && await tables.Collector.TryReplaceAsync(row, standing.ETag, cancellationToken).ConfigureAwait(false) == WriteResult.Written)
            {
                return new(tables, campaign);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5 + LaneServices.Jitter(20)), clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives it back. What fails lapses.</summary>
    public async ValueTask DisposeAsync() =>
        await _tables.Collector.TryDeleteAsync(new TableEntity(_campaign, Row) { ETag = Azure.ETag.All }, CancellationToken.None).ConfigureAwait(false);
}
