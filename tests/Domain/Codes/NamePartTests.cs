using PromoFunctions.Domain.Codes;

namespace PromoFunctions.Domain.Tests.Codes;

public sealed class NamePartTests
{
    [Theory]
    [InlineData("Jane", "JANE")]
    [InlineData(" Anna-Lena ", "ANNALENA")]
    [InlineData("Jürgen", "JUERGEN")]
    [InlineData("Ju\u0308rgen", "JUERGEN")]
    [InlineData("Zoë", "ZOE")]
    [InlineData("Søren", "SOEREN")]
    [InlineData("Łukasz", "LUKASZ")]
    [InlineData("Şükrü", "SUEKRUE")]
    [InlineData("Ольга", "OLGA")]
    [InlineData("Ελένη", "ELENI")]
    [InlineData("O'Neil 3rd", "ONEILRD")]
    [InlineData("ＪＡＮＥ", "JANE")]
    public void Of_AName_IsItsLettersFromAToZ(string name, string expected) => Assert.Equal(expected, NamePart.Of(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("美咲")]
    [InlineData("=1+1")]
    [InlineData("\ud83d\ude00")]
    [InlineData("\ud83d")]
    public void Of_ANameWithoutSuchLetters_IsTheFallback(string? name) => Assert.Equal(NamePart.Fallback, NamePart.Of(name));

    [Theory]
    [InlineData("Maximilianus", "MAXIMILIANUS")]
    [InlineData("Maximilianusx", "MAXIMILIANUS")]
    [InlineData("Maximilianuß", "MAXIMILIANU")]
    public void Of_ALongName_HasTwelveLettersAtMostAndNoHalfLetter(string name, string expected) => Assert.Equal(expected, NamePart.Of(name));
}
