using System.Runtime.CompilerServices;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Backtesting;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Claims;

// Past claims one after the other: a request for each, a number of them under way at a time.
public sealed partial class TableClaimStore : IClaimArchive
{
    private const int ListedAtOnce = 1_000;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ArchivedClaim> ReadAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        ClaimPlace? after,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var places = _index.ReadAsync(ClaimIndexKey.All, from, to, after, ListedAtOnce, cancellationToken);
        await foreach (var claim in places.ReadAheadAsync(MostAtOnce, ReadArchivedAsync, cancellationToken).ConfigureAwait(false))
        {
            if (claim is not null)
            {
                yield return claim;
            }
        }
    }

    /// <summary>The claim that a row of the index stands for; null when that row is what a crash left.</summary>
    private async Task<ArchivedClaim?> ReadArchivedAsync((DateTimeOffset ReceivedAt, ClaimId Id) place, CancellationToken cancellationToken)
    {
        var rows = await LoadAsync(place.Id, cancellationToken).ConfigureAwait(false);
        return rows?.ReceivedAt == place.ReceivedAt ? new(new ClaimPlace(place.ReceivedAt, place.Id), rows.State) : null;
    }
}
