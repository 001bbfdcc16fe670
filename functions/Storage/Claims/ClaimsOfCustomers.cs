using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Claims;

/// <summary>
/// Table <c>ClaimCustomers</c>: a customer's claims in a partition of its own, numbered from 1 without gaps, since each decision asks whether
/// there were others: that no second row stands tells it of nearly everybody, by a point read, whatever the table has grown to. A row is written
/// before its claim, as <see cref="ClaimIndex"/> is.
/// </summary>
internal sealed class ClaimsOfCustomers(TableClient table)
{
    private const string Claim = nameof(Claim);
    private const string ReceivedAt = nameof(ReceivedAt);

    /// <summary>Lists a claim. One request for a customer's first.</summary>
    public async Task AddAsync(CustomerKey customer, DateTimeOffset receivedAt, ClaimId id, CancellationToken cancellationToken)
    {
        for (var number = 1; ;)
        {
            var row = new TableEntity(customer.Value, RowOf(number)) { [Claim] = id.Value, [ReceivedAt] = receivedAt.UtcTicks };
            if (await table.TryInsertAsync(row, cancellationToken).ConfigureAwait(false) == WriteResult.Written)
            {
                return;
            }

            // Another's, or this very one by an earlier try; or the end is not known.
            if (await table.FindAsync(customer.Value, RowOf(number), cancellationToken).ConfigureAwait(false) is { } standing)
            {
                if (Read(standing) == (receivedAt.ToUniversalTime(), id))
                {
                    return;
                }

                number = await LastAsync(customer, number, cancellationToken).ConfigureAwait(false) + 1;
            }
        }
    }

    /// <summary>Whether a customer, of whom one claim is listed, has any other.</summary>
    public async Task<bool> AnyOtherAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        await ExistsAsync(customer, 2, cancellationToken).ConfigureAwait(false);

    /// <summary>A customer's rows, the newest first.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="from">Received at this instant or later.</param>
    /// <param name="to">Received before this instant.</param>
    /// <param name="after">Only what comes after this place.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<(DateTimeOffset ReceivedAt, ClaimId Id)> ReadAsync(
        CustomerKey customer, DateTimeOffset? from, DateTimeOffset? to, ClaimPlace? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = await table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {customer.Value}"), cancellationToken: cancellationToken)
            .Select(Read).ToListAsync(cancellationToken).ConfigureAwait(false);

        // A claim that is added in a second try, behind others of the customer, has two rows.
        var wanted = rows.Distinct()
            .Where(row => !(row.ReceivedAt < from) && !(row.ReceivedAt >= to))
            .Where(row => after is null || row.ReceivedAt < after.ReceivedAt || (row.ReceivedAt == after.ReceivedAt && string.CompareOrdinal(row.Id.Value, after.Id.Value) > 0));
        foreach (var row in wanted.OrderByDescending(row => row.ReceivedAt).ThenBy(row => row.Id.Value, StringComparer.Ordinal))
        {
            yield return row;
        }
    }

    private static string RowOf(int number) => number.ToString("D7", CultureInfo.InvariantCulture);

    private static (DateTimeOffset ReceivedAt, ClaimId Id) Read(TableEntity row) =>
        (new DateTimeOffset(row.GetInt64(ReceivedAt) ?? 0, TimeSpan.Zero), ClaimId.Parse(row.GetString(Claim)));

    /// <summary>The last number, from one that stands: as many requests as it has binary digits more, twice at most.</summary>
    private async Task<int> LastAsync(CustomerKey customer, int from, CancellationToken cancellationToken)
    {
        var (last, step) = (from, 1);
        for (; await ExistsAsync(customer, last + step, cancellationToken).ConfigureAwait(false); step *= 2)
        {
            last += step;
        }

        for (step /= 2; step > 0; step /= 2)
        {
            last += await ExistsAsync(customer, last + step, cancellationToken).ConfigureAwait(false) ? step : 0;
        }

        return last;
    }

    private async Task<bool> ExistsAsync(CustomerKey customer, int number, CancellationToken cancellationToken) =>
        await table.FindAsync(customer.Value, RowOf(number), cancellationToken).ConfigureAwait(false) is not null;
}
