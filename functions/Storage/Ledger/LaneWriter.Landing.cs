using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>What became of a transaction without a plain answer.</content>
internal sealed partial class LaneWriter
{
    /// <summary>Looks at a transaction that was not simply written. True: it is in the table after all.</summary>
    private async Task<bool> LandedAsync(LaneRound round, string id, List<TableTransactionAction> actions, TransactionResult result)
    {
        if (result.FailedIndex > 0)
        {
            // The head, which is action 0, was as we knew it, so nothing of this landed and the head still holds.
            await LearnAsync(round, actions[result.FailedIndex].Entity.RowKey).ConfigureAwait(false);
            return false;
        }

        for (var tries = 1; ; tries++)
        {
            _state.Drop();
            _state.Buckets.Forget(round.Plan.Buckets.Select(written => written.Bucket));
            var head = await _state.HeadAsync(_stop.Token).ConfigureAwait(false);
            if (await StandsAsync(round.Plan, id, head).ConfigureAwait(false))
            {
                return true;
            }

            if (result.Result != WriteResult.Unknown)
            {
                return false;
            }

            // It may be on its way still. Once the head has moved, it can land no more.
            var fence = new LanePlan(_lane, head, _state.Buckets, _services.Calendar, _services.Clock.GetUtcNow());
            var moved = await _services.Tables.LanesOnce.TrySubmitAsync(fence.Actions(LaneServices.NewId()), _stop.Token).ConfigureAwait(false);
            if (moved.Result == WriteResult.Written)
            {
                _state.Drop();
                return false;
            }

            await BackOffAsync(tries + 1).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether a plan is in the table, told by the head, by its outbox row, by its journal row once that was delivered, or by a row that it prepared.
    /// One that neither booked nor prepared may be made again without harm, and so may one whose prepared rows are all settled: its orders are decided.
    /// </summary>
    private async Task<bool> StandsAsync(LanePlan plan, string id, LaneHead head)
    {
        if (head.Batch == id)
        {
            return true;
        }

        if (plan.Entries.Count == 0)
        {
            foreach (var prepared in plan.Prepared)
            {
                var row = await _services.Tables.Lanes.FindAsync(_lane.Partition, LaneKey.PendingRow(prepared.RedemptionId), _stop.Token).ConfigureAwait(false);
                if (row?.GetString("Batch") == id)
                {
                    return true;
                }
            }

            return false;
        }

        var sequence = plan.Head.Sequence;
        return head.Sequence >= sequence && await _services.Booked.StandsAsync(_lane, plan.Entries[0].Day, sequence, id, _stop.Token).ConfigureAwait(false);
    }

    /// <summary>Takes in what a refused action tells.</summary>
    private async Task LearnAsync(LaneRound round, string row)
    {
        if (_forget.Remove(row))
        {
            // Somebody else has deleted this row.
        }
        else if (row.StartsWith(LaneKey.ReceivedPrefix, StringComparison.Ordinal))
        {
            // Somebody else has brought this share in.
            _arrived.Add(row[LaneKey.ReceivedPrefix.Length..]);
        }
        else if (row.StartsWith(CustomerBucket.Prefix, StringComparison.Ordinal))
        {
            // Another process has written this bucket since it was read here. Read all that the plan guessed, since there may be more of them.
            _state.Buckets.Forget([LaneKey.BucketOfRow(row)]);
            await _state.Buckets.LoadAsync(round.Plan.Buckets.Select(written => written.Bucket).Where(bucket => !_state.Buckets.IsSure(bucket)).ToList(), _stop.Token).ConfigureAwait(false);
        }
        else
        {
            Meet(round, row);
            _state.Drop();
        }
    }
}
