using Azure;
using Azure.Data.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Azure.Data.Tables.Tests.Entities;

public sealed class RowTypeTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task Row_ThatImplementsItsKeysExplicitly_IsReadAndWritten()
    {
        await Table.AddEntityAsync(new Explicit("p", "r") { Uses = 3 }, Stop);

        Explicit read = await Table.GetEntityAsync<Explicit>("p", "r", cancellationToken: Stop);

        ITableEntity keys = read;
        Assert.Equal(("p", "r", 3), (keys.PartitionKey, keys.RowKey, read.Uses));
        Assert.NotEqual(default, keys.ETag);
        Assert.NotNull(keys.Timestamp);
    }

    [Fact]
    public async Task Row_ThatIsAValueType_IsWritten()
    {
        await Table.AddEntityAsync(new Value { PartitionKey = "p", RowKey = "r", Uses = 4 }, Stop);

        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);
        Assert.Equal(4, read.GetInt32("Uses"));
    }

    [Fact]
    public async Task Row_WithMembersOfEveryShape_IsReadAndWrittenWherePublic()
    {
        await Table.AddEntityAsync(new Shapes("set") { PartitionKey = "p", RowKey = "r", InitOnly = "i", Field = 5 }, Stop);

        Shapes read = await Table.GetEntityAsync<Shapes>("p", "r", cancellationToken: Stop);
        TableEntity columns = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);

        Assert.Equal(("i", 5, null), (read.InitOnly, read.Field, read.PrivatelySet));
        Assert.Equal("set", columns.GetString("PrivatelySet"));
    }

    [Fact]
    public async Task Row_WithColumnsThatItsTypeDoesNotKnow_IsReadWithoutThem()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Other"] = 1L, ["Uses"] = 6, ["Another"] = new byte[] { 1 } }, Stop);

        Explicit read = await Table.GetEntityAsync<Explicit>("p", "r", cancellationToken: Stop);

        Assert.Equal(6, read.Uses);
    }

    [Fact]
    public async Task Row_ThatIsADictionaryOfItsOwnKind_IsReadAndWrittenByItsEntries()
    {
        await Table.AddEntityAsync(new Bag { ["PartitionKey"] = "p", ["RowKey"] = "r", ["Big"] = 8L, ["At"] = DateTimeOffset.UnixEpoch }, Stop);

        Bag read = await Table.GetEntityAsync<Bag>("p", "r", cancellationToken: Stop);

        Assert.Equal(8L, read["Big"]);
        Assert.Equal(DateTimeOffset.UnixEpoch, read["At"]);
        Assert.Equal("r", read["RowKey"]);
    }

    [Fact]
    public async Task Row_WithAMemberThatNoColumnCanHold_IsRefusedWithItsName()
    {
        var failure = await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(new Unsupported { PartitionKey = "p", RowKey = "r" }, Stop));

        Assert.Contains("Unsupported.Price", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_WrittenByManyAtOnce_KeepTheirOwnBytes()
    {
        const int Writers = 64;
        string Text(int n) => new((char)('A' + (n % 26)), 100 + (n * 37));

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(n => Task.Run(
            () => n % 2 == 0
                ? (Task)Table.AddEntityAsync(new TableEntity("p", $"{n}") { ["Text"] = Text(n) }, Stop)
                : Table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", $"{n}") { ["Text"] = Text(n) })], Stop),
            Stop)));

        var rows = await Table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop);
        Assert.Equal(Writers, rows.Count);
        Assert.All(rows, row => Assert.Equal(Text(int.Parse(row.RowKey, System.Globalization.CultureInfo.InvariantCulture)), row.GetString("Text")));
    }

    private sealed class Explicit : ITableEntity
    {
        private string _partition = string.Empty;
        private string _row = string.Empty;
        private DateTimeOffset? _timestamp;
        private ETag _etag;

        public Explicit()
        {
        }

        public Explicit(string partition, string row) => (_partition, _row) = (partition, row);

        public int Uses { get; set; }

        string ITableEntity.PartitionKey { get => _partition; set => _partition = value; }

        string ITableEntity.RowKey { get => _row; set => _row = value; }

        DateTimeOffset? ITableEntity.Timestamp { get => _timestamp; set => _timestamp = value; }

        ETag ITableEntity.ETag { get => _etag; set => _etag = value; }
    }

    private struct Value : ITableEntity
    {
        public string PartitionKey { get; set; }

        public string RowKey { get; set; }

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public int Uses { get; set; }
    }

    private sealed class Shapes : ITableEntity
    {
#pragma warning disable CA1051 // The official client reads and writes fields too.
        public int Field;
#pragma warning restore CA1051

        public Shapes()
        {
        }

        public Shapes(string privatelySet) => PrivatelySet = privatelySet;

        public string PartitionKey { get; set; } = string.Empty;

        public string RowKey { get; set; } = string.Empty;

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string? InitOnly { get; init; }

        public string? PrivatelySet { get; private set; }
    }

    private sealed class Bag : Dictionary<string, object>, ITableEntity
    {
        public string PartitionKey { get => (string)this["PartitionKey"]; set => this["PartitionKey"] = value; }

        public string RowKey { get => (string)this["RowKey"]; set => this["RowKey"] = value; }

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }
    }

    private sealed class Unsupported : ITableEntity
    {
        public string PartitionKey { get; set; } = string.Empty;

        public string RowKey { get; set; } = string.Empty;

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public decimal Price { get; set; }
    }
}
