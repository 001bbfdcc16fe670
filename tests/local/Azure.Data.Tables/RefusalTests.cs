using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace PromoFunctions.Azure.Data.Tables.Tests;

/// <summary>What is refused before it is sent. The endpoint is one where nobody listens, so a request that leaves fails otherwise.</summary>
public sealed class RefusalTests
{
    private static readonly TableClient s_table = new(
        new Uri("http://127.0.0.1:1/devstoreaccount1"),
        "Nowhere",
        new TableSharedKeyCredential("devstoreaccount1", "a2V5"),
        new TableClientOptions { Retry = { MaxRetries = 0 } });

    public static TheoryData<string> BadKeys => ["a/b", "a\\b", "a#b", "a?b", "a\u0000", "a\u001f", "a\u007f", "a\u009f", "tab\t"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(BadKeys))]
    public async Task Key_WithAForbiddenCharacter_Is400OutOfRangeInput(string key)
    {
        await AssertRefused("OutOfRangeInput", () => s_table.AddEntityAsync(new TableEntity(key, "r"), Stop));
        await AssertRefused("OutOfRangeInput", () => s_table.AddEntityAsync(new TableEntity("p", key), Stop));
        await AssertRefused("OutOfRangeInput", () => s_table.UpsertEntityAsync(new TableEntity("p", key), cancellationToken: Stop));
        await AssertRefused("OutOfRangeInput", () => s_table.GetEntityAsync<TableEntity>("p", key, cancellationToken: Stop));
        await AssertRefused("OutOfRangeInput", () => s_table.DeleteEntityAsync("p", key, cancellationToken: Stop));
    }

    [Theory]
    [InlineData(512, null)]
    [InlineData(513, "KeyValueTooLarge")]
    public async Task Key_AroundOneKiB_IsRefusedAboveIt(int length, string? code) =>
        await AssertRefusedOrSent(code, new TableEntity("p", new string('k', length)));

    [Fact]
    public async Task Row_WithoutAKey_Is400PropertiesNeedValue() =>
        await AssertRefused("PropertiesNeedValue", () => s_table.AddEntityAsync(new TableEntity { PartitionKey = "p" }, Stop));

    [Theory]
    [InlineData(32 * 1024, null)]
    [InlineData((32 * 1024) + 1, "PropertyValueTooLarge")]
    public async Task String_Around64KiB_IsRefusedAboveIt(int length, string? code) =>
        await AssertRefusedOrSent(code, new TableEntity("p", "r") { ["Text"] = new string('x', length) });

    [Theory]
    [InlineData(64 * 1024, null)]
    [InlineData((64 * 1024) + 1, "PropertyValueTooLarge")]
    public async Task Binary_Around64KiB_IsRefusedAboveIt(int length, string? code) =>
        await AssertRefusedOrSent(code, new TableEntity("p", "r") { ["Bytes"] = new byte[length] });

    [Theory]
    [InlineData(15, null)]
    [InlineData(16, "EntityTooLarge")]
    public async Task Row_AroundOneMiB_IsRefusedAboveIt(int strings, string? code)
    {
        var row = new TableEntity("p", "r");
        for (var n = 0; n < strings; n++)
        {
            row[$"Text{n}"] = new string('x', 32 * 1024);
        }

        await AssertRefusedOrSent(code, row);
    }

    [Theory]
    [InlineData(252, null)]
    [InlineData(253, "TooManyProperties")]
    public async Task Row_Around252Columns_IsRefusedAboveThem(int columns, string? code)
    {
        var row = new TableEntity("p", "r");
        for (var n = 0; n < columns; n++)
        {
            row[$"C{n}"] = n;
        }

        await AssertRefusedOrSent(code, row);
    }

    [Theory]
    [InlineData("with-dash", "PropertyNameInvalid")]
    [InlineData("1st", "PropertyNameInvalid")]
    [InlineData("a b", "PropertyNameInvalid")]
    [InlineData("_ok1Ü", null)]
    public async Task ColumnName_ThatIsNoIdentifier_IsRefused(string name, string? code) =>
        await AssertRefusedOrSent(code, new TableEntity("p", "r") { [name] = 1 });

    [Theory]
    [InlineData(255, null)]
    [InlineData(256, "PropertyNameTooLong")]
    public async Task ColumnName_Around255Characters_IsRefusedAboveThem(int length, string? code) =>
        await AssertRefusedOrSent(code, new TableEntity("p", "r") { [new string('c', length)] = 1 });

    [Theory]
    [InlineData(1601, null)]
    [InlineData(1600, "OutOfRangeInput")]
    public async Task Instant_Around1601_IsRefusedBefore(int year, string? code) =>
        await AssertRefusedOrSent(code, new TableEntity("p", "r") { ["At"] = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc) });

    [Fact]
    public async Task Transaction_OfMoreThanAHundredActions_Is400InvalidInput() =>
        await AssertRefused(99, "InvalidInput", Enumerable.Range(0, 101).Select(n => Add("p", n.ToString(CultureInfo.InvariantCulture))));

    [Fact]
    public async Task Transaction_OverTwoPartitions_Is400AtTheFirstThatDiffers() =>
        await AssertRefused(2, "CommandsInBatchActOnDifferentPartitions", [Add("p", "1"), Add("p", "2"), Add("q", "3")]);

    [Fact]
    public async Task Transaction_WithARowTwice_Is400AtTheSecond() =>
        await AssertRefused(2, "InvalidDuplicateRow", [Add("p", "1"), Add("p", "2"), new(TableTransactionActionType.Delete, new TableEntity("p", "1"))]);

    [Fact]
    public async Task Transaction_WithABadRow_Is400AtIt() =>
        await AssertRefused(1, "PropertyValueTooLarge", [Add("p", "1"), new(TableTransactionActionType.Add, new TableEntity("p", "2") { ["T"] = new string('x', 40_000) })]);

    [Fact]
    public async Task Transaction_OfMoreThanFourMiB_Is413()
    {
        var text = new string('x', 32 * 1024);
        var actions = Enumerable.Range(0, 13).Select(n =>
        {
            var row = new TableEntity("p", n.ToString(CultureInfo.InvariantCulture));
            for (var column = 0; column < 10; column++)
            {
                row[$"T{column}"] = text;
            }

            return new TableTransactionAction(TableTransactionActionType.Add, row);
        });

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => s_table.SubmitTransactionAsync(actions, Stop));

        Assert.Equal((413, "RequestBodyTooLarge"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task Transaction_WithoutActions_IsRefused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => s_table.SubmitTransactionAsync([], Stop));

    private static TableTransactionAction Add(string partitionKey, string rowKey) => new(TableTransactionActionType.Add, new TableEntity(partitionKey, rowKey));

    private static async Task AssertRefused(string code, Func<Task> act)
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(act);
        Assert.Equal((400, code), (failure.Status, failure.ErrorCode));
    }

    private static async Task AssertRefused(int index, string code, IEnumerable<TableTransactionAction> actions)
    {
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => s_table.SubmitTransactionAsync(actions, Stop));
        Assert.Equal((400, code, index), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
    }

    /// <summary>Without a code the row must be sent, which fails with status 0: nobody listens.</summary>
    private static async Task AssertRefusedOrSent(string? code, TableEntity row)
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => s_table.AddEntityAsync(row, Stop));
        Assert.Equal((code is null ? 0 : 400, code), (failure.Status, failure.ErrorCode));
    }
}
