using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes.Ends;

/// <summary>The notices that are due, in table <c>CodeDue</c>; whom to tell stands in the person's row.</summary>
public sealed class TableCodeNotices(PromoTables tables, TableRedemptionLedger ledger, TimeProvider clock) : ICodeNotices
{
    private const int Width = 16;

    private readonly CodeDueMarks _marks = new(tables, clock);

    /// <inheritdoc/>
    public async IAsyncEnumerable<DueNotice> DueAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var due = tables.CodeDue.QueryAsync<TableEntity>(
            CodeDueRow.DueBy(CodeDueRow.Notice, now), select: [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)], cancellationToken: cancellationToken);
        await foreach (var found in due.ReadAheadAsync(Width, (mark, token) => DueCode.FindAsync(tables, ledger, mark, token), cancellationToken).ConfigureAwait(false))
        {
            if (found is { Use: CodeUse.Free, Person: { } person, Code: { Status: CodeStatus.Active } code } && code.ExpiresAt > now && PersonNotice.Read(person) is { } notice)
            {
                yield return new(new(found.Mark.PartitionKey, found.Mark.RowKey), code, notice);
            }
            else if (found.Use != CodeUse.Held)
            {
                await _marks.DropAsync([found.Mark], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public Task DoneAsync(DueNotice notice, CancellationToken cancellationToken) =>
        _marks.DropAsync([new TableEntity(notice.Place.Bucket, notice.Place.Entry)], cancellationToken);
}
