using PromoFunctions.Domain.Codes;

namespace PromoFunctions.Domain.Tests.Codes;

public sealed class CodeBatchTests
{
    private static readonly PromoCode Tea = PromoCode.Parse("TEA");

    [Fact]
    public void CodesOf_TheSameSeed_AreTheSameCodes()
    {
        var batch = CodeBatch.Create(Tea, 1_000);
        var again = new CodeBatch(Tea, batch.Tag, batch.Count, batch.Seed.ToArray());

        Assert.Equal(All(batch), All(again));
    }

    [Fact]
    public void CodesOf_AnotherSeed_AreOtherCodes()
    {
        var batch = CodeBatch.Create(Tea, 100);
        var other = batch with { Seed = CodeBatch.Create(Tea, 100).Seed };

        Assert.Empty(All(batch).Intersect(All(other)));
    }

    [Fact]
    public void CodesOf_AllChunks_AreDistinctAndOfOneLength()
    {
        var codes = All(CodeBatch.Create(Tea, 30_000));

        Assert.Equal(30_000, codes.Distinct().Count());
        Assert.Single(codes.Select(code => code.Value.Length).Distinct());
        Assert.All(codes, code => Assert.StartsWith("TEA", code.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void CodesOf_AChunk_ShareAllButTheirOwnSymbols()
    {
        var batch = CodeBatch.Create(Tea, 1_000);

        Assert.All(Enumerable.Range(0, batch.Chunks), chunk => Assert.Single(
            batch.CodesOf(chunk).Take(batch.SizeOf(chunk)).Select(code => code.Value[..^GeneratedPart.Length]).Distinct()));
        Assert.Equal(batch.Chunks, All(batch).Select(code => code.Value[..^GeneratedPart.Length]).Distinct().Count());
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(99, 1, 99)]
    [InlineData(100, 1, 100)]
    [InlineData(101, 2, 1)]
    [InlineData(1_000_000, 10_000, 100)]
    public void Chunks_OfACount_AreFullButTheLast(int count, int chunks, int last)
    {
        var batch = CodeBatch.Create(Tea, count);

        Assert.Equal(chunks, batch.Chunks);
        Assert.Equal(last, batch.SizeOf(chunks - 1));
    }

    [Fact]
    public void GeneratedPart_ByConstruction_CarriesSixtyBitsWithoutLookAlikes()
    {
        Assert.True(GeneratedPart.Length * Math.Log2(GeneratedPart.Symbols.Length) >= 60);
        Assert.Equal(GeneratedPart.Symbols.Length, GeneratedPart.Symbols.Distinct().Count());
        foreach (var alike in new[] { "0O", "1IL", "2Z", "5S", "8B", "UV" })
        {
            Assert.True(GeneratedPart.Symbols.Count(alike.Contains) <= 1, alike);
        }
    }

    [Fact]
    public void CodesOf_ManyCodes_UseEverySymbolAlike()
    {
        var own = All(CodeBatch.Create(Tea, 20_000)).SelectMany(code => code.Value[^GeneratedPart.Length..]).GroupBy(symbol => symbol).ToList();

        // 260,000 draws of 25 symbols: 10,400 each with a deviation of 100; ten deviations never happen by chance.
        Assert.Equal(GeneratedPart.Symbols.Order(), own.Select(group => group.Key).Order());
        Assert.All(own, group => Assert.InRange(group.Count(), 9_400, 11_400));
    }

    private static List<PromoCode> All(CodeBatch batch) =>
        [.. Enumerable.Range(0, batch.Chunks).SelectMany(chunk => batch.CodesOf(chunk).Take(batch.SizeOf(chunk)))];
}
