using PromoFunctions.Domain.Codes;

namespace PromoFunctions.Domain.Tests.Codes;

public sealed class PromoCodeTests
{
    [Theory]
    [InlineData("welcome-10", "WELCOME10")]
    [InlineData("  Welcome 10 ", "WELCOME10")]
    [InlineData("WELCOME10", "WELCOME10")]
    [InlineData("w-e-l-c-o-m-e–10", "WELCOME10")]
    [InlineData("ＷＥＬＣＯＭＥ１０", "WELCOME10")]
    [InlineData("grüße_5", "GRÜßE_5")]
    [InlineData("gru\u0308n", "GRÜN")]
    public void TryParse_WhatPeopleType_IsOneCode(string typed, string code)
    {
        Assert.True(PromoCode.TryParse(typed, out var parsed, out _));
        Assert.Equal(code, parsed.Value);
    }

    [Theory]
    [InlineData("A/B")]
    [InlineData("A\\B")]
    [InlineData("A#B")]
    [InlineData("A?B")]
    [InlineData("50%")]
    [InlineData("A\u0000B")]
    [InlineData("A\tB")]
    [InlineData("😀")]
    [InlineData("A\uD800B")]
    public void TryParse_OtherCharacters_AreRefused(string typed)
    {
        Assert.False(PromoCode.TryParse(typed, out _, out var problem));
        Assert.Equal("must have letters, digits, underscores, spaces and hyphens only.", problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" - - ")]
    public void TryParse_NothingLeft_IsRefused(string typed) => Assert.False(PromoCode.TryParse(typed, out _, out _));

    [Fact]
    public void TryParse_TheLongestCode_IsTakenAndOneMoreIsNot()
    {
        Assert.True(PromoCode.TryParse(new string('a', PromoCode.MaxLength), out _, out _));
        Assert.True(PromoCode.TryParse(new string('a', PromoCode.MaxLength) + "--", out _, out _));
        Assert.False(PromoCode.TryParse(new string('a', PromoCode.MaxLength + 1), out _, out _));
        Assert.False(PromoCode.TryParse(new string('a', 10_000), out _, out _));
    }

    [Fact]
    public void TryParse_ItsOwnResult_StaysTheSame()
    {
        foreach (var typed in new[] { "welcome-10", "grüße_5", "ＷＥＬＣＯＭＥ１０", "ﬁrst" })
        {
            var code = PromoCode.Parse(typed);
            Assert.Equal(code, PromoCode.Parse(code.Value));
        }
    }
}
