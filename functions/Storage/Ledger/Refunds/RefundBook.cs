using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Refunds;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Refunds of orders: recorded once in the order's partition, from there only forward, applied once in every lane of the order.</summary>
internal sealed class RefundBook(PromoTables tables, OrderResolver resolver, HoldBook holds, SettledCodes codes, LaneRegistry lanes, BusinessCalendar calendar, TimeProvider clock)
{
    /// <summary>How long a mark for the sweep covers what follows it; it is due three minutes after.</summary>
    private static readonly TimeSpan MarkCovers = TimeSpan.FromMinutes(1);

    /// <summary>From this age on a lane's row of a refund may go: everybody looks at the mark in table <c>Orders</c> since long.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    /// <summary>Records a refund and applies it. Ends by itself: call it without a token and stop waiting instead.</summary>
    public async Task<RefundOutcome> RefundAsync(string redemptionId, RefundRequest request)
    {
        if (OrderKey.Parse(redemptionId) is not { } asked)
        {
            return new RefundOutcome.Unknown();
        }

        var key = RefundKey.Of(asked.Hash, request.RefundId);
        var content = RefundRecord.ContentOf(request);
        var nonce = LaneServices.NewId();
        DateTimeOffset? marked = null;
        for (var tries = 0; ; tries++)
        {
            await BackOffAsync(tries).ConfigureAwait(false);
            var order = await OrderRows.ReadAsync(tables, asked.Hash, CancellationToken.None).ConfigureAwait(false);
            if (order.Find(key) is { } standing)
            {
                return await StandingAsync(order, standing, request, content, nonce).ConfigureAwait(false);
            }

            var redemptions = await order.RedemptionsAsync(resolver, holds, CancellationToken.None).ConfigureAwait(false);
            if (Refusal(asked, redemptions) is { } refusal)
            {
                return refusal;
            }

            var totals = order.Totals;
            var about = RefundCase.Of(redemptions, totals.Basis) ?? throw new InvalidOperationException("An order with a redeemed redemption has nothing to refund.");
            switch (DecideRefund.Of(about.Order(), totals.SoFar, request))
            {
                case RefundVerdict.TooMuch tooMuch:
                    return new RefundOutcome.TooMuch(tooMuch.Excesses);
                case RefundVerdict.Granted granted:
                    var now = clock.GetUtcNow();
                    var refund = new Refund(request.RefundId, asked.RedemptionId, granted.Amount, granted.Lines, granted.SoFar.Complete, now);
                    var record = new RefundRecord(key, refund, content, nonce, about.Shares(granted, calendar));

                    // Both before it is recorded: a process that dies is found out, and at no time is a code said to be used whose use was given back.
                    var marking = now - marked < MarkCovers ? Task.CompletedTask : MarkDueAsync(record, now);
                    var reopened = granted.SoFar.Complete ? about.Redemptions.Select(taken => codes.ReopenAsync(taken.Attempt, CancellationToken.None)) : [];
                    await Task.WhenAll([marking, .. reopened]).ConfigureAwait(false);
                    marked = marking == Task.CompletedTask ? marked : now;
                    totals = totals with
                    {
                        Basis = about.Basis.Redemption.RedemptionId,
                        SoFar = granted.SoFar,
                        Returned = granted.SoFar.Complete ? [.. about.Redemptions.Select(taken => taken.Redemption.RedemptionId)] : [],
                    };

                    // Anything but written is told by the order's rows: another refund came first, or this very one landed.
                    var written = await tables.Orders.TrySubmitAsync([totals.ToAction(asked.Hash), new(TableTransactionActionType.Add, record.ToRow())], CancellationToken.None).ConfigureAwait(false);
                    if (written.Result == WriteResult.Written)
                    {
                        await ApplyAsync(record).ConfigureAwait(false);
                        return new RefundOutcome.Made(refund, Repeated: false);
                    }

                    break;
                default:
                    throw new InvalidOperationException("A refund was decided in a way that is not known here.");
            }
        }
    }

    /// <summary>Whether a redemption's uses were given back, since everything of its order was refunded. One request.</summary>
    public async Task<bool> UsesReturnedAsync(OrderKey key, CancellationToken cancellationToken) =>
        await tables.Orders.FindAsync(key.Hash, RefundKey.TotalsRow, cancellationToken).ConfigureAwait(false) is { } row
        && RefundTotals.Read(row).Returned.Contains(key.RedemptionId);

    /// <summary>Whether everything of the order was refunded. One request.</summary>
    public async Task<bool> OrderReturnedAsync(OrderKey anyOfOrder, CancellationToken cancellationToken) =>
        await tables.Orders.FindAsync(anyOfOrder.Hash, RefundKey.TotalsRow, cancellationToken).ConfigureAwait(false) is { } row
        && RefundTotals.Read(row).SoFar.Complete;

    /// <summary>Finishes what a dead process left of a refund, and lets the lanes forget it once that is safe.</summary>
    /// <returns>Whether nothing is left to do.</returns>
    public async Task<bool> FinishAsync(RefundKey key, CancellationToken cancellationToken)
    {
        if (await tables.Orders.FindAsync(key.Order, key.Row, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            // Never recorded: its process died first, or somebody asked for more than is left.
            return true;
        }

        var record = RefundRecord.Read(key, row);
        if (clock.GetUtcNow() - record.Refund.RefundedAt < Settled)
        {
            return false;
        }

        var finished = true;
        foreach (var lane in record.Lanes)
        {
            if (await tables.Orders.FindAsync(key.Order, key.DoneRow(lane), cancellationToken).ConfigureAwait(false) is null)
            {
                await ApplyAsync(record, lane).WaitAsync(cancellationToken).ConfigureAwait(false);
                finished = false;
            }
            else
            {
                await tables.Lanes.DeleteEntityAsync(lane.Partition, key.AppliedRow, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
        }

        return finished;
    }

    /// <summary>Tells the sweep to look at a refund and at its lanes in three minutes: in one request, since what is due in one minute is one partition.</summary>
    private async Task MarkDueAsync(RefundRecord refund, DateTimeOffset now)
    {
        var unmarked = refund.Lanes.Select(lane => (Key: lane, Writer: lanes.Get(lane))).Where(lane => !lane.Writer.IsMarked(now)).ToList();
        IEnumerable<TableEntity> rows = [DueRow.ForRefund(now, refund.Key), .. unmarked.Select(lane => DueRow.ForLane(now, lane.Key))];
        await tables.Due.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), CancellationToken.None).ConfigureAwait(false);
        unmarked.ForEach(lane => lane.Writer.Marked(now));
    }

    private async Task<RefundOutcome> StandingAsync(OrderRows order, RefundRecord standing, RefundRequest request, string content, string nonce)
    {
        if (standing.Refund.RefundId != request.RefundId || standing.Content != content)
        {
            return new RefundOutcome.OtherContent(standing.Refund);
        }

        if (!order.IsDone(standing))
        {
            await ApplyAsync(standing).ConfigureAwait(false);
        }

        return new RefundOutcome.Made(standing.Refund, Repeated: standing.Nonce != nonce);
    }

    /// <summary>Why a redemption cannot be refunded; null when it can. An order that is held anew is not refunded through what was given for it before.</summary>
    private static RefundOutcome? Refusal(OrderKey asked, IReadOnlyList<TakenRedemption> redemptions)
    {
        if (redemptions.FirstOrDefault(taken => taken.Attempt.Key == asked) is not { } found)
        {
            return new RefundOutcome.Unknown();
        }

        var held = redemptions.FirstOrDefault(taken => taken.Redemption.State == RedemptionState.Held);
        return found.Redemption.State != RedemptionState.Redeemed ? new RefundOutcome.NotRedeemed(found.Redemption)
            : held is not null ? new RefundOutcome.NotRedeemed(held.Redemption)
            : null;
    }

    private async Task ApplyAsync(RefundRecord record) => await Task.WhenAll(record.Lanes.Select(lane => ApplyAsync(record, lane))).ConfigureAwait(false);

    private Task<bool> ApplyAsync(RefundRecord record, LaneKey lane) => lanes.Get(lane).PostAsync(
        new ApplyRefund(record.Key, [.. record.Shares.Where(share => share.Lane == lane)], record.Refund.RefundedAt));

    private Task BackOffAsync(int tries) => tries == 0
        ? Task.CompletedTask
        : Task.Delay(TimeSpan.FromMilliseconds(LaneServices.Jitter(Math.Min(200, 5 << Math.Min(tries, 6)))), clock);
}
