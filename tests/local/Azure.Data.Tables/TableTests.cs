using Azure;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Azure.Data.Tables.Tests;

public sealed class TableTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task Create_OfAnExistingTable_Fails409TableAlreadyExists()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.CreateAsync(Stop));

        Assert.Equal((409, "TableAlreadyExists"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task CreateIfNotExists_OfAnExistingTable_AnswersWithTheTable()
    {
        var response = await Table.CreateIfNotExistsAsync(Stop);

        Assert.Equal(Table.Name, response.Value.Name);
        Assert.Equal(409, response.GetRawResponse().Status);
    }

    [Fact]
    public async Task CreateIfNotExists_OfAMissingTable_CreatesIt()
    {
        var name = NewTableName();

        var response = await Service.CreateTableIfNotExistsAsync(name, Stop);

        Assert.Equal(201, response.GetRawResponse().Status);
        Assert.Equal(name, Assert.Single(await Service.QueryAsync(table => table.Name == name, cancellationToken: Stop).ToListAsync(Stop)).Name);
        Assert.Equal(204, (await Service.DeleteTableAsync(name, Stop)).Status);
    }

    [Fact]
    public async Task Delete_OfAMissingTable_Answers404WithoutThrowing() =>
        Assert.Equal(404, (await Service.DeleteTableAsync(NewTableName(), Stop)).Status);

    [Fact]
    public async Task List_InPagesOfOne_FindsEveryTableOnce()
    {
        string[] names = [NewTableName(), NewTableName(), NewTableName()];
        foreach (var name in names)
        {
            await Service.CreateTableAsync(name, Stop);
        }

        var found = await Service.QueryAsync(maxPerPage: 1, cancellationToken: Stop).ToListAsync(Stop);

        Assert.All(names, name => Assert.Single(found, table => table.Name == name));
        foreach (var name in names)
        {
            Service.DeleteTable(name, Stop);
        }
    }
}
