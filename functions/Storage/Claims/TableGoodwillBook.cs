using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Gifts;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Claims;

/// <summary>
/// Table <c>ClaimGoodwill</c>: a row for each customer who ever got a code of the desk, with the last one. It is the point of
/// decision: of two claims at the same instant one writes it, and the other finds it. It names nobody, and outlives an erasure.
/// </summary>
public sealed class TableGoodwillBook(PromoTables tables) : IGoodwillBook
{
    internal const string Name = "ClaimGoodwill";

    private const string Last = "last";

    private readonly TableClient _table = tables.Named(Name);

    /// <inheritdoc/>
    public async Task<Goodwill?> FindAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        await _table.FindAsync(customer.Value, Last, cancellationToken).ConfigureAwait(false) is { } row ? Read(row) : null;

    /// <inheritdoc/>
    public async Task<Goodwill> TakeAsync(CustomerKey customer, Goodwill next, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var mine = new TableEntity(customer.Value, Last)
        {
            [nameof(Goodwill.Claim)] = next.Claim.Value,
            [nameof(Goodwill.GivenAt)] = next.GivenAt.UtcTicks,
        };
        while (true)
        {
            var row = await _table.FindAsync(customer.Value, Last, cancellationToken).ConfigureAwait(false);
            if (row is not null && Read(row) is var standing && ((standing.Claim == next.Claim && !standing.Released) || standing.CountsFor(next.Claim, receivedAt)))
            {
                return standing;
            }

            // Whatever became of it, the row tells.
            _ = row is null
                ? await _table.TryInsertAsync(mine, cancellationToken).ConfigureAwait(false)
                : await _table.TryReplaceAsync(mine, row.ETag, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(CustomerKey customer, ClaimId claim, CancellationToken cancellationToken)
    {
        while (await _table.FindAsync(customer.Value, Last, cancellationToken).ConfigureAwait(false) is { } row && Read(row) is { Released: false } standing && standing.Claim == claim)
        {
            row[nameof(Goodwill.Released)] = true;
            await _table.TryReplaceAsync(row, row.ETag, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Goodwill Read(TableEntity row) => new(
        ClaimId.Parse(row.GetString(nameof(Goodwill.Claim))),
        new DateTimeOffset(row.GetInt64(nameof(Goodwill.GivenAt)) ?? 0, TimeSpan.Zero))
    {
        Released = row.GetBoolean(nameof(Goodwill.Released)) == true,
    };
}
