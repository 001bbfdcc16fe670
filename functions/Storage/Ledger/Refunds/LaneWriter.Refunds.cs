using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>Refunds, each once in the lane.</content>
/// <remarks>
/// The row <c>r|…</c> is inserted with what it stands for, so a second booking fails while it stands. It is deleted only after
/// the mark in table <c>Orders</c> stands, and not within a minute: whoever comes later than a few seconds looks first.
/// </remarks>
internal sealed partial class LaneWriter
{
    /// <summary>Finds out which refunds of a batch are booked already, and reads the customers whose uses come back.</summary>
    private async Task ReadRefundsAsync(List<LaneCommand> batch)
    {
        var refunds = batch.OfType<ApplyRefund>().Where(refund => !refund.Stands).ToList();
        foreach (var refund in refunds)
        {
            // After the head, and the row before the mark: what was booked under an older head is seen in one of the two.
            refund.Stands = (refund.Met || _services.Clock.GetUtcNow() - refund.At > Attempt.OwnerLooks)
                && (await _services.Tables.Lanes.FindAsync(_lane.Partition, refund.Key.AppliedRow, _stop.Token).ConfigureAwait(false) is not null
                    || await _services.Tables.Orders.FindAsync(refund.Key.Order, refund.Key.DoneRow(_lane), _stop.Token).ConfigureAwait(false) is not null);
        }

        await _state.Buckets.LoadAsync(refunds.Where(refund => !refund.Stands).SelectMany(refund => refund.Customers), sure: true, _stop.Token).ConfigureAwait(false);
    }

    /// <summary>A refund's row stood already: it is looked for before the next try.</summary>
    private static void Meet(LaneRound round, string row)
    {
        foreach (var refund in round.Plan.Refunds.Where(refund => refund.Key.AppliedRow == row))
        {
            refund.Met = true;
        }
    }
}
