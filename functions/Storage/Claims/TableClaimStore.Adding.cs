using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Claims;

// How a claim comes into being: the person's rows and the lists first, then, in one transaction, the claim itself.
public sealed partial class TableClaimStore
{
    /// <inheritdoc/>
    public async Task<ClaimAddition> AddAsync(Claim claim, CustomerKey customer, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var content = claim.ToUtf8();
        var hash = ClaimKeys.Hash(content);
        for (var attempt = 1; ; attempt++)
        {
            var existing = await LoadAsync(claim.Id, cancellationToken).ConfigureAwait(false);
            if (existing?.ContentHash is { } kept)
            {
                return kept == hash
                    ? new ClaimAddition.Kept(await WithReplyAsync(existing, cancellationToken).ConfigureAwait(false))
                    : new ClaimAddition.OtherContent();
            }

            var rows = new ClaimRows(claim.Id, receivedAt.ToUniversalTime(), claim.Kind, claim.Contact.Agent, customer, hash, ClaimPersons.RowsOf(content))
            {
                AuditCount = existing?.AuditCount ?? 0,

                // A message under the id that could not be read before; the claim takes its place, with what was noted meanwhile.
                State = existing is null ? ClaimState.Queued : ClaimState.Queued with { Contacts = existing.State.Contacts, Resubmission = existing.State.Resubmission },
            };
            await Task.WhenAll(
                _persons.WriteContentAsync(rows.Partition, hash, content, cancellationToken),
                AddToListsAsync(rows, cancellationToken)).ConfigureAwait(false);
            var received = new AuditEntry(rows.ReceivedAt, "agent:" + claim.Contact.Agent, "received", $"The claim came in by {claim.Contact.Channel}.");
            if (await TryWriteAsync(rows, existing, received, cancellationToken).ConfigureAwait(false) is { } written)
            {
                return new ClaimAddition.Kept(RecordOf(written, reply: null));
            }

            ThrowWhenOften(attempt);
        }
    }

    /// <inheritdoc/>
    public async Task AddFailedAsync(ClaimId id, ClaimFailure failure, ReadOnlyMemory<byte> message, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (await LoadAsync(id, cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        var rows = new ClaimRows(id, receivedAt.ToUniversalTime(), null, null, null, null, 0)
        {
            State = new ClaimState(ClaimStatus.Failed)
            {
                Failure = failure,
                PersonErased = failure.Reason == ClaimFailure.Erased,
                Message = message.IsEmpty ? null : new KeptMessage(message.Length, receivedAt.ToUniversalTime().AddDays(KeptMessage.DaysKept)),
            },
        };
        await NoteDutiesAsync(id, ClaimState.Queued, rows.State, cancellationToken).ConfigureAwait(false);
        if (!message.IsEmpty)
        {
            await _persons.WritePaperAsync(rows.Partition, ClaimKeys.Message, message.ToArray(), cancellationToken).ConfigureAwait(false);
        }

        await AddToListsAsync(rows, cancellationToken).ConfigureAwait(false);
        var entry = new AuditEntry(rows.ReceivedAt, AuditEntry.Desk, "failed", $"{failure.Reason}: {failure.Description}");
        for (var attempt = 1; await TryWriteAsync(rows, replaced: null, entry, cancellationToken).ConfigureAwait(false) is null; attempt++)
        {
            if (await LoadAsync(id, cancellationToken).ConfigureAwait(false) is not null)
            {
                return;
            }

            ThrowWhenOften(attempt);
        }
    }

    private Task AddToListsAsync(ClaimRows rows, CancellationToken cancellationToken) => Task.WhenAll(
        _index.AddAsync(rows.Id, rows.ReceivedAt, ListsOf(rows), cancellationToken),
        rows.Customer is { } customer ? _ofCustomers.AddAsync(customer, rows.ReceivedAt, rows.Id, cancellationToken) : Task.CompletedTask);

    private static IEnumerable<string> ListsOf(ClaimRows rows)
    {
        yield return ClaimIndexKey.All;
        yield return ClaimIndexKey.Of(rows.State.Status);
        if (rows.Agent is not null)
        {
            yield return ClaimIndexKey.OfAgent(rows.Agent);
        }
    }

    /// <summary>Writes a new claim, or puts one in the place of a message that could not be read; null when that did not work out.</summary>
    private async Task<ClaimRows?> TryWriteAsync(ClaimRows rows, ClaimRows? replaced, AuditEntry entry, CancellationToken cancellationToken)
    {
        var written = rows with { AuditCount = rows.AuditCount + 1 };
        List<TableTransactionAction> actions = replaced is null
            ?
            [
                new(TableTransactionActionType.Add, written.ToRow()),
            ]
            :
            [
                new(TableTransactionActionType.UpdateReplace, written.ToRow(), replaced.ETag),
            ];
        actions.Add(new TableTransactionAction(TableTransactionActionType.Add, rows.ToAuditRow(entry, rows.AuditCount)));
        var result = await _claims.TrySubmitAsync(actions, cancellationToken).ConfigureAwait(false);
        return result.Result == WriteResult.Written ? written with { ETag = result.ETags[0] } : null;
    }
}
