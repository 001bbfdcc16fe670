using Azure;
using Azure.Data.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Azure.Data.Tables.Tests;

public sealed class QueryTests(AzuriteFixture azurite) : TableTest(azurite)
{
    private const int Rows = 1_250;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var chunk in Enumerable.Range(0, Rows).Chunk(100))
        {
            await Table.SubmitTransactionAsync(
                chunk.Select(n => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p q", $"r {n:D5}") { ["N"] = n, ["Big"] = n + 5_000_000_000L })),
                Stop);
        }
    }

    [Fact]
    public async Task Query_OfMoreThanAPage_ReadsOnToTheEndInOrder()
    {
        var pages = await Table.QueryAsync<TableEntity>(cancellationToken: Stop).AsPages().ToListAsync(Stop);

        Assert.Equal([1_000, 250], pages.Select(page => page.Values.Count));
        Assert.Null(pages[^1].ContinuationToken);
        Assert.Equal(Enumerable.Range(0, Rows), pages.SelectMany(page => page.Values).Select(row => row.GetInt32("N").GetValueOrDefault()));
    }

    [Fact]
    public async Task Query_FromAToken_GoesOnWhereThePageEnded()
    {
        var first = await Table.QueryAsync<TableEntity>(maxPerPage: 400, cancellationToken: Stop).AsPages().FirstAsync(Stop);

        // In another client, as after a restart.
        var rest = await new TableClient(ConnectionString, Table.Name).QueryAsync<TableEntity>(maxPerPage: 400, cancellationToken: Stop)
            .AsPages(first.ContinuationToken)
            .ToListAsync(Stop);

        Assert.Equal(400, first.Values.Count);
        Assert.Equal([400, 400, 50], rest.Select(page => page.Values.Count));
        Assert.Equal(400, rest[0].Values[0].GetInt32("N"));
    }

    [Fact]
    public void Query_Synchronously_ReadsTheSamePages()
    {
        var pages = Table.Query<TableEntity>(maxPerPage: 500, cancellationToken: Stop).AsPages().ToList();

        Assert.Equal([500, 500, 250], pages.Select(page => page.Values.Count));
    }

    [Fact]
    public async Task Query_WithASizeHint_AsksForPagesOfThatSize()
    {
        var page = await Table.QueryAsync<TableEntity>(cancellationToken: Stop).AsPages(pageSizeHint: 7).FirstAsync(Stop);

        Assert.Equal(7, page.Values.Count);
    }

    [Fact]
    public async Task Query_WithAFilterAndASelection_SendsBoth()
    {
        var rows = await Table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {"p q"} and RowKey ge {"r 01240"} and Big lt {5_000_001_245L}"),
            select: ["N"],
            cancellationToken: Stop).ToListAsync(Stop);

        Assert.Equal([1240, 1241, 1242, 1243, 1244], rows.Select(row => row.GetInt32("N").GetValueOrDefault()));
        Assert.All(rows, row => Assert.False(row.ContainsKey("Big")));
    }

    [Fact]
    public async Task Query_WithALambda_FindsTheRows()
    {
        var from = "r 00010";
        var rows = await Table.QueryAsync<TableEntity>(
            row => row.PartitionKey == "p q" && string.Compare(row.RowKey, from, StringComparison.Ordinal) >= 0 && row.GetInt32("N") < 12,
            cancellationToken: Stop).ToListAsync(Stop);

        Assert.Equal([10, 11], rows.Select(row => row.GetInt32("N").GetValueOrDefault()));
    }

    [Fact]
    public async Task Query_WithAValueThatLooksLikeACondition_FindsNothing()
    {
        var hostile = "x' or PartitionKey ne '";

        Assert.Empty(await Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {hostile}"), cancellationToken: Stop).ToListAsync(Stop));
        Assert.Empty(await Table.QueryAsync<TableEntity>(row => row.PartitionKey == hostile, cancellationToken: Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Query_OfAMissingTable_Fails404TableNotFound()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            async () => await Service.GetTableClient(NewTableName()).QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop));

        Assert.Equal((404, "TableNotFound"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task Query_CancelledBetweenPages_Stops()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var pages = Table.QueryAsync<TableEntity>(maxPerPage: 10, cancellationToken: stop.Token).AsPages().GetAsyncEnumerator(Stop);
        Assert.True(await pages.MoveNextAsync());

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pages.MoveNextAsync());
    }
}
