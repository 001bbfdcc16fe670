using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Claims;

/// <summary>Claims in tables <c>Claims</c>, <c>ClaimPersons</c>, <c>ClaimIndex</c>, <c>ClaimCustomers</c>, <c>ClaimDeliveries</c> and <c>ClaimDue</c>.</summary>
public sealed partial class TableClaimStore : IClaimStore
{
    private const int MostTries = 4;

    // The rows of records that this store gave out: who changes one need not read it again, since its ETag tells whether it has changed.
    private readonly ConditionalWeakTable<ClaimRecord, ClaimRows> _known = [];
    private readonly TableClient _claims;
    private readonly TableClient _personsTable;
    private readonly TableClient _indexTable;
    private readonly TableClient _ofCustomersTable;
    private readonly TableClient _deliveriesTable;
    private readonly TableClient _goodwillTable;
    private readonly ClaimPersons _persons;
    private readonly ClaimIndex _index;
    private readonly ClaimsOfCustomers _ofCustomers;
    private readonly ClaimDeliveries _deliveries;
    private readonly TableClient _due;

    /// <summary>A store in an installation's tables.</summary>
    public TableClaimStore(PromoTables tables)
    {
        _claims = tables.Named("Claims");
        _personsTable = tables.Named("ClaimPersons");
        _indexTable = tables.Named("ClaimIndex");
        _ofCustomersTable = tables.Named("ClaimCustomers");
        _deliveriesTable = tables.Named("ClaimDeliveries");
        _goodwillTable = tables.Named(TableGoodwillBook.Name);
        _persons = new ClaimPersons(_personsTable);
        _index = new ClaimIndex(_indexTable);
        _ofCustomers = new ClaimsOfCustomers(_ofCustomersTable);
        _deliveries = new ClaimDeliveries(_deliveriesTable);
        _due = tables.Named("ClaimDue");
    }

    /// <summary>Creates the desk's tables that are missing. May run on several instances at once.</summary>
    public async Task CreateTablesAsync(CancellationToken cancellationToken)
    {
        foreach (var table in (TableClient[])[_claims, _personsTable, _indexTable, _ofCustomersTable, _deliveriesTable, _due, _goodwillTable])
        {
            await table.CreateIfNotExistsAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<ClaimRecord?> FindAsync(ClaimId id, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken).ConfigureAwait(false) is { } rows
            ? await WithReplyAsync(rows, cancellationToken).ConfigureAwait(false)
            : null;

    /// <inheritdoc/>
    public async Task<Claim?> FindContentAsync(ClaimId id, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken).ConfigureAwait(false) is { } rows
            ? await _persons.ReadContentAsync(rows, cancellationToken).ConfigureAwait(false)
            : null;

    /// <inheritdoc/>
    public async Task<Claim?> FindContentAsync(ClaimRecord claim, CancellationToken cancellationToken) =>
        _known.TryGetValue(claim, out var rows)
            ? await _persons.ReadContentAsync(rows, cancellationToken).ConfigureAwait(false)
            : await FindContentAsync(claim.Id, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ClaimRecord?> SaveAsync(ClaimRecord read, ClaimState next, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var nonce = ClaimRows.NewNonce();
        for (var attempt = 1; ; attempt++)
        {
            var rows = attempt == 1 && _known.TryGetValue(read, out var known) ? known : await LoadAsync(read.Id, cancellationToken).ConfigureAwait(false);
            if (rows?.Nonce == nonce)
            {
                // An earlier try landed after all, though its answer did not say so.
                await LeaveOldListsAsync(read, rows, cancellationToken).ConfigureAwait(false);
                return RecordOf(rows, KeptReply.Of(next));
            }

            if (rows is null || rows.ToRecord(reply: null).Version != read.Version)
            {
                if (rows is { State.PersonErased: true } && !read.State.PersonErased)
                {
                    // What was written here for a change that is not made may have come after the erasure.
                    await _persons.DeleteAllAsync(rows.Partition, cancellationToken).ConfigureAwait(false);
                }

                return null;
            }

            if (rows.State.PersonErased)
            {
                next = next with { Reply = null, PersonErased = true };
            }

            var changed = rows with { State = next, Nonce = nonce, AuditCount = rows.AuditCount + entries.Count };
            if (next.Status != rows.State.Status)
            {
                await _index.AddAsync(read.Id, rows.ReceivedAt, [ClaimIndexKey.Of(next.Status)], cancellationToken).ConfigureAwait(false);
            }

            if (ClaimDelivery.Of(read.Id, next) is { } delivery && delivery != ClaimDelivery.Of(read.Id, rows.State))
            {
                await _deliveries.AddAsync(delivery, cancellationToken).ConfigureAwait(false);
            }

            await NoteDutiesAsync(rows.Id, rows.State, next, cancellationToken).ConfigureAwait(false);
            await WriteWordsAsync(rows.Partition, next, entries, cancellationToken).ConfigureAwait(false);
            if (next.Reply is { } reply)
            {
                var kept = KeptReply.Of(reply, next.Remedies);
                changed = changed with { ReplyRow = await _persons.WriteReplyAsync(rows.Partition, rows.ReplyRow, kept, cancellationToken).ConfigureAwait(false) };
            }

            List<TableTransactionAction> actions =
            [
                new(TableTransactionActionType.UpdateReplace, changed.ToRow(), rows.ETag),
                .. entries.Select((entry, i) => new TableTransactionAction(TableTransactionActionType.Add, rows.ToAuditRow(entry, rows.AuditCount + i))),
            ];
            var result = await _claims.TrySubmitAsync(actions, cancellationToken).ConfigureAwait(false);
            if (result.Result == WriteResult.Written)
            {
                await LeaveOldListsAsync(read, changed, cancellationToken).ConfigureAwait(false);
                if (rows.State.PersonErased)
                {
                    // Of somebody who died between writing a reply and the change that it was for.
                    await _persons.DeleteRepliesAsync(rows.Partition, cancellationToken).ConfigureAwait(false);
                }

                return RecordOf(changed with { ETag = result.ETags[0] }, KeptReply.Of(next));
            }

            ThrowWhenOften(attempt);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(ClaimId id, CancellationToken cancellationToken)
    {
        var entries = new List<AuditEntry>();
        await foreach (var row in _claims.RowsAsync(ClaimKeys.PartitionOf(id), ClaimKeys.AuditPrefix, cancellationToken).ConfigureAwait(false))
        {
            var words = await ReadWordsAsync(row.PartitionKey, row.GetString(nameof(AuditEntry.Words)), cancellationToken).ConfigureAwait(false);
            entries.Add(ClaimRows.ReadAudit(row) with { Words = words });
        }

        return entries;
    }

    private static void ThrowWhenOften(int attempt)
    {
        if (attempt >= MostTries)
        {
            throw new TimeoutException("A claim could not be written: storage gave no clear answer.");
        }
    }

    private async Task<ClaimRows?> LoadAsync(ClaimId id, CancellationToken cancellationToken)
    {
        if (await _claims.FindAsync(ClaimKeys.PartitionOf(id), ClaimKeys.Claim, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var rows = ClaimRows.Read(row);
        return rows.Id == id ? rows : throw new InvalidDataException("Two claim ids have the same hash.");
    }

    private async Task<ClaimRecord> WithReplyAsync(ClaimRows rows, CancellationToken cancellationToken)
    {
        var reply = await _persons.ReadReplyAsync(rows.Partition, rows.ReplyRow, cancellationToken).ConfigureAwait(false);
        return rows.State.ByAgent is { } byAgent
            ? RecordOf(rows, reply, byAgent.WithWords(await ReadWordsAsync(rows.Partition, rows.WordsOfState, cancellationToken).ConfigureAwait(false)))
            : RecordOf(rows, reply);
    }

    /// <summary>The record of rows, which are remembered for as long as it is in use.</summary>
    private ClaimRecord RecordOf(ClaimRows rows, KeptReply? reply, AgentRuling? byAgent = null)
    {
        var record = rows.ToRecord(reply);
        record = byAgent is null ? record : record with { State = record.State with { ByAgent = byAgent } };
        _known.Add(record, rows);
        return record;
    }

    private async Task LeaveOldListsAsync(ClaimRecord read, ClaimRows written, CancellationToken cancellationToken)
    {
        if (ClaimDelivery.Of(read.Id, read.State) is { } before && before != ClaimDelivery.Of(read.Id, written.State))
        {
            await _deliveries.RemoveAsync(before, cancellationToken).ConfigureAwait(false);
        }

        if (read.State.Status != written.State.Status)
        {
            await _index.RemoveAsync(new ClaimIndexKey(ClaimIndexKey.Of(read.State.Status), written.ReceivedAt, read.Id), cancellationToken).ConfigureAwait(false);
        }
    }
}
