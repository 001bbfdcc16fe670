using Azure.Data.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>What is sent, and how large it is.</content>
internal sealed partial class LanePlan
{
    /// <summary>Buckets that the transaction writes, in the order of its actions after the head; none before it is made.</summary>
    public IReadOnlyList<(int Bucket, CustomerBucket Customers)> Buckets => _customers.Written;

    /// <summary>The transaction: the head first, since its ETag is what makes all the rest valid.</summary>
    public List<TableTransactionAction> Actions(string batch)
    {
        var sequence = Entries.Count > 0 ? Head.Sequence + 1 : Head.Sequence;
        Head = Head with { Batch = batch, Sequence = sequence };
        var actions = new List<TableTransactionAction>
        {
            new(TableTransactionActionType.UpdateReplace, Head.ToRow(lane), _read.ETag),
        };
        actions.AddRange(_customers.Actions());
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
    internal static long WeightOf(string? text) => 8L * (text?.Length ?? 0);

    private static long WeightOf(OutboxEntry entry) => 1_000 + WeightOf(entry.Channel) + WeightOf(entry.Code) + WeightOf(entry.Customer) + WeightOf(entry.OrderId) + WeightOf(entry.Origin) + entry.Returned.Sum(WeightOf);

    private static long WeightOf(UseOrigin? origin) => origin is null ? 0 : 500 + WeightOf(origin.Batch) + WeightOf(origin.Gift?.Agent);

    private static long WeightOf(LaneHead head) => 1_000 + head.Days.Sum(day => 200 + day.Value.Channels.Sum(channel => 500 + WeightOf(channel.Key)) + WeightOf(day.Value.Uses));

    private static long WeightOf(UseFigures? uses) => uses is null ? 0 : uses.Batches.Keys.Sum(key => 50 + WeightOf(key)) + uses.Gifts.Sum(gift => 300 + WeightOf(gift.Key) + (50 * gift.Value.Days.Count));
}
