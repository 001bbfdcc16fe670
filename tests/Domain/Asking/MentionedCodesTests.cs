using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Codes;

namespace PromoFunctions.Domain.Tests.Asking;

public sealed class MentionedCodesTests
{
    [Theory]
    [InlineData("Does SUMMER20 work in store?", "SUMMER20")]
    [InlineData("does \"summer-20\" work?", "SUMMER20")]
    [InlineData("SUMMER20, FREESHIP or SUMMER20?", "SUMMER20 FREESHIP")]
    [InlineData("AAAA1 BBBB2 CCCC3 DDDD4", "AAAA1 BBBB2 CCCC3")]
    [InlineData("Is it valid for 50EUR on 2026-07-01, WHY?", "")]
    [InlineData("my code does not work", "")]
    public void WrittenAsCodes_OfAQuestion_AreTheWordsThatLookLikeIt(string question, string codes) =>
        Assert.Equal(codes, string.Join(' ', MentionedCodes.WrittenAsCodes(question)));

    [Theory]
    [InlineData("does welcome 10 work?", "WELCOME10")]
    [InlineData("Is teatime still on", "TEATIME")]
    [InlineData("Is secret still on", null)]
    public void Announced_OfAQuestion_IsFoundHoweverItIsWritten(string question, string? code) =>
        Assert.Equal(code, MentionedCodes.Announced(question, one => one.Value is "WELCOME10" or "TEATIME")?.Value);

    [Theory]
    [InlineData("Does STORE10 work together with another code?", Topic.Combining)]
    [InlineData("Is WHENEVER still valid?", Topic.Expiry)]
    [InlineData("until when is store ten valid", Topic.Expiry)]
    public void Place_AQuestionWhoseCodeNamesATopic_GoesByTheOtherWords(string question, Topic topic) =>
        Assert.Equal(topic, PlaceQuestion.Place(question, PromoCode.Parse("STORETEN"), Domain.Language.Phrases.English).Topic);
}
