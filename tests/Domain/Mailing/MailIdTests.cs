using PromoFunctions.Domain.Mailing;

namespace PromoFunctions.Domain.Tests.Mailing;

public sealed class MailIdTests
{
    [Fact]
    public void Of_TheSameParts_IsTheSameIdAndOfOthersAnother()
    {
        var id = MailId.Of(MailKind.Offer, "welcome", "ab", "c");

        Assert.Equal(id, MailId.Of(MailKind.Offer, "welcome", "ab", "c"));
        Assert.NotEqual(id, MailId.Of(MailKind.Offer, "welcome", "a", "bc"));
        Assert.NotEqual(id, MailId.Of(MailKind.Offer, "welcome", "ab|1|c"));
        Assert.NotEqual(id, MailId.Of(MailKind.Offer, "welcome", "ab", "c", ""));
    }

    [Fact]
    public void TryParse_AnIdAsItWasWritten_IsThatId()
    {
        var id = MailId.Of(MailKind.Offer, "welcome");

        Assert.True(MailId.TryParse(id.Value, out var parsed, out _));
        Assert.Equal(id, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("offer")]
    [InlineData("-00000000000000000000000000000000")]
    [InlineData("lottery-00000000000000000000000000000000")]
    [InlineData("offer-0000000000000000000000000000000")]
    [InlineData("offer-000000000000000000000000000000000")]
    [InlineData("offer-0000000000000000000000000000000G")]
    [InlineData("offer-0000000000000000000000000000000A")]
    [InlineData("offer-000000000000000000000000000000/0")]
    public void TryParse_WhatIsNone_IsRefusedInASentence(string text)
    {
        Assert.False(MailId.TryParse(text, out _, out var problem));
        Assert.StartsWith("must be ", problem, StringComparison.Ordinal);
    }
}
