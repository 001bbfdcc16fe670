using Azure;
using Azure.Data.Tables;

namespace PromoFunctions.Azure.Data.Tables.Tests.Entities;

public sealed class TableEntityTests
{
    [Fact]
    public void Getter_OfAnotherType_Throws()
    {
        var row = new TableEntity("p", "r") { ["N"] = 1, ["Text"] = "x" };

        Assert.Throws<InvalidOperationException>(() => row.GetInt64("N"));
        Assert.Throws<InvalidOperationException>(() => row.GetDouble("N"));
        Assert.Throws<InvalidOperationException>(() => row.GetString("N"));
        Assert.Throws<InvalidOperationException>(() => row.GetDateTimeOffset("Text"));
        Assert.Throws<InvalidOperationException>(() => row.GetBinary("Text"));
    }

    [Fact]
    public void Getter_OfAMissingColumn_IsNull()
    {
        var row = new TableEntity();

        Assert.Null(row.GetInt32("N"));
        Assert.Null(row.GetString("N"));
        Assert.Null(row.GetDateTime("N"));
        Assert.Null(row.GetBinaryData("N"));
        Assert.Null(row["N"]);
        Assert.Null(row.PartitionKey);
        Assert.Null(row.Timestamp);
        Assert.Equal(default, row.ETag);
    }

    [Fact]
    public void Indexer_SettingAnInt_KeepsALongOrADouble()
    {
        var row = new TableEntity { ["Long"] = 1L, ["Double"] = 1.5, ["Int"] = 1 };

        row["Long"] = 2;
        row["Double"] = 2;
        row["Int"] = 3L;

        Assert.Equal((2L, 2.0, 3L), (row.GetInt64("Long"), row.GetDouble("Double"), row.GetInt64("Int")));
    }

    [Fact]
    public void Indexer_SettingAnUnrelatedType_Throws()
    {
        var row = new TableEntity { ["Text"] = "x" };

        Assert.Throws<InvalidOperationException>(() => row["Text"] = 1);
        Assert.Throws<InvalidOperationException>(() => row.Add("Text", true));
        row["Text"] = null;
        row["Text"] = 1;
        Assert.Equal(1, row.GetInt32("Text"));
    }

    [Fact]
    public void Dictionary_HoldsKeysAndETagUnderTheirNames()
    {
        var row = new TableEntity(new Dictionary<string, object> { ["PartitionKey"] = "p", ["N"] = 1 }) { RowKey = "r", ETag = new ETag("W/\"1\"") };

        Assert.Equal("p", row.PartitionKey);
        Assert.Equal(["N", "PartitionKey", "RowKey", "odata.etag"], row.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(4, row.Count);
        Assert.True(row.TryGetValue("odata.etag", out var etag));
        Assert.Equal("W/\"1\"", etag);
        Assert.True(row.Remove("N"));
        Assert.False(row.ContainsKey("N"));
    }
}
