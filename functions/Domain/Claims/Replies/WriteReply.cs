using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.Domain.Claims.Replies;

/// <summary>
/// Writes what the customer gets: what was decided and why, kindly and concretely, never a threshold of the policy, and
/// always a way on.
/// </summary>
public static class WriteReply
{
    /// <summary>The reply to a claim, in the claim's language.</summary>
    /// <param name="claim">What the customer asked for.</param>
    /// <param name="facts">What was gathered.</param>
    /// <param name="ruling">What was decided.</param>
    /// <param name="remedies">What was given and is offered; a code that the ruling gives among it.</param>
    /// <param name="answerBy">Until when a person answers; null when none is to, or it is not known.</param>
    public static Reply To(Claim claim, ClaimFacts facts, ClaimRuling ruling, IReadOnlyList<Remedy> remedies, DateTimeOffset? answerBy)
    {
        var sentences = ReplySentences.In(claim.Language);
        var about = new ReplyContext(claim, facts, ruling.Decision.Amount, answerBy);
        var code = remedies.OfType<Remedy.OwnCode>().FirstOrDefault();
        string[] paragraphs =
        [
            sentences.Greeting(claim.Customer.FirstName),
            .. WithRecords(sentences, ruling.Reply, about, Body(sentences, ruling.Reply, about, code)),
            .. code is null ? [] : CodeOf(sentences, about, code),
            .. WayOn(sentences, remedies),
            sentences.AskAgain,
            sentences.Closing,
        ];
        return new Reply(sentences.Subject(claim.Order?.Id), string.Join("\n\n", paragraphs));
    }

    /// <summary>What our own records show of the refusal that the customer speaks of, between what was decided and what is given.</summary>
    private static string[] WithRecords(ReplySentences sentences, ReplyReason reason, ReplyContext about, string[] body) =>
        reason != ReplyReason.PotentialSystemError && about.Refused(sentences, met: reason == ReplyReason.ValidAtOrderTime) is { } refused
            ? [body[0], refused, .. body[1..]]
            : body;

    private static string[] Body(ReplySentences sentences, ReplyReason reason, ReplyContext about, Remedy.OwnCode? code) => reason switch
    {
        ReplyReason.AlreadySettled => [about.Facts.OrderReturned ? sentences.OrderReturned(about) : sentences.AlreadySettled(about)],
        ReplyReason.OutsideClaimWindow => [sentences.OutsideClaimWindow(about)],
        ReplyReason.ValidAtOrderTime => [sentences.ValidAtOrderTime(about)],
        ReplyReason.ExpiredWithinGrace => [sentences.ExpiredWithinGrace(about)],
        ReplyReason.UnderReview => [sentences.UnderReview(about)],
        ReplyReason.PotentialSystemError => [sentences.PotentialSystemError(about)],
        ReplyReason.PromisedCodeFound when code is not null => [sentences.PromisedCodeFound(about, code)],
        ReplyReason.Recovery when code is not null => [sentences.Recovery(about, code)],
        ReplyReason.LoyalCustomer when code is not null => [sentences.LoyalCustomer(about, code)],
        ReplyReason.SignificantFirstPurchase when code is not null => [sentences.SignificantFirstPurchase(about, code)],
        ReplyReason.FirstTimeGoodwill when code is not null => [NotGranted(sentences, about), sentences.Goodwill(about, code)],

        // A policy may give its own reason where it gives no code.
        ReplyReason.NotGranted or ReplyReason.PromisedCodeFound or ReplyReason.Recovery or ReplyReason.LoyalCustomer
            or ReplyReason.SignificantFirstPurchase or ReplyReason.FirstTimeGoodwill => [NotGranted(sentences, about)],
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason."),
    };

    private static string[] CodeOf(ReplySentences sentences, ReplyContext about, Remedy.OwnCode code) =>
        [WriteReplyMail.Highlighted + code.Code, sentences.WorksOnce(about, code.ExpiresAt)];

    private static string NotGranted(ReplySentences sentences, ReplyContext about) => about.Claim.Kind switch
    {
        ClaimKind.MissingCode => sentences.NoPromisedCode(about),
        ClaimKind.Complaint => sentences.Complaint(about),
        ClaimKind.DiscountRequest => sentences.NoDiscountNow(about),
        ClaimKind.MissedCode or ClaimKind.ExpiredCode or ClaimKind.RejectedCode => CodeDidNotApply(sentences, about),
        _ => throw new ArgumentOutOfRangeException(nameof(about), about.Claim.Kind, "No such kind."),
    };

    private static string CodeDidNotApply(ReplySentences sentences, ReplyContext about)
    {
        if (about.Facts.OrderReturned)
        {
            return sentences.OrderReturned(about);
        }

        if (!about.Facts.CodeKnown)
        {
            return sentences.UnknownCode(about);
        }

        var reasons = about.Facts.Refusals;
        if (reasons.Contains(RefusalCodes.Expired) && about.Facts.CodeEndsAt is { } end)
        {
            return sentences.Expired(about, end);
        }

        if (reasons.Count > 0)
        {
            return sentences.TermsNotMet(about, reasons);
        }

        return about switch
        {
            { Facts.LimitLeft: false } => sentences.UsedUp(about),
            { Claim.Kind: ClaimKind.ExpiredCode, Facts.HoursPastExpiry: null } => sentences.NotExpired(about),
            _ => sentences.TermsNotMet(about, reasons),
        };
    }

    private static IEnumerable<string> WayOn(ReplySentences sentences, IReadOnlyList<Remedy> remedies)
    {
        var lines = remedies.Select(sentences.Offer).OfType<string>().ToList();
        return lines.Count == 0 ? [] : [sentences.Offers + "\n" + string.Join('\n', lines.Select(line => WriteReplyMail.Item + line))];
    }
}
