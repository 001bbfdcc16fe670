using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes.Ends;

/// <summary>Takes back codes that the claims desk gave.</summary>
/// <remarks>
/// Marked for the sweep, voided, counted: a process that dies between leaves the mark, and a code counts once. The desk itself voids codes that it
/// issued and gave to nobody in the end, past this class: those were never counted as given.
/// </remarks>
public sealed class TableWithdrawnGifts(PromoTables tables, TableRedemptionLedger ledger, ICodeStore codes, BusinessCalendar calendar, TimeProvider clock) : IWithdrawnGifts
{
    private readonly CodeDueMarks _marks = new(tables, clock);
    private readonly WithdrawnTally _tally = new(tables, calendar, clock);

    /// <inheritdoc/>
    public async Task<SetCodeStatusOutcome> VoidAsync(PromoCode code, CancellationToken cancellationToken)
    {
        // One that is voided already was counted then, or is marked, or was given to nobody.
        if (await tables.Codes.FindAsync(CodeRow.PartitionOf(code), code.Value, cancellationToken).ConfigureAwait(false) is not { } row
            || CodeRow.Read(row) is not { Gift: not null, BoundTo: { } customer, Status: not CodeStatus.Voided }
            || CodeRow.IssueOf(row) is not { } issue)
        {
            return await codes.SetStatusAsync(code, CodeStatus.Voided, cancellationToken).ConfigureAwait(false);
        }

        var entry = CodePages.EntryOf(customer.Value, issue);
        await _marks.NoteAsync(CodeDueRow.Withdrawal, entry, [(entry, clock.GetUtcNow())], cancellationToken).ConfigureAwait(false);
        var outcome = await codes.SetStatusAsync(code, CodeStatus.Voided, cancellationToken).ConfigureAwait(false);
        await CountAsync(new TableEntity("", entry), cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WithdrawnGifts>> ReadAsync(string lastDay, CancellationToken cancellationToken) => _tally.ReadAsync(lastDay, cancellationToken);

    /// <summary>Looks at the codes that were marked some minutes ago. One request when there is none.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var due = tables.CodeDue.QueryAsync<TableEntity>(
            CodeDueRow.DueBy(CodeDueRow.Withdrawal, clock.GetUtcNow()), select: [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)], cancellationToken: cancellationToken);
        await foreach (var mark in due.ConfigureAwait(false))
        {
            if (await CountAsync(mark, cancellationToken).ConfigureAwait(false))
            {
                await _marks.DropAsync([mark], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Counts a code that is voided and that no order has.</summary>
    /// <returns>False while a hold has it.</returns>
    private async Task<bool> CountAsync(TableEntity mark, CancellationToken cancellationToken)
    {
        var found = await DueCode.FindAsync(tables, ledger, mark, cancellationToken).ConfigureAwait(false);
        if (found is { Code: { Status: CodeStatus.Voided } code, Use: CodeUse.Free })
        {
            await _tally.AddAsync(code, cancellationToken).ConfigureAwait(false);
        }

        return found.Use != CodeUse.Held;
    }
}
