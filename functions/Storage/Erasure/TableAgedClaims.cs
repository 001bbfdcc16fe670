using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Erasure;

/// <summary>Claims by their age. How far they are forgotten is a row of <c>ClaimDue</c>, in a partition after those of all minutes.</summary>
public sealed class TableAgedClaims(PromoTables tables, IClaimStore claims, EraseClaims erase) : IAgedClaims
{
    private const string Partition = "aged";
    private const string Row = "mark";
    private const string Before = "Before";
    private const int PageSize = 100;
    private readonly TableClient _marks = tables.Named("ClaimDue");

    /// <inheritdoc/>
    public async Task<int> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = new DateTimeOffset((now - IAgedClaims.Known).UtcDateTime.Date, TimeSpan.Zero);
        var done = await _marks.FindAsync(Partition, Row, cancellationToken).ConfigureAwait(false) is { } mark ? mark.GetDateTimeOffset(Before) : null;
        if (done >= before)
        {
            return 0;
        }

        var (forgotten, after) = (0, (ClaimPlace?)null);
        do
        {
            var page = await claims.ListAsync(new ClaimQuery(null, null, null, done, before, PageSize, after), cancellationToken).ConfigureAwait(false);
            foreach (var claim in page.Items)
            {
                await erase.EraseAsync(claim, cancellationToken).ConfigureAwait(false);
                forgotten++;
            }

            after = page.Next;
        }
        while (after is not null);

        // Written last: who dies before it begins the day again, which does no harm.
        await _marks.UpsertEntityAsync(new TableEntity(Partition, Row) { [Before] = before }, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        return forgotten;
    }
}
