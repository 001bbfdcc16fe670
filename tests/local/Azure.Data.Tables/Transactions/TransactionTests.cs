using System.Globalization;
using Azure;
using Azure.Data.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Azure.Data.Tables.Tests.Transactions;

public sealed class TransactionTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task Transaction_OfEveryKind_TakesEffectAndAnswersInOrder()
    {
        var kept = (await Table.AddEntityAsync(new TableEntity("p", "merge") { ["Old"] = 1 }, Stop)).Headers.ETag.GetValueOrDefault();
        await Table.AddEntityAsync(new TableEntity("p", "replace") { ["Old"] = 1 }, Stop);
        await Table.AddEntityAsync(new TableEntity("p", "delete"), Stop);
        await Table.AddEntityAsync(new TableEntity("p", "upsert") { ["Old"] = 1 }, Stop);

        var response = await Table.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.Add, Row("add")),
                new(TableTransactionActionType.UpdateMerge, Row("merge"), kept),
                new(TableTransactionActionType.UpdateReplace, Row("replace"), ETag.All),
                new(TableTransactionActionType.Delete, Row("delete")),
                new(TableTransactionActionType.UpsertMerge, Row("upsert")),
                new(TableTransactionActionType.UpsertReplace, Row("fresh")),
            ],
            Stop);

        var rows = (await Table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop)).ToDictionary(row => row.RowKey);
        Assert.Equal(202, response.GetRawResponse().Status);
        Assert.All(response.Value, part => Assert.Equal(204, part.Status));
        Assert.Equal(["add", "fresh", "merge", "replace", "upsert"], rows.Keys.Order());
        Assert.Equal((true, false, true), (rows["merge"].ContainsKey("Old"), rows["replace"].ContainsKey("Old"), rows["upsert"].ContainsKey("Old")));
        Assert.Equal(rows["add"].ETag, response.Value[0].Headers.ETag);
        Assert.Equal(rows["merge"].ETag, response.Value[1].Headers.ETag);
        Assert.Equal(rows["fresh"].ETag, response.Value[5].Headers.ETag);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Transaction_WithAnExistingRow_NamesItsIndexAndLeavesNothing(int index)
    {
        await Table.AddEntityAsync(Row("there"), Stop);
        var actions = Enumerable.Range(0, 3)
            .Select(n => new TableTransactionAction(TableTransactionActionType.Add, Row(n == index ? "there" : n.ToString(CultureInfo.InvariantCulture))));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(actions, Stop));

        Assert.Equal((409, "EntityAlreadyExists", index), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Equal("there", Assert.Single(await Table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop)).RowKey);
    }

    [Fact]
    public async Task Transaction_WithAStaleETag_Fails412AtIt()
    {
        var stale = (await Table.AddEntityAsync(Row("head"), Stop)).Headers.ETag.GetValueOrDefault();
        await Table.UpdateEntityAsync(new TableEntity("p", "head") { ["N"] = 9 }, stale, TableUpdateMode.Merge, Stop);

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, Row("new")), new(TableTransactionActionType.UpdateReplace, Row("head"), stale)], Stop));

        Assert.Equal((412, "UpdateConditionNotSatisfied", 1), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("p", "new", cancellationToken: Stop)).HasValue);
    }

    [Theory]
    [InlineData(TableTransactionActionType.UpdateMerge)]
    [InlineData(TableTransactionActionType.UpdateReplace)]
    [InlineData(TableTransactionActionType.Delete)]
    public async Task Transaction_OnAMissingRow_Fails404AtIt(TableTransactionActionType type)
    {
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, Row("new")), new(type, Row("missing"), ETag.All)], Stop));

        Assert.Equal((404, "ResourceNotFound", 1), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("p", "new", cancellationToken: Stop)).HasValue);
    }

    [Fact]
    public async Task Transaction_OnAMissingTable_Fails404TableNotFound()
    {
        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(
            () => Service.GetTableClient(NewTableName()).SubmitTransactionAsync([new(TableTransactionActionType.Add, Row("a"))], Stop));

        Assert.Equal((404, "TableNotFound"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task UpdateInATransaction_WithoutAnETag_IsAnUpsertAsInTheOfficialClient()
    {
        await Table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, Row("fresh"))], Stop);

        Assert.True((await Table.GetEntityIfExistsAsync<TableEntity>("p", "fresh", cancellationToken: Stop)).HasValue);
    }

    [Fact]
    public async Task Transaction_OfAHundredActions_IsTaken()
    {
        var response = Table.SubmitTransaction(
            Enumerable.Range(0, 100).Select(n => new TableTransactionAction(TableTransactionActionType.Add, Row(n.ToString("D3", CultureInfo.InvariantCulture)))), Stop);

        Assert.Equal(100, response.Value.Count);
        Assert.Equal(100, (await Table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop)).Count);
    }

    [Fact]
    public async Task Transaction_WithStringsThatLookLikeItsBoundaries_KeepsThem()
    {
        const string Text = "\r\n--changeset_x\r\nHTTP/1.1 409 Conflict\r\n\r\n--batch_x--";

        await Table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r") { ["Text"] = Text })], Stop);

        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);
        Assert.Equal(Text, read.GetString("Text"));
    }

    private static TableEntity Row(string key) => new("p", key) { ["N"] = 1 };
}
