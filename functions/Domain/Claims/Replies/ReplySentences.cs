using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Claims.Replies;

/// <summary>The sentences of one language. A language is one class, so that the compiler misses none of them.</summary>
internal abstract class ReplySentences(Phrases phrases)
{
    public static ReplySentences In(ReplyLanguage language) => language switch
    {
        ReplyLanguage.En => EnglishReplies.Instance,
        ReplyLanguage.De => GermanReplies.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "No such language."),
    };

    public abstract string AskAgain { get; }

    public abstract string Closing { get; }

    public abstract string Offers { get; }

    public abstract string Greeting(string? firstName);

    public abstract string Subject(string? orderId);

    public abstract string AlreadySettled(ReplyContext about);

    public abstract string OutsideClaimWindow(ReplyContext about);

    public abstract string ValidAtOrderTime(ReplyContext about);

    public abstract string ExpiredWithinGrace(ReplyContext about);

    public abstract string UnderReview(ReplyContext about);

    public abstract string PotentialSystemError(ReplyContext about);

    public abstract string PromisedCodeFound(ReplyContext about, Remedy.OwnCode code);

    public abstract string Recovery(ReplyContext about, Remedy.OwnCode code);

    public abstract string LoyalCustomer(ReplyContext about, Remedy.OwnCode code);

    public abstract string SignificantFirstPurchase(ReplyContext about, Remedy.OwnCode code);

    /// <summary>After the sentences that say no.</summary>
    public abstract string Goodwill(ReplyContext about, Remedy.OwnCode code);

    /// <summary>Until when a code works, and how often; it stands after the code.</summary>
    public abstract string WorksOnce(ReplyContext about, DateTimeOffset? until);

    public abstract string OrderReturned(ReplyContext about);

    public abstract string NoPromisedCode(ReplyContext about);

    public abstract string Complaint(ReplyContext about);

    public abstract string NoDiscountNow(ReplyContext about);

    public abstract string UnknownCode(ReplyContext about);

    public abstract string Expired(ReplyContext about, DateTimeOffset end);

    public abstract string UsedUp(ReplyContext about);

    /// <summary>That the code, said to have ended, had not; and what else would be looked at.</summary>
    public abstract string NotExpired(ReplyContext about);

    public abstract string TermsNotMet(ReplyContext about, IReadOnlyList<string> reasons);

    /// <summary>That our own records show the refusal, and why it was right then; after it, that the order as placed met the terms, when it did.</summary>
    public abstract string Refused(ReplyContext about, RefusedAttempt last, bool oftener, bool met);

    /// <summary>A line for what is offered; null for what is given and stands in the text.</summary>
    public abstract string? Offer(Remedy remedy);

    /// <summary>What the claim is about, in the middle of a sentence after "about" or "to"; null when it names neither a code nor an order.</summary>
    protected static string? Subject(ReplyContext about, Func<string, string> order) => (about.Claim.Code, about.Claim.Order) switch
    {
        ({ } code, { } placed) => $"{code.Value} {order(placed.Id)}",
        ({ } code, null) => code.Value,
        _ => null,
    };

    protected string Money(ReplyContext about, long amount) => phrases.Money(amount, about.Claim.Currency);

    protected string Instant(ReplyContext about, DateTimeOffset at) => phrases.Instant(at, about.Facts.Zone);

    protected string And(IReadOnlyList<string> items) => phrases.And(items);
}
