using System.Linq.Expressions;
using Azure.Data.Tables;

namespace PromoFunctions.Azure.Data.Tables.Tests.Filters;

public sealed class FilterExpressionTests
{
    private static readonly string s_key = "it's";
    private static readonly DateTimeOffset s_instant = DateTimeOffset.UnixEpoch;

    public static TheoryData<Expression<Func<Sample, bool>>, string> Typed => new()
    {
        { row => row.PartitionKey == s_key, "PartitionKey eq 'it''s'" },
        { row => "a" != row.RowKey, "RowKey ne 'a'" },
        { row => 5 < row.Count, "Count gt 5" },
        { row => row.Big >= 5, "Big ge 5L" },
        { row => row.Ratio <= 5, "Ratio le 5.0" },
        { row => row.MaybeCount > 1, "MaybeCount gt 1" },
        { row => row.MaybeCount.GetValueOrDefault(7) > 1 || row.Count == 1, "unsupported" },
        { row => row.MaybeCount == null, "MaybeCount eq null" },
        { row => row.Flag, "Flag eq true" },
        { row => !row.Flag, "not (Flag eq true)" },
        { row => row.Flag == false, "Flag eq false" },
        { row => row.Original == "x", "Renamed eq 'x'" },
        { row => row.Timestamp > s_instant, "Timestamp gt datetime'1970-01-01T00:00:00.0000000Z'" },
        { row => row.Moment < s_instant.AddDays(1), "Moment lt datetime'1970-01-02T00:00:00.0000000Z'" },
        { row => row.Id == Guid.Empty, "Id eq guid'00000000-0000-0000-0000-000000000000'" },
        { row => row.PartitionKey == "p" && (row.Count == 1 || row.Count == 2), "(PartitionKey eq 'p') and ((Count eq 1) or (Count eq 2))" },
        { row => row.RowKey.CompareTo("b") >= 0, "RowKey ge 'b'" },
#pragma warning disable CA1309, CA1310 // Never run: the service compares by code units whatever stands here.
        { row => string.Compare(row.RowKey, "b") < 0, "RowKey lt 'b'" },
        { row => string.Compare(row.RowKey, "b", StringComparison.Ordinal) < 0, "RowKey lt 'b'" },
        { row => string.Compare(row.RowKey, "b", StringComparison.OrdinalIgnoreCase) < 0, "unsupported" },
        { row => row.RowKey.Equals("b"), "RowKey eq 'b'" },
#pragma warning restore CA1309, CA1310
        { row => row.RowKey.StartsWith('b'), "unsupported" },
        { row => row.RowKey == row.PartitionKey, "unsupported" },
        { row => row.Season == Season.Summer, "unsupported" },
        { row => row.RowKey.Length == 3, "unsupported" },
    };

    public static TheoryData<Expression<Func<TableEntity, bool>>, string> Dictionaries => new()
    {
        { row => row.GetString("Name") == "n", "Name eq 'n'" },
        { row => row.GetInt64("N") > 3, "N gt 3L" },
        { row => row.GetBoolean("Flag") == true, "Flag eq true" },
        { row => (string)row["Name"] == "n", "Name eq 'n'" },
        { row => (int)row["N"] > 2, "N gt 2" },
    };

    [Theory]
    [MemberData(nameof(Typed), DisableDiscoveryEnumeration = true)]
    public void Expression_OverATypedRow_BecomesOData(Expression<Func<Sample, bool>> filter, string expected) => AssertFilter(filter, expected);

    [Theory]
    [MemberData(nameof(Dictionaries), DisableDiscoveryEnumeration = true)]
    public void Expression_OverADictionary_BecomesOData(Expression<Func<TableEntity, bool>> filter, string expected) => AssertFilter(filter, expected);

    [Fact]
    public void Expression_OverTables_NamesTheirColumn() =>
        Assert.Equal("TableName eq 'x'", TableServiceClient.CreateQueryFilter(table => table.Name == "x"));

    [Fact]
    public void Expression_ThatIsAlwaysTrue_IsNoFilter() => Assert.Null(TableClient.CreateQueryFilter<Sample>(row => true));

    private static void AssertFilter<T>(Expression<Func<T, bool>> filter, string expected)
    {
        if (expected == "unsupported")
        {
            Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter(filter));
        }
        else
        {
            Assert.Equal(expected, TableClient.CreateQueryFilter(filter));
        }
    }
}
