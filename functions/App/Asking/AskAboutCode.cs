using PromoFunctions.App.Guessing;
using PromoFunctions.App.Http;
using PromoFunctions.App.Validation;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.App.Asking;

/// <summary>Answers a question about a code from its live terms, or hands it to a person. Binds nothing.</summary>
public sealed class AskAboutCode(CodeLookup lookup, GuessGuard guard, CustomerKeys customers, TimeProvider clock)
{
    /// <summary>
    /// 200 with the answer or with a claim to post, 404 for a code that there is not, 429 for a shopper who sent too many of
    /// those.
    /// </summary>
    public async Task<Answer> HandleAsync(AskRequest request, Shopper shopper, Phrases preferred, CancellationToken cancellationToken)
    {
        if (await guard.CheckAsync(shopper, cancellationToken).ConfigureAwait(false) is { } blocked)
        {
            return blocked;
        }

        var now = clock.GetUtcNow();
        var (candidate, unknown) = await FindAsync(request, now, cancellationToken).ConfigureAwait(false);
        if (await guard.CountUnknownAsync(shopper, unknown, cancellationToken).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        var placed = PlaceQuestion.Place(request.Question, candidate?.Code, preferred);
        var live = candidate is null ? null : LiveTerms.Of(candidate, now);
        if (live is null && candidate is not null && request.Code is not null)
        {
            return UnknownCode.Answer(candidate, placed.Phrases);
        }

        if (live is null || placed.Topic is not { } topic)
        {
            return HandOff(request, candidate, live, placed, now);
        }

        var key = customers.Of(request.Customer);
        var limited = live with { Candidate = await lookup.WithLimitsAsync(live.Candidate, key, cancellationToken).ConfigureAwait(false) };
        var other = topic == Topic.Combining ? await FindOtherAsync(request.Question, limited.Candidate.Code, now, cancellationToken).ConfigureAwait(false) : null;
        var answer = AnswerQuestion.About(topic, new AskedAbout(limited, request.Cart, request.Customer, key, placed.Phrases) { Other = other });
        return Answer.Ok(writer => AnswerJson.Write(writer, answer));
    }

    /// <summary>The code that is meant, known or not, or null when the request names none; and how many unknown ones it has.</summary>
    private async ValueTask<(Candidate? Candidate, int Unknown)> FindAsync(AskRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var mentioned = request.Code is { } named ? [named] : MentionedCodes.WrittenAsCodes(request.Question);
        var (view, candidates) = await lookup.FindAsync(mentioned, cancellationToken).ConfigureAwait(false);
        if (candidates.FirstOrDefault(candidate => LiveTerms.Of(candidate, now) is not null) is { } known)
        {
            return (known, Unknown: candidates.Count(candidate => LiveTerms.Of(candidate, now) is null));
        }

        return request.Code is null && MentionedCodes.Announced(request.Question, code => IsAnnounced(view, code, now)) is { } announced
            ? (CodeLookup.Of(view, announced), Unknown: candidates.Count)
            : (candidates is [var first, ..] ? first : null, Unknown: candidates.Count);
    }

    /// <summary>The code that the question names beside the one that it is about: one that is announced, so that asking tells of no other.</summary>
    private async ValueTask<LiveTerms?> FindOtherAsync(string question, PromoCode code, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (view, _) = await lookup.FindAsync([], cancellationToken).ConfigureAwait(false);
        return MentionedCodes.Announced(question, named => named != code && IsAnnounced(view, named, now)) is { } other
            ? LiveTerms.Of(CodeLookup.Of(view, other), now)
            : null;
    }

    private static bool IsAnnounced(CatalogView view, PromoCode code, DateTimeOffset now) =>
        view.CampaignOf(code) is { Definition.Announce: true } campaign && campaign.StatusAt(now) != CampaignStatus.Draft;

    private static Answer HandOff(AskRequest request, Candidate? candidate, LiveTerms? live, PlacedQuestion placed, DateTimeOffset now)
    {
        var phrases = placed.Phrases;
        var reason = candidate is not null && live is null ? LiveTerms.Unknown(candidate, phrases) : null;
        var which = placed.Topic is not null && live is null;
        string[] sentences = [.. reason is null ? [] : (string[])[reason.Message], phrases.Say(which ? "ask.hand-off.which" : "ask.hand-off")];
        var claim = new ClaimDraft(placed.HandOff, request.Question, now, phrases)
        {
            Code = live?.Candidate.Code,
            Currency = request.Cart?.Currency ?? live?.Terms.Currency,
            Customer = request.Customer,
            Cart = request.Cart,
        };
        return Answer.Ok(writer => AnswerJson.WriteHandOff(writer, placed.Topic, string.Join(' ', sentences), reason?.Facts ?? Facts.None, claim));
    }
}
