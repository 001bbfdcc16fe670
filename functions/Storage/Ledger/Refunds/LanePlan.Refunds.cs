using Azure.Data.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>Refunds.</content>
internal sealed partial class LanePlan
{
    private readonly List<ApplyRefund> _refunds = [];

    /// <summary>Refunds that the plan books.</summary>
    public IReadOnlyList<ApplyRefund> Refunds => _refunds;

    /// <summary>Whether a refund still fits: its customers, an outbox row and its own row. The first always does.</summary>
    public bool Fits(ApplyRefund refund) =>
        Count == 1 || (Room >= refund.Customers.Count() + 2 && Entries.Count + refund.Shares.Length <= OutboxEntry.MostPerRow && _weight < MostWeight);

    /// <summary>Books the discount that comes back, on the present day, and gives uses and budget back when nothing of the order is left.</summary>
    public void Refund(ApplyRefund refund)
    {
        foreach (var share in refund.Shares)
        {
            // A sum that goes below what is used for a moment is right: an order over several campaigns may be refunded before this lane settles it.
            Head = Head with { Used = Head.Used - share.Uses, UsedMoney = Head.UsedMoney - share.Budget };
            if (share is { Uses: > 0, Customer: { } customer } && Find(customer) is { } known)
            {
                Keep(customer, known with { Count = known.Count - share.Uses });
            }

            var entry = Entry(refund.Key, share);
            Entries.Add(entry);
            _weight += WeightOf(entry);
            var figures = ChannelFigures.None with { Refunds = share.First ? 1 : 0, RefundedDiscount = share.Discount };
            Tally(entry, figures);
        }

        _refunds.Add(refund);
        Writes = true;
    }

    private IEnumerable<TableTransactionAction> RefundActions() => _refunds.Select(refund => new TableTransactionAction(
        TableTransactionActionType.Add,
        new TableEntity(lane.Partition, refund.Key.AppliedRow) { ["At"] = now }));

    private OutboxEntry Entry(RefundKey refund, RefundShare share) => new(
        OutboxEntry.Refunded,
        share.RedemptionId,
        "",
        share.Customer,
        share.Channel,
        share.Currency,
        share.Discount,
        0,
        share.First,
        share.TermsVersion,
        Day,
        share.OrderDay,
        now)
    {
        OrderId = share.OrderId,
        Refund = refund.ToString(),
        UsesReturned = share.Uses,
        BudgetReturned = share.Budget,
        ReturnedOrigins = share.Returned,
    };
}
