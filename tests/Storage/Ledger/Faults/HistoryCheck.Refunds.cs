using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Money;
using PromoFunctions.Storage.Ledger;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <content>Refunds: recorded is applied, once in each lane, and what was given back is what was paid for the units.</content>
internal sealed partial class HistoryCheck
{
    private IEnumerable<Step.Refund> Refunds => history.Answers.Select(answer => answer.Step).OfType<Step.Refund>().DistinctBy(refund => refund.Key);

    /// <summary>Uses that an entry takes, or of a refund gives back.</summary>
    private static long Uses(OutboxEntry entry) => entry.Kind == OutboxEntry.Refunded ? entry.UsesReturned : 1;

    /// <summary>Budget that an entry takes, or of a refund gives back.</summary>
    private static long Money(OutboxEntry entry) => entry.Kind == OutboxEntry.Refunded ? entry.BudgetReturned : entry.Discount;

    /// <summary>A refund that stands but is not booked everywhere is marked for the sweep.</summary>
    private async Task RefundsMarkedAsync(FaultyProcess process)
    {
        foreach (var refund in Refunds)
        {
            var order = await OrderRows.ReadAsync(process.Tables, refund.Key.Order, CancellationToken.None);
            if (order.Find(refund.Key) is { } record && !order.IsDone(record))
            {
                var mark = DueRow.ForRefund(world.Clock.GetUtcNow(), refund.Key);
                Expect(
                    await process.Tables.Due.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey eq {mark.RowKey}")).AnyAsync(),
                    $"{refund}: recorded, not booked, and no sweep is told");
            }
        }
    }

    private async Task FinishRefundsAsync(FaultyProcess process)
    {
        foreach (var refund in Refunds)
        {
            await process.Ledger.Refunds.FinishAsync(refund.Key, CancellationToken.None);
        }
    }

    /// <summary>What was answered is answered again.</summary>
    private async Task RepeatRefundsAsync(FaultyProcess process)
    {
        foreach (var answer in history.Answers)
        {
            if (answer is { Step: Step.Refund refund, Refunded: RefundOutcome.Made { Refund: var told } })
            {
                var again = await History.RefundAsync(process, refund) is RefundOutcome.Made { Repeated: true } made ? made.Refund : null;
                Expect(again is not null && again with { Lines = told.Lines } == told && again.Lines.SequenceEqual(told.Lines), $"refunded {told}, then {again}");
            }
        }
    }

    private async Task CheckRefundsAsync(FaultyProcess process)
    {
        foreach (var order in Refunds.GroupBy(refund => refund.Key.Order))
        {
            var rows = await OrderRows.ReadAsync(process.Tables, order.Key, CancellationToken.None);
            var records = order.Select(refund => rows.Find(refund.Key)).OfType<RefundRecord>().ToList();
            Expect(records.TrueForAll(rows.IsDone), $"{order.First()}: recorded and not booked in every lane");

            // Three units less the discount, as each alone would say it. Of an order with claims it depends on who came first: then no more than was paid.
            var intent = order.First().Of.Intent;
            if (history.Script.HasClaims(intent.OrderId))
            {
                Expect(records.Sum(record => record.Refund.Amount) <= 3_000 + intent.Shipping, $"{order.First()}: {records.Sum(record => record.Refund.Amount)} given back");
                Expect(records.Count(record => record.Refund.UseReturned) <= 1, $"{order.First()}: uses came back twice");
                continue;
            }

            var units = records.Sum(record => record.Refund.Lines.Sum(line => line.Quantity));
            var complete = records.Count(record => record.Refund.UseReturned);
            var paid = Rounding.PartsOf(Math.Max(0, 3_000 - intent.Discount), units, 3) + (complete > 0 ? intent.Shipping : 0);
            Expect(records.Sum(record => record.Refund.Amount) == paid, $"{order.First()}: {records.Sum(record => record.Refund.Amount)} given back for {units} units, {paid} paid");
            Expect(complete <= 1 && (complete == 1) == (rows.Totals.Returned.Length > 0), $"{order.First()}: uses came back {complete} times");
        }
    }
}
