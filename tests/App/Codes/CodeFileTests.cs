using System.Text;
using PromoFunctions.App.Codes;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Tests.Codes;

public sealed class CodeFileTests
{
    private static readonly CustomerKeys Keys = new("a secret of some length"u8);

    [Fact]
    public void Read_EveryKind_GivesTheLines()
    {
        var lines = Read(
            """
            code,kind,customerId,email,expiresAt
            spring-1,public,,,
            "SPRING 2",unique,,,2026-12-24T18:00:00+01:00

            JANE4711,personal,c-17,jane@example.com,
            """);

        Assert.Equal(
            [
                new CodeFileLine(2, PromoCode.Parse("SPRING1"), CodeKind.Public, null, null),
                new CodeFileLine(3, PromoCode.Parse("SPRING2"), CodeKind.Unique, null, new DateTimeOffset(2026, 12, 24, 18, 0, 0, TimeSpan.FromHours(1))),
                new CodeFileLine(5, PromoCode.Parse("JANE4711"), CodeKind.Personal, Keys.Of(new Customer(null, "jane@example.com", null, null, [])), null),
            ],
            lines?.Select(line => line with { Customer = null }));
        Assert.Equal(new Customer("c-17", "jane@example.com", null, null, []), lines?[2].Customer);
    }

    [Fact]
    public void Read_SemicolonsAByteOrderMarkAndColumnsInAnotherOrder_GivesTheLines() =>
        Assert.Equal([new CodeFileLine(2, PromoCode.Parse("A1"), CodeKind.Unique, null, null)], Read("\ufeffkind;code\r\nunique;A1\r\n"));

    [Theory]
    [InlineData("", "")]
    [InlineData("code\nA1", "/1/kind")]
    [InlineData("code,kind,note\nA1,unique,x", "/1/note")]
    [InlineData("code,kind\nA1,unique,x", "/2")]
    [InlineData("code,kind\nA1", "/2")]
    [InlineData("code,kind\n=1+1,unique", "/2/code")]
    [InlineData("code,kind\nA1,once", "/2/kind")]
    [InlineData("code,kind\nA1,unique\na-1,unique", "/3/code")]
    [InlineData("code,kind\nA1,personal", "/2/kind")]
    [InlineData("code,kind,customerId\nA1,unique,c-17", "/2/kind")]
    [InlineData("code,kind,email\nA1,personal,jane", "/2/email")]
    [InlineData("code,kind,expiresAt\nA1,unique,2026-12-24T18:00:00", "/2/expiresAt")]
    [InlineData("code,kind,expiresAt\nA1,unique,tomorrow", "/2/expiresAt")]
    [InlineData("code,kind,expiresAt\nA1,public,2026-12-24T18:00:00Z", "/2/expiresAt")]
    [InlineData("code,kind\n\"A1,unique", "")]
    public void Read_WhatIsWrong_NamesThePlace(string text, string place)
    {
        var errors = new InputErrors();

        Assert.Null(new CodeFile(Keys).Read(Encoding.UTF8.GetBytes(text), errors));
        Assert.Equal([place], errors.ToList().Select(error => error.Key));
    }

    [Fact]
    public void Read_AnotherEncoding_IsRefused()
    {
        var errors = new InputErrors();

        Assert.Null(new CodeFile(Keys).Read(Encoding.Latin1.GetBytes("code,kind\nÄ1,unique"), errors));
        Assert.Equal(1, errors.Count);
    }

    [Theory]
    [InlineData(CodeFile.MostPublic, 0)]
    [InlineData(CodeFile.MostPublic + 1, 1)]
    public void Read_ManyPublicCodes_AreTakenUpToTheMost(int count, int expected)
    {
        var errors = new InputErrors();
        new CodeFile(Keys).Read(Encoding.UTF8.GetBytes("code,kind\n" + string.Join('\n', Enumerable.Range(0, count).Select(i => $"P{i},public"))), errors);

        Assert.Equal(expected, errors.Count);
    }

    private static IReadOnlyList<CodeFileLine> Read(string text)
    {
        var errors = new InputErrors();
        var lines = new CodeFile(Keys).Read(Encoding.UTF8.GetBytes(text), errors);
        Assert.Empty(errors.ToList());
        return lines ?? [];
    }
}
