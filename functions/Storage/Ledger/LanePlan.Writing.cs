using Azure.Data.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>What is sent, and how large it is.</content>
internal sealed partial class LanePlan
{
    /// <summary>The transaction: the head first, since its ETag is what makes all the rest valid.</summary>
    public List<TableTransactionAction> Actions(string batch)
    {
        var sequence = Entries.Count > 0 ? Head.Sequence + 1 : Head.Sequence;
        Head = Head with { Batch = batch, Sequence = sequence };
        var actions = new List<TableTransactionAction>
        {
            new(TableTransactionActionType.UpdateReplace, Head.ToRow(lane), _read.ETag),
        };
        foreach (var (key, uses) in _customers)
        {
            // An unconditional replace is safe: every change of the row moves the head.
            actions.Add(new(
                uses.Exists ? TableTransactionActionType.UpsertReplace : TableTransactionActionType.Add,
                uses.ToRow(lane, key)));
        }

        if (Entries.Count > 0)
        {
            actions.Add(new(TableTransactionActionType.Add, OutboxEntry.ToRow(lane.Partition, LaneKey.OutboxRow(sequence), batch, Entries)));
        }

        actions.AddRange(RefundActions());
        actions.AddRange(_prepared.Select(prepared => new TableTransactionAction(TableTransactionActionType.Add, prepared.ToRow(lane, batch))));
        actions.AddRange(_held.Select(held => new TableTransactionAction(TableTransactionActionType.Add, held.ToRow(lane))));
        actions.AddRange(ReceivedActions());
        actions.AddRange(_deletes.Select(row => new TableTransactionAction(
            TableTransactionActionType.Delete, new TableEntity(lane.Partition, row), Azure.ETag.All)));
        return actions;
    }

    /// <summary>An upper bound of what a text costs in the request, escaped twice.</summary>
    private static long WeightOf(string? text) => 8L * (text?.Length ?? 0);

    private static long WeightOf(OutboxEntry entry) => 1_000 + WeightOf(entry.Channel) + WeightOf(entry.Code) + WeightOf(entry.Customer) + WeightOf(entry.OrderId);

    private static long WeightOf(CustomerUses uses) => 500 + uses.Seen.Sum(seen => 300 + WeightOf(seen.Key));

    private static long WeightOf(LaneHead head) => 1_000 + head.Days.Sum(day => 200 + day.Value.Channels.Sum(channel => 500 + WeightOf(channel.Key)));
}
