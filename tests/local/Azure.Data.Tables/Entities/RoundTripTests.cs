using Azure.Data.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Azure.Data.Tables.Tests.Entities;

public sealed class RoundTripTests(AzuriteFixture azurite) : TableTest(azurite)
{
    private static readonly DateTime s_tick = new DateTime(2026, 2, 28, 23, 59, 59, DateTimeKind.Utc).AddTicks(9_999_999);

    public static TheoryData<string> Texts =>
    [
        string.Empty, " ", "it's", "'quoted'", "\"double\"", "back\\slash", "line\r\nbreak\ttab", "\u0000\u0001\u001f\u007f\u0085", "Grüße, 世界 🎟️",
        "<script>&amp;</script>", "%25%2F", "{\"json\":1}", "\u2028\u2029", "2026-01-01T00:00:00Z", "--changeset", "a,b;c=d",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task String_OfAnyCharacters_ComesBackTheSame(string text)
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = text }, Stop);

        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);

        Assert.Equal(text, read.GetString("Text"));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(5.0)]
    [InlineData(-3.0)]
    [InlineData(1e300)]
    [InlineData(0.1)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(9007199254740993.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task Double_WholeOrNot_ComesBackAsTheSameDouble(double number)
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Ratio"] = number }, Stop);

        TableEntity dictionary = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);
        Sample typed = await Table.GetEntityAsync<Sample>("p", "r", cancellationToken: Stop);

        Assert.Equal(number, dictionary.GetDouble("Ratio"));
        Assert.Equal(number, typed.Ratio);
    }

    [Fact]
    public async Task Dictionary_OfEveryType_ComesBackWithTheTypes()
    {
        var guid = Guid.NewGuid();
        var written = new TableEntity("p", "r")
        {
            ["Int32"] = int.MinValue,
            ["Int64"] = long.MaxValue,
            ["SmallInt64"] = 7L,
            ["True"] = true,
            ["False"] = false,
            ["Guid"] = guid,
            ["DateTime"] = s_tick,
            ["DateTimeOffset"] = new DateTimeOffset(s_tick).ToOffset(TimeSpan.FromHours(5.5)),
            ["Bytes"] = new byte[] { 0, 255, 128 },
            ["Empty"] = Array.Empty<byte>(),
            ["Data"] = BinaryData.FromString("data"),
            ["Null"] = null,
        };

        await Table.AddEntityAsync(written, Stop);
        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);

        Assert.Equal(int.MinValue, read.GetInt32("Int32"));
        Assert.Equal(long.MaxValue, read.GetInt64("Int64"));
        Assert.Equal(7L, read["SmallInt64"]);
        Assert.True(read.GetBoolean("True"));
        Assert.False(read.GetBoolean("False"));
        Assert.Equal(guid, read.GetGuid("Guid"));
        Assert.Equal(s_tick, read.GetDateTime("DateTime"));
        Assert.Equal(DateTimeKind.Utc, read.GetDateTime("DateTime")?.Kind);
        Assert.Equal(new DateTimeOffset(s_tick), read.GetDateTimeOffset("DateTimeOffset"));
        Assert.Equal(TimeSpan.Zero, read.GetDateTimeOffset("DateTimeOffset")?.Offset);
        Assert.Equal([0, 255, 128], read.GetBinary("Bytes"));
        Assert.Equal([], read.GetBinary("Empty"));
        Assert.Equal("data", read.GetBinaryData("Data").ToString());
        Assert.False(read.ContainsKey("Null"));
        Assert.NotNull(read.Timestamp);
        Assert.DoesNotContain(read.Keys, key => key.StartsWith("odata.", StringComparison.Ordinal) && key != "odata.etag");
    }

    [Fact]
    public async Task TypedRow_OfEveryType_ComesBackTheSame()
    {
        var written = new Sample
        {
            Count = -1,
            MaybeCount = 2,
            Big = long.MinValue,
            MaybeBig = 0,
            Ratio = 12,
            MaybeRatio = -0.5,
            Flag = true,
            MaybeFlag = false,
            Text = "text",
            Id = Guid.NewGuid(),
            MaybeId = Guid.Empty,
            Instant = s_tick,
            MaybeInstant = s_tick.AddTicks(1),
            Moment = new DateTimeOffset(s_tick).AddTicks(-1),
            MaybeMoment = DateTimeOffset.MaxValue,
            Bytes = [1, 2, 3],
            Data = BinaryData.FromBytes(new byte[] { 4 }),
            Season = Season.Summer,
            MaybeSeason = Season.Spring,
            Original = "renamed",
            Ignored = "ignored",
        };

        await Table.AddEntityAsync(written, Stop);
        Sample read = await Table.GetEntityAsync<Sample>("p", "r", cancellationToken: Stop);

        Assert.Equivalent(new { written.Count, written.MaybeCount, written.Big, written.MaybeBig, written.Ratio, written.MaybeRatio }, read);
        Assert.Equivalent(new { written.Flag, written.MaybeFlag, written.Text, written.Id, written.MaybeId }, read);
        Assert.Equivalent(new { written.Instant, written.MaybeInstant, written.Moment, written.MaybeMoment }, read);
        Assert.Equivalent(new { written.Season, written.MaybeSeason, written.Original, written.PartitionKey, written.RowKey }, read);
        Assert.Equal(DateTimeKind.Utc, read.Instant.Kind);
        Assert.Equal(written.Bytes, read.Bytes);
        Assert.Equal(written.Data.ToArray(), read.Data?.ToArray());
        Assert.Null(read.Ignored);
        Assert.NotNull(read.Timestamp);
        Assert.NotEqual(default, read.ETag);
    }

    [Fact]
    public async Task TypedRow_AsColumns_HasTheNamesAndFormsOfTheOfficialClient()
    {
        await Table.AddEntityAsync(new Sample { Count = 3, Original = "x", Ignored = "y", MaybeSeason = Season.Summer }, Stop);

        TableEntity columns = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop);

        Assert.Equal("x", columns.GetString("Renamed"));
        Assert.Equal("Summer", columns.GetString("MaybeSeason"));
        Assert.Equal("3!", columns.GetString("Computed"));
        Assert.False(columns.ContainsKey("Original"));
        Assert.False(columns.ContainsKey("Ignored"));
        Assert.False(columns.ContainsKey("Text"));
        Assert.False(columns.ContainsKey("ETag"));
        Assert.False(columns.ContainsKey("MaybeBig"));
    }

    [Fact]
    public async Task TypedRow_WithNulls_ComesBackWithNulls()
    {
        await Table.AddEntityAsync(new Sample(), Stop);

        Sample read = await Table.GetEntityAsync<Sample>("p", "r", cancellationToken: Stop);

        Assert.Equivalent(new { MaybeCount = (int?)null, MaybeBig = (long?)null, MaybeRatio = (double?)null, MaybeFlag = (bool?)null, Text = (string?)null }, read);
        Assert.Null(read.MaybeInstant);
        Assert.Null(read.MaybeSeason);
        Assert.Null(read.Bytes);
    }

    [Fact]
    public void DateTime_OfAnUnknownKind_IsRefused() =>
        Assert.Throws<NotSupportedException>(() => { _ = Table.AddEntity(new Sample { Instant = DateTime.SpecifyKind(s_tick, DateTimeKind.Unspecified) }, Stop); });

    [Fact]
    public void Enum_InADictionary_IsRefused() =>
        Assert.Throws<NotSupportedException>(() => { _ = Table.AddEntity(new TableEntity("p", "r") { ["Season"] = Season.Summer }, Stop); });

    [Fact]
    public void Decimal_InADictionary_IsRefused() =>
        Assert.Throws<NotSupportedException>(() => { _ = Table.AddEntity(new TableEntity("p", "r") { ["Money"] = 1.1m }, Stop); });
}
