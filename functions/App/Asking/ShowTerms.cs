using PromoFunctions.App.Guessing;
using PromoFunctions.App.Http;
using PromoFunctions.App.Validation;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.App.Asking;

/// <summary>Answers what a code gives and asks for.</summary>
public sealed class ShowTerms(CodeLookup lookup, GuessGuard guard, TimeProvider clock)
{
    /// <summary>200 with the terms in words and as data, 404 for a code that there is not, 429 for a shopper who sent too many of those.</summary>
    public async Task<Answer> HandleAsync(string code, Shopper shopper, Phrases phrases, CancellationToken cancellationToken)
    {
        if (await guard.CheckAsync(shopper, cancellationToken).ConfigureAwait(false) is { } blocked)
        {
            return blocked;
        }

        if (!PromoCode.TryParse(code, out var parsed, out _))
        {
            return Problem.NotFound("There is no such code.");
        }

        var (_, candidates) = await lookup.FindAsync([parsed], cancellationToken).ConfigureAwait(false);
        return LiveTerms.Of(candidates[0], clock.GetUtcNow()) is { } live
            ? Answer.Ok(writer => TermsJson.Write(writer, live, phrases))
            : await guard.CountUnknownAsync(shopper, 1, cancellationToken).ConfigureAwait(false) ?? UnknownCode.Answer(candidates[0], phrases);
    }
}
