using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Azure.Data.Tables.Tests;

public sealed class PointOperationTests(AzuriteFixture azurite) : TableTest(azurite)
{
    public static TheoryData<string> AwkwardKeys => ["", " ", "a b", "it's", "''", "%", "100%25", "%2F", "a+b", "a&b=c", "(x)", "{x}", "ü€🎟", "a|b", "~!@$^*;:,.<>[]`\"", "PartitionKey='x'"];

    [Theory]
    [MemberData(nameof(AwkwardKeys))]
    public async Task Keys_OfAwkwardCharacters_WorkInEveryOperation(string key)
    {
        await Table.AddEntityAsync(new TableEntity(key, key) { ["N"] = 1 }, Stop);
        await Table.UpdateEntityAsync(new TableEntity(key, key) { ["M"] = 2 }, ETag.All, TableUpdateMode.Merge, Stop);
        await Table.UpsertEntityAsync(new TableEntity(key, key) { ["O"] = 3 }, TableUpdateMode.Merge, Stop);
        await Table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, new TableEntity(key, key) { ["P"] = 4 }, ETag.All)], Stop);

        TableEntity read = await Table.GetEntityAsync<TableEntity>(key, key, cancellationToken: Stop);
        var found = await Table.QueryAsync<TableEntity>(row => row.PartitionKey == key && row.RowKey == key, cancellationToken: Stop).ToListAsync(Stop);

        Assert.Equal((key, key), (read.PartitionKey, read.RowKey));
        Assert.Equal((1, 2, 3, 4), (read.GetInt32("N"), read.GetInt32("M"), read.GetInt32("O"), read.GetInt32("P")));
        Assert.Equal(key, Assert.Single(found).RowKey);
        Assert.Equal(204, (await Table.DeleteEntityAsync(key, key, read.ETag, Stop)).Status);
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>(key, key, cancellationToken: Stop)).HasValue);
    }

    [Fact]
    public async Task Insert_OfANewRow_AnswersWithoutABodyButWithTheETag()
    {
        var response = await Table.AddEntityAsync(new TableEntity("p", "r"), Stop);

        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);
        Assert.Equal(204, response.Status);
        Assert.NotNull(response.Headers.ETag);
        Assert.Equal(response.Headers.ETag, read.ETag);
    }

    [Fact]
    public async Task Insert_OfAnExistingRow_Fails409()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"), Stop);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.AddEntityAsync(new TableEntity("p", "r"), Stop));

        Assert.Equal(409, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.EntityAlreadyExists);
    }

    [Fact]
    public async Task Insert_IntoAMissingTable_Fails404TableNotFound()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => Service.GetTableClient(NewTableName()).AddEntityAsync(new TableEntity("p", "r"), Stop));

        Assert.Equal((404, "TableNotFound"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task Get_OfAMissingRow_Fails404ResourceNotFound()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop));

        Assert.Equal((404, "ResourceNotFound"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task GetIfExists_OfAMissingRow_HasNoValueAndThrowsOnIt()
    {
        var response = await Table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Stop);

        Assert.False(response.HasValue);
        Assert.Equal(404, response.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => response.Value);
    }

    [Fact]
    public async Task Get_WithASelection_ReadsThoseColumnsOnly()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 }, Stop);

        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r", ["B"], Stop);

        Assert.Equal(2, read.GetInt32("B"));
        Assert.False(read.ContainsKey("A"));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge, true)]
    [InlineData(TableUpdateMode.Replace, false)]
    public async Task Update_ByMode_KeepsOrDropsTheOtherColumns(TableUpdateMode mode, bool kept)
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Old"] = 1 }, Stop);

        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["New"] = 2 }, ETag.All, mode, Stop);

        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);
        Assert.Equal(2, read.GetInt32("New"));
        Assert.Equal(kept, read.ContainsKey("Old"));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task Update_WithTheETag_WorksOnceAndThenFails412(TableUpdateMode mode)
    {
        var first = (await Table.AddEntityAsync(new TableEntity("p", "r"), Stop)).Headers.ETag.GetValueOrDefault();

        var second = (await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, first, mode, Stop)).Headers.ETag;
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, first, mode, Stop));

        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);
        Assert.Equal((412, "UpdateConditionNotSatisfied"), (failure.Status, failure.ErrorCode));
        Assert.Equal(1, read.GetInt32("N"));
        Assert.Equal(second, read.ETag);
        Assert.NotEqual(first, read.ETag);
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task Update_OfAMissingRow_Fails404(TableUpdateMode mode)
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All, mode, Stop));

        Assert.Equal((404, "ResourceNotFound"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task Update_WithoutAnETag_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Table.UpdateEntityAsync(new TableEntity("p", "r"), default, TableUpdateMode.Merge, Stop));

    [Theory]
    [InlineData(TableUpdateMode.Merge, true)]
    [InlineData(TableUpdateMode.Replace, false)]
    public async Task Upsert_TwiceByMode_InsertsThenWrites(TableUpdateMode mode, bool kept)
    {
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["Old"] = 1 }, mode, Stop);
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["New"] = 2 }, mode, Stop);

        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);
        Assert.Equal(kept, read.ContainsKey("Old"));
        Assert.Equal(2, read.GetInt32("New"));
    }

    [Fact]
    public async Task Delete_WithAStaleETag_Fails412AndKeepsTheRow()
    {
        var stale = (await Table.AddEntityAsync(new TableEntity("p", "r"), Stop)).Headers.ETag.GetValueOrDefault();
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, stale, TableUpdateMode.Merge, Stop);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.DeleteEntityAsync("p", "r", stale, Stop));

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (failure.Status, failure.ErrorCode));
        Assert.True((await Table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Stop)).HasValue);
    }

    [Fact]
    public async Task Delete_OfAMissingRow_Answers404WithoutThrowing() =>
        Assert.Equal(404, (await Table.DeleteEntityAsync("p", "r", cancellationToken: Stop)).Status);

    [Fact]
    public void SyncMembers_OverARowsLife_DoAsTheAsyncOnes()
    {
        Table.AddEntity(new TableEntity("p", "r") { ["N"] = 1 }, Stop);
        Table.UpsertEntity(new TableEntity("p", "r") { ["N"] = 2 }, TableUpdateMode.Replace, Stop);
        Table.UpdateEntity(new TableEntity("p", "r") { ["N"] = 3 }, ETag.All, TableUpdateMode.Replace, Stop);

        Assert.Equal(3, Table.GetEntity<TableEntity>("p", "r", cancellationToken: Stop).Value.GetInt32("N"));
        Assert.Equal(3, Assert.Single(Table.Query<TableEntity>(cancellationToken: Stop)).GetInt32("N"));
        Assert.True(Table.GetEntityIfExists<TableEntity>("p", "r", cancellationToken: Stop).HasValue);
        Assert.Equal(204, Table.DeleteEntity("p", "r", cancellationToken: Stop).Status);
        Assert.Equal(404, Table.DeleteEntity(new TableEntity("p", "r"), cancellationToken: Stop).Status);
    }
}
