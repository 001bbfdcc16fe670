using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;

namespace PromoFunctions.Storage.Claims;

// What a claim's state asks to be done later.
public sealed partial class TableClaimStore : IClaimDuties
{
    /// <summary>How long a process acts alone before another takes its work up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ClaimDuty> DueAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var minute = ClaimDueRow.Minute(now);
        var rows = _due.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey le {minute}"),
            select: [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)],
            cancellationToken: cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            if (ClaimDueRow.Read(row) is { } duty)
            {
                yield return duty;
            }
        }
    }

    /// <inheritdoc/>
    public async Task DoneAsync(ClaimDuty duty, CancellationToken cancellationToken)
    {
        var row = ClaimDueRow.Of(duty);
        await _due.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<ClaimDuty> DutiesOf(ClaimId id, ClaimState state)
    {
        if (state is { Status: ClaimStatus.Escalated, Escalation: { Overdue: false } escalation })
        {
            yield return new ClaimDuty(ClaimDutyKind.Deadline, id, escalation.Deadline);
        }

        if (state is { Status: ClaimStatus.Escalated, ByAgent: { } intended })
        {
            yield return new ClaimDuty(ClaimDutyKind.Conclude, id, intended.Decision.DecidedAt + Patience);
        }

        if (state is { Status: ClaimStatus.Queued, Resubmission: { } again })
        {
            yield return new ClaimDuty(ClaimDutyKind.Resend, id, again.At + Patience);
        }

        if (state.Message is { } message)
        {
            yield return new ClaimDuty(ClaimDutyKind.Forget, id, message.Until);
        }
    }

    private async Task NoteDutiesAsync(ClaimId id, ClaimState before, ClaimState next, CancellationToken cancellationToken)
    {
        foreach (var duty in DutiesOf(id, next).Except(DutiesOf(id, before)))
        {
            await _due.UpsertEntityAsync(ClaimDueRow.Of(duty), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        }
    }
}
