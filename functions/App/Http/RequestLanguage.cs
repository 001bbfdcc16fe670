using Microsoft.AspNetCore.Http;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.App.Http;

/// <summary>The language that a caller asks for.</summary>
internal static class RequestLanguage
{
    /// <summary>By <c>Accept-Language</c>; English when it names none of ours.</summary>
    public static Phrases Phrases(this HttpRequest request) => Domain.Language.Phrases.ForAcceptLanguage(request.Headers.AcceptLanguage.ToString());
}
