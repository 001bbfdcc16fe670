using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes.Ends;

/// <summary>Looks at codes whose own end has come: counts those that nobody used, and forgets whom to tell of them. Cost follows what is due, whatever else there is.</summary>
public sealed class CodeEndSweep(PromoTables tables, TableRedemptionLedger ledger, BusinessCalendar calendar, TimeProvider clock) : IExpiredCodes
{
    private const int Width = 16;

    private readonly CodeDueMarks _marks = new(tables, clock);
    private readonly ExpiredTally _tally = new(tables);

    /// <summary>Works off everything that is due by now. Safe beside itself; broken off anywhere, the next run goes on: marks go last, and a code counts once.</summary>
    /// <param name="progress">Told after each step how many codes were looked at.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>How many codes were looked at, and how many of them ended unused.</returns>
    public async Task<(long Looked, long Expired)> RunAsync(Func<long, CancellationToken, Task> progress, CancellationToken cancellationToken)
    {
        var (looked, expired) = (0L, 0L);
        var batch = new List<TableEntity>(OnceTally.MostCodes);
        var due = tables.CodeDue.QueryAsync<TableEntity>(
            CodeDueRow.DueBy(CodeDueRow.End, clock.GetUtcNow()), select: [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)], cancellationToken: cancellationToken);
        await foreach (var mark in due.ConfigureAwait(false))
        {
            if (batch.Count == OnceTally.MostCodes || (batch.Count > 0 && batch[0].PartitionKey != mark.PartitionKey))
            {
                expired += await EndAsync(batch, cancellationToken).ConfigureAwait(false);
                looked += batch.Count;
                batch.Clear();
                await progress(looked, cancellationToken).ConfigureAwait(false);
            }

            batch.Add(mark);
        }

        expired += await EndAsync(batch, cancellationToken).ConfigureAwait(false);
        return (looked + batch.Count, expired);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ExpiredCount>> ReadAsync(string firstDay, string lastDay, CancellationToken cancellationToken) =>
        _tally.ReadAsync(firstDay, lastDay, cancellationToken);

    /// <summary>Ends the codes of one partition's marks.</summary>
    private async Task<long> EndAsync(List<TableEntity> marks, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var going = marks.Where(GoingCode.Is).ToList();
        foreach (var mark in going)
        {
            await GoingCode.EraseAsync(tables, mark, cancellationToken).ConfigureAwait(false);
        }

        var codes = new List<DueCode>(marks.Count);
        await foreach (var code in marks.Except(going).ToAsyncEnumerable().ReadAheadAsync(Width, (mark, token) => DueCode.FindAsync(tables, ledger, mark, token), cancellationToken).ConfigureAwait(false))
        {
            codes.Add(code);
        }

        // A repeat of an issue may have marked another end than the one that stands: its own is marked anew.
        var early = codes.Where(code => code.Code?.ExpiresAt > now).ToList();
        foreach (var code in early)
        {
            await _marks.NoteAsync(CodeDueRow.End, code.Mark.RowKey, [(code.Mark.RowKey, code.Code?.ExpiresAt ?? now)], cancellationToken).ConfigureAwait(false);
        }

        // What a hold has is looked at again once it is over.
        var ended = codes.Except(early).Where(code => code.Use != CodeUse.Held).ToList();
        var unused = from code in ended
                     where code is { Use: CodeUse.Free, Code: { Status: not CodeStatus.Voided, ExpiresAt: not null } }
                     let issued = code.Code
                     group issued.Code by (Day: calendar.LastDayOf(issued.ExpiresAt) ?? calendar.DayOf(now), issued.CampaignId, issued.Batch) into same
                     select same;
        var counted = 0L;
        foreach (var same in unused)
        {
            if (same.Key.CampaignId is { } campaign)
            {
                counted += await _tally.AddAsync(same.Key.Day, campaign, same.Key.Batch, [.. same], cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var person in ended.Select(code => code.Person).OfType<TableEntity>())
        {
            if (PersonNotice.Without(person) is { } rest)
            {
                // Refused when the person was erased meanwhile, which forgets it as well.
                await tables.CodePersons.TryReplaceAsync(rest, person.ETag, cancellationToken).ConfigureAwait(false);
            }
        }

        await _marks.DropAsync([.. early.Concat(ended).Select(code => code.Mark), .. going], cancellationToken).ConfigureAwait(false);
        return counted;
    }
}
