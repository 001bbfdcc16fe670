using Azure.Data.Tables;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Reports;

/// <summary>A lane's journal of one day, counted row by row and independently of the roll-ups.</summary>
internal sealed class CountJournal
{
    private readonly HashSet<(string Currency, string Channel, string Customer)> _seen = [];

    /// <summary>What was counted, by currency. Customers of weeks and months are not told by one day, and stay 0.</summary>
    public Dictionary<string, DayFigures> Figures { get; } = new(StringComparer.Ordinal);

    /// <summary>Retroactive discount less refunded discount of orders of other days, by the orders' day and currency, then by channel.</summary>
    public Dictionary<(string OrderDay, string Currency), Dictionary<string, long>> Adjustments { get; } = [];

    /// <summary>Counts a lane's day: a request for each thousand rows.</summary>
    public static async Task<CountJournal> OfAsync(PromoTables tables, LaneKey lane, string day, CancellationToken cancellationToken)
    {
        var count = new CountJournal();
        var rows = tables.Journal.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {JournalRow.Partition(lane, day)}"), cancellationToken: cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            foreach (var entry in OutboxEntry.Read(row))
            {
                count.Add(entry);
            }
        }

        return count;
    }

    private void Add(OutboxEntry entry)
    {
        if (!entry.Redeems)
        {
            if (entry.Kind == OutboxEntry.Refunded)
            {
                Add(entry, ChannelFigures.None with { Refunds = entry.FirstOfOrder ? 1 : 0, RefundedDiscount = entry.Discount });
                Adjust(entry, -entry.Discount);
            }
            else if (entry is { Kind: OutboxEntry.Expired, FirstOfOrder: true })
            {
                Add(entry, ChannelFigures.None with { HoldsExpired = 1 });
            }

            return;
        }

        var isNew = entry.Customer is { } customer ? _seen.Add((entry.Currency, entry.Channel, customer)) : entry.FirstOfOrder;
        var retroactive = entry.Kind == OutboxEntry.Retroactive;
        Add(entry, new ChannelFigures(1, retroactive ? 1 : 0, entry.Discount, entry.OrderValue, isNew ? 1 : 0, 0, 0));
        if (retroactive)
        {
            Adjust(entry, entry.Discount);
        }
    }

    private void Adjust(OutboxEntry entry, long discount)
    {
        if (entry.OrderDay is { } orderDay && orderDay != entry.Day)
        {
            if (!Adjustments.TryGetValue((orderDay, entry.Currency), out var byChannel))
            {
                Adjustments[(orderDay, entry.Currency)] = byChannel = new(StringComparer.Ordinal);
            }

            byChannel[entry.Channel] = byChannel.GetValueOrDefault(entry.Channel) + discount;
        }
    }

    private void Add(OutboxEntry entry, ChannelFigures figures) =>
        Figures[entry.Currency] = (Figures.GetValueOrDefault(entry.Currency) ?? DayFigures.None).Add(entry, figures);
}
