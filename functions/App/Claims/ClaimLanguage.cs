using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.App.Claims;

/// <summary>The language in which a claim is answered.</summary>
internal static class ClaimLanguage
{
    /// <summary>Its sentences.</summary>
    public static Phrases PhrasesOf(Claim claim) => claim.Language switch
    {
        ReplyLanguage.En => Phrases.English,
        ReplyLanguage.De => Phrases.German,
        _ => throw new InvalidOperationException("A claim is to be answered in a language that the desk does not speak."),
    };
}
