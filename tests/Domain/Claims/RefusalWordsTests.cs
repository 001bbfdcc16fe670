using System.Reflection;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.Domain.Tests.Claims;

public sealed class RefusalWordsTests
{
    [Fact]
    public void EveryRefusal_HasWordsOfItsOwn()
    {
        var codes = typeof(RefusalCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string?)field.GetRawConstantValue() ?? "").ToList();

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Contains(' ', RefusalWords.Of(code)));
        Assert.Equal(codes.Count, codes.Select(RefusalWords.Of).Distinct().Count());
        Assert.Equal("of-a-later-release", RefusalWords.Of("of-a-later-release"));
    }

    [Fact]
    public void RefusedAttempts_InARationale_AreToldWithTheirReasons()
    {
        var at = GivenClaim.PlacedAt.AddMinutes(-5);
        var facts = GivenClaim.Facts() with
        {
            RefusedAttempts =
            [
                new(at, [], true),
                new(at.AddMinutes(-1), ["minimum-subtotal", "channel"], false),
                .. Enumerable.Repeat(new RefusedAttempt(at.AddHours(-1), ["expired"], false), 3),
            ],
        };

        var told = FactSentences.RefusedAttempts(facts);
        Assert.StartsWith("Our records show 5 failed attempts at this code in the 48 hours before the order: on ", told, StringComparison.Ordinal);
        Assert.Contains(" we could not answer; on ", told, StringComparison.Ordinal);
        Assert.Contains(" it was refused because the goods did not come to the amount that it asks for and it is for other channels; on ", told, StringComparison.Ordinal);
        Assert.EndsWith(" it was refused because it had ended; and 2 earlier ones.", told, StringComparison.Ordinal);
        Assert.EndsWith(" we could not answer.", FactSentences.WrongAttempts(facts), StringComparison.Ordinal);
    }
}
