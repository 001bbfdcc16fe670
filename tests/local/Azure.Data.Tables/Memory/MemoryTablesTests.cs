using Azure;
using Azure.Core;
using Azure.Data.Tables;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;
using PromoFunctions.Tests.Support.Memory;

namespace PromoFunctions.Azure.Data.Tables.Tests.Memory;

/// <summary>The tables in memory, held against the emulator: the same operations through the same client must end alike.</summary>
public sealed class MemoryTablesTests(AzuriteFixture azurite)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operations_OfManySeeds_EndAsOnTheEmulator()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var name = $"T{Guid.NewGuid():N}";
            var (real, memory) = (new TableSide(new(azurite.ConnectionString, name, new() { Retry = { MaxRetries = 0 } })), new TableSide(InMemory(new(), name)));
            var operations = new RandomOperations(seed);
            for (var step = 0; step < 120; step++)
            {
                // The first ones meet no table.
                if (step == 3)
                {
                    await real.Table.CreateAsync(Stop);
                    await memory.Table.CreateAsync(Stop);
                }

                var (words, run) = operations.Next(Stop);
                var (expected, found) = (await real.TellAsync(run), await memory.TellAsync(run));
                Assert.True(expected == found, $"Seed {seed}, step {step}: {words}\nthe emulator: {expected}\nin memory:    {found}");
            }

            await real.Table.DeleteAsync(Stop);
        }
    }

    [Fact]
    public async Task Tables_MadeListedAndDeleted_AnswerAsOnTheEmulator()
    {
        var name = $"T{Guid.NewGuid():N}";
        var (real, memory) = (new TableServiceClient(azurite.ConnectionString), Service(new()));

        var expected = await WalkAsync(real);

        Assert.Equal(expected, await WalkAsync(memory));

        async Task<List<string>> WalkAsync(TableServiceClient service)
        {
            var side = new TableSide(service.GetTableClient(name));
            return
            [
                await side.TellAsync(async each => $"{(await each.Table.DeleteAsync(Stop)).Status}"),
                await side.TellAsync(async each => (await each.Table.CreateAsync(Stop)).Value.Name),
                await side.TellAsync(async each => (await each.Table.CreateAsync(Stop)).Value.Name),
                await side.TellAsync(async each => (await each.Table.CreateIfNotExistsAsync(Stop)).Value.Name),
                $"{await service.QueryAsync(cancellationToken: Stop).CountAsync(table => table.Name == name, Stop)}",
                await side.TellAsync(async each => $"{(await each.Table.DeleteAsync(Stop)).Status}"),
                $"{await service.QueryAsync(cancellationToken: Stop).CountAsync(table => table.Name == name, Stop)}",
            ];
        }
    }

    [Fact]
    public async Task Increments_OfManyWritersByETag_LoseNone()
    {
        await using var order = new LandingOrder(1, new LandingClock(DateTimeOffset.UnixEpoch), TimeSpan.FromMilliseconds(5), keptBack: 3);
        foreach (var table in new[] { InMemory(new(), "counters"), InMemory(new(order), "counters") })
        {
            await table.CreateAsync(Stop);
            await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 0 }, Stop);

            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                for (var made = 0; made < 25;)
                {
                    var row = (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop)).Value;
                    row["N"] = row.GetInt32("N") + 1;
                    try
                    {
                        await table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateReplace, row, row.ETag)], Stop);
                        made++;
                    }
                    catch (TableTransactionFailedException failure) when (failure.Status == 412)
                    {
                        // Somebody else came first.
                    }
                }
            })));

            Assert.Equal(200, (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop)).Value.GetInt32("N"));
        }
    }

    /// <summary>What the client refuses before it sends it, the tables refuse as well: Azure would, though the emulator does not.</summary>
    [Theory]
    [InlineData("RowKey='b'", "RowKey='a'", "400 InvalidDuplicateRow at 1")]
    [InlineData("PartitionKey='p',RowKey='b'", "PartitionKey='q',RowKey='b'", "400 CommandsInBatchActOnDifferentPartitions at 1")]
    [InlineData("\"N\":2", "\"N\":\"LONG\"", "413 RequestBodyTooLarge")]
    public async Task Transaction_ThatAzureRefuses_IsRefusedWhole(string text, string other, string refusal)
    {
        var gate = new FaultGate("p", FaultPlan.None)
        {
            RewriteTransaction = body => body.Replace(text, other.Replace("LONG", new string('a', 4 * 1024 * 1024), StringComparison.Ordinal), StringComparison.Ordinal),
        };
        var table = InMemory(new(), "t", gate);
        await table.CreateAsync(Stop);

        var told = await new TableSide(table).TellAsync(async side => $"{(await side.Table.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "a") { ["N"] = 1 }),
                new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "b") { ["N"] = 2 }),
            ],
            Stop)).Value.Count}");

        Assert.Equal(refusal, told);
        Assert.False(await table.QueryAsync<TableEntity>(cancellationToken: Stop).AnyAsync(Stop));
    }

    [Fact]
    public async Task Transaction_OfMoreThanAHundred_IsRefused()
    {
        var gate = new FaultGate("p", FaultPlan.None)
        {
            RewriteTransaction = body =>
            {
                var boundary = "--" + body.Split("boundary=")[1].Split('\r')[0];
                var parts = body.Split(boundary);
                return string.Join(boundary, [.. parts[..^1], parts[1].Replace("RowKey='000'", "RowKey='100'", StringComparison.Ordinal), parts[^1]]);
            },
        };
        var table = InMemory(new(), "t", gate);
        await table.CreateAsync(Stop);

        var told = await new TableSide(table).TellAsync(async side => $"{(await side.Table.SubmitTransactionAsync(
            Enumerable.Range(0, 100).Select(n => new TableTransactionAction(TableTransactionActionType.UpsertMerge, new TableEntity("p", $"{n:D3}"))),
            Stop)).Value.Count}");

        Assert.Equal("400 InvalidInput at 99", told);
    }

    [Fact]
    public async Task Merge_ThatMakesARowTooBig_IsRefused()
    {
        var table = InMemory(new(), "t");
        await table.CreateAsync(Stop);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 0 }, Stop);

        // 251 more make 252, the most that a row holds.
        await table.UpdateEntityAsync(new TableEntity(Enumerable.Range(0, 251).ToDictionary(n => $"C{n}", n => (object)n)) { PartitionKey = "p", RowKey = "r" }, ETag.All, TableUpdateMode.Merge, Stop);
        var columns = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(new TableEntity("p", "r") { ["More"] = 1 }, ETag.All, TableUpdateMode.Merge, Stop));

        Assert.Equal((400, "TooManyProperties"), (columns.Status, columns.ErrorCode));

        for (var i = 0; i < 15; i++)
        {
            await table.UpdateEntityAsync(new TableEntity("p", "r") { [$"C{i}"] = new string('x', 32 * 1024) }, ETag.All, TableUpdateMode.Merge, Stop);
        }

        var size = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(new TableEntity("p", "r") { ["C15"] = new string('x', 32 * 1024) }, ETag.All, TableUpdateMode.Merge, Stop));

        Assert.Equal((400, "EntityTooLarge"), (size.Status, size.ErrorCode));
    }

    private static TableServiceClient Service(MemoryTables tables) => new(MemoryTables.ConnectionString, new() { Transport = tables.Transport("p") });

    private static TableClient InMemory(MemoryTables tables, string name, FaultGate? gate = null)
    {
        var options = new TableClientOptions { Transport = tables.Transport("p") };
        if (gate is not null)
        {
            options.AddPolicy(gate, HttpPipelinePosition.BeforeTransport);
        }

        return new(MemoryTables.ConnectionString, name, options);
    }
}
