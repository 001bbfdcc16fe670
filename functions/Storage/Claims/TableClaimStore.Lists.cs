using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Storage.Claims;

// The lists: a row of the index says where to look, the claim itself says whether it belongs.
public sealed partial class TableClaimStore
{
    private const int MostAtOnce = 32;
    private const int LongerPeriodDays = 365;
    private const int ShorterPeriodDays = 90;

    /// <inheritdoc/>
    public async Task<ClaimPage> ListAsync(ClaimQuery query, CancellationToken cancellationToken)
    {
        var found = new List<ClaimRecord>();
        var batch = new List<(DateTimeOffset ReceivedAt, ClaimId Id)>();
        var places = query.Customer is { } customer
            ? _ofCustomers.ReadAsync(customer, query.From, query.To, query.After, cancellationToken)
            : _index.ReadAsync(ListFor(query), query.From, query.To, query.After, query.Limit + 1, cancellationToken);
        await foreach (var place in places.ConfigureAwait(false))
        {
            batch.Add(place);
            if (batch.Count >= Math.Min(MostAtOnce, query.Limit + 1 - found.Count))
            {
                await LoadBatchAsync(batch, query, found, cancellationToken).ConfigureAwait(false);
                if (found.Count > query.Limit)
                {
                    break;
                }
            }
        }

        await LoadBatchAsync(batch, query, found, cancellationToken).ConfigureAwait(false);
        if (found.Count <= query.Limit)
        {
            return new ClaimPage(found, null);
        }

        var last = found[query.Limit - 1];
        return new ClaimPage(found[..query.Limit], new ClaimPlace(last.ReceivedAt, last.Id));
    }

    /// <inheritdoc/>
    public async Task<PriorClaims> CountBeforeAsync(CustomerKey customer, ClaimId claim, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (!await _ofCustomers.AnyOtherAsync(customer, cancellationToken).ConfigureAwait(false))
        {
            return new PriorClaims(0, 0);
        }

        var ids = new HashSet<ClaimId> { claim };
        var in90 = 0;
        var in365 = 0;
        var from = receivedAt.AddDays(-LongerPeriodDays);
        await foreach (var (at, id) in _ofCustomers.ReadAsync(customer, from, receivedAt, after: null, cancellationToken).ConfigureAwait(false))
        {
            // A crash between the index and the claim leaves two rows for one claim.
            if (ids.Add(id))
            {
                in365++;
                in90 += at >= receivedAt.AddDays(-ShorterPeriodDays) ? 1 : 0;
            }
        }

        return new PriorClaims(in90, in365);
    }

    /// <summary>The list with the fewest claims in it.</summary>
    private static string ListFor(ClaimQuery query)
    {
        // Claims that wait are few; decided ones are nearly all.
        if (query.Status is ClaimStatus.Queued or ClaimStatus.Escalated or ClaimStatus.Failed)
        {
            return ClaimIndexKey.Of(query.Status.Value);
        }

        if (query.Agent is not null)
        {
            return ClaimIndexKey.OfAgent(query.Agent);
        }

        return query.Status is { } status ? ClaimIndexKey.Of(status) : ClaimIndexKey.All;
    }

    private static bool Belongs(ClaimRows rows, DateTimeOffset receivedAt, ClaimQuery query) =>
        rows.ReceivedAt == receivedAt
        && (query.Status is null || rows.State.Status == query.Status)
        && (query.Customer is null || rows.Customer == query.Customer)
        && (query.Agent is null || rows.Agent == query.Agent);

    private async Task LoadBatchAsync(
        List<(DateTimeOffset ReceivedAt, ClaimId Id)> batch,
        ClaimQuery query,
        List<ClaimRecord> found,
        CancellationToken cancellationToken)
    {
        var loaded = await Task.WhenAll(batch.Select(place => LoadAsync(place.Id, cancellationToken))).ConfigureAwait(false);
        for (var i = 0; i < loaded.Length; i++)
        {
            if (loaded[i] is { } rows && Belongs(rows, batch[i].ReceivedAt, query))
            {
                found.Add(RecordOf(rows, reply: null));
            }
        }

        batch.Clear();
    }
}
