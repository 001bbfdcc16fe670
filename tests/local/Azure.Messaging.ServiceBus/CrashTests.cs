using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.ServiceBus.Tests;

/// <summary>Puts rows into the states in which a process can die between two steps, and lets others take them up.</summary>
public sealed class CrashTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    private readonly TableServiceClient _tables = new(azurite.ConnectionString);
    private QueueDescription? _description;

    private TableClient Live => _tables.GetTableClient(_description?.LiveTable);

    private TableClient Dead => _tables.GetTableClient(_description?.DeadLetterTable);

    private static DateTimeOffset Overdue => DateTimeOffset.UnixEpoch.AddDays(1);

    protected override CreateQueueOptions Options() => new(Queue)
    {
        RequiresDuplicateDetection = true,
        DuplicateDetectionHistoryTimeWindow = TimeSpan.FromHours(1),
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _description = QueueDescription.Read(await _tables.GetTableClient("ServiceBusQueues").GetEntityAsync<TableEntity>("queue", QueueDescription.Key(Queue), cancellationToken: Stop));
    }

    [Fact]
    public async Task DeadLettering_ThatDiedAfterItsMark_IsFinishedByAReceiver()
    {
        var row = await MarkAsync("a");

        await AssertEmptyAsync();

        await AssertDeadOnceAsync();
        Assert.Null(await RowChanges.FindAsync(Live, row.Number, Stop));
    }

    [Fact]
    public async Task DeadLettering_ThatDiedAfterItsCopy_IsFinishedByAReceiverOfTheQueue()
    {
        await CopyAsync(await MarkAsync("a"));
        Assert.Empty(await DeadLetters.PeekMessagesAsync(10, 0, Stop));

        await AssertEmptyAsync();

        await AssertDeadOnceAsync();
    }

    [Fact]
    public async Task DeadLettering_ThatDiedAfterItsCopy_IsFinishedByAReceiverOfTheDeadLetters()
    {
        var row = await MarkAsync("a");
        await CopyAsync(row);

        await AssertDeadOnceAsync();

        Assert.Null(await RowChanges.FindAsync(Live, row.Number, Stop));
        await SendAsync("a");
        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));
    }

    [Fact]
    public async Task DeadLettering_ThatDiedAfterItsRemoval_IsFinishedByAReceiverOfTheDeadLetters()
    {
        var row = await MarkAsync("a");
        await CopyAsync(row);
        await Live.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Stop);

        await AssertDeadOnceAsync();
    }

    [Fact]
    public async Task DeadLettering_TakenUpByManyAtOnce_LeavesOneCopy()
    {
        for (var i = 0; i < 10; i++)
        {
            await MarkAsync($"m{i}");
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using var client = new ServiceBusClient(ConnectionString);
            await AssertEmptyAsync(client.CreateReceiver(Queue));
        }));

        var dead = await DeadLetters.ReceiveMessagesAsync(20, TimeSpan.FromMinutes(1), Stop);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"m{i}"), dead.Select(message => message.MessageId).Order());
        Assert.Empty(await Receiver.PeekMessagesAsync(20, 0, Stop));
    }

    [Fact]
    public async Task Send_ThatDiedBeforeItWasConfirmed_IsLetInByAReceiver()
    {
        await UnconfirmAsync("a", Overdue);

        Assert.Equal("a", (await ReceiveAsync()).MessageId);
    }

    [Fact]
    public async Task Send_ThatDiedBeforeItWasConfirmed_IsLetInByItsRepetition()
    {
        await UnconfirmAsync("a", MessageRow.Never);
        Assert.Null(await Receiver.PeekMessageAsync(0, Stop));

        await SendAsync("a");

        Assert.Equal("a", (await ReceiveAsync()).MessageId);
        Assert.Single(await Receiver.PeekMessagesAsync(10, 0, Stop));
    }

    [Fact]
    public async Task Send_ThatWokeUpAfterItsRepetitionWasConsumed_IsDropped()
    {
        // A repetition was sent and completed; then the first sender's rows arrive, and it dies.
        var late = await UnconfirmAsync("a", MessageRow.Never);
        var key = DuplicateHistory.KeyOf("a");
        var claim = await Live.GetEntityAsync<TableEntity>(late.PartitionKey, "d" + key, cancellationToken: Stop);
        await Live.DeleteEntityAsync(late.PartitionKey, late.RowKey, cancellationToken: Stop);
        await Live.DeleteEntityAsync(claim.Value, cancellationToken: Stop);
        await SendAsync("a");
        await Receiver.CompleteMessageAsync(await ReceiveAsync(), Stop);
        await Live.AddEntityAsync(claim.Value, Stop);
        late.Entity[MessageRow.Visible] = Overdue;
        await Live.AddEntityAsync(late.Entity, Stop);

        await AssertEmptyAsync();

        Assert.Null(await RowChanges.FindAsync(Live, late.Number, Stop));
    }

    [Fact]
    public async Task Send_OfAnIdOlderThanTheWindowThatStillWaits_IsTaken()
    {
        await SendAsync("a");
        var old = await OnlyRowAsync();
        var longAgo = DateTimeOffset.UtcNow.AddHours(-2);
        await Live.UpdateEntityAsync(new TableEntity(old.PartitionKey, old.RowKey) { ["Accepted"] = longAgo }, old.Tag, TableUpdateMode.Merge, Stop);
        var claim = (await Live.GetEntityAsync<TableEntity>(old.PartitionKey, "d" + DuplicateHistory.KeyOf("a"), cancellationToken: Stop)).Value;
        claim["Accepted"] = longAgo;
        await Live.UpdateEntityAsync(claim, claim.ETag, TableUpdateMode.Replace, Stop);

        await SendAsync("a");
        await SendAsync("a");

        var both = await Receiver.ReceiveMessagesAsync(10, TimeSpan.FromMinutes(1), Stop);
        Assert.Equal(2, both.Count);
        await Receiver.CompleteMessageAsync(both[0], Stop);
        await SendAsync("a");
        Assert.Single(await Receiver.PeekMessagesAsync(10, 0, Stop));
        await Receiver.CompleteMessageAsync(both[1], Stop);
        await SendAsync("a");
        Assert.Empty(await Receiver.PeekMessagesAsync(10, 0, Stop));
    }

    private async Task<MessageRow> OnlyRowAsync()
    {
        var rows = new List<MessageRow>();
        await foreach (var entity in Live.QueryAsync<TableEntity>("RowKey ge 'm'", cancellationToken: Stop))
        {
            rows.Add(new MessageRow(entity));
        }

        return Assert.Single(rows);
    }

    private async Task<MessageRow> FindAsync(string id)
    {
        var waiting = (await Receiver.PeekMessagesAsync(100, 0, Stop)).Single(message => message.MessageId == id);
        var row = await RowChanges.FindAsync(Live, waiting.SequenceNumber, Stop);
        Assert.NotNull(row);
        return row;
    }

    private async Task<MessageRow> MarkAsync(string id)
    {
        await SendAsync(id);
        var row = await FindAsync(id);
        var mark = row.Change();
        mark[MessageRow.State] = (int)RowState.DeadLettering;
        mark[MessageRow.Visible] = Overdue;
        mark[MessageRow.Reason] = "poison";
        await RowChanges.MergeAsync(Live, row, mark, Stop);
        return row;
    }

    private async Task CopyAsync(MessageRow row)
    {
        var copy = row.Renumbered(row.Number);
        copy.Entity[MessageRow.State] = (int)RowState.Arriving;
        copy.Entity[MessageRow.Visible] = Overdue;
        await Dead.AddEntityAsync(copy.Entity, Stop);
    }

    private async Task<MessageRow> UnconfirmAsync(string id, DateTimeOffset visible)
    {
        await SendAsync(id);
        var row = await FindAsync(id);
        var change = row.Change();
        change[MessageRow.State] = (int)RowState.Unconfirmed;
        change[MessageRow.Visible] = visible;
        await RowChanges.MergeAsync(Live, row, change, Stop);
        return row;
    }

    private async Task AssertDeadOnceAsync()
    {
        var dead = await ReceiveAsync(DeadLetters);
        Assert.Equal("a", dead.MessageId);
        await DeadLetters.CompleteMessageAsync(dead, Stop);
        await AssertEmptyAsync(DeadLetters);
        await AssertEmptyAsync();
    }
}
