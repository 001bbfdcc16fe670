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
    public static Reply To(Claim claim, ClaimFacts facts, ClaimRuling ruling, IReadOnlyList<Remedy> remedies)
    {
        var sentences = ReplySentences.In(claim.Language);
        var about = new ReplyContext(claim, facts, ruling.Decision.Amount);
        string[] paragraphs =
        [
            sentences.Greeting(claim.Customer.FirstName),
            Body(sentences, ruling.Reply, about),
            .. WayOn(sentences, remedies),
            sentences.AskAgain,
            sentences.Closing,
        ];
        return new Reply(sentences.Subject(claim.Order?.Id), string.Join("\n\n", paragraphs));
    }

    private static string Body(ReplySentences sentences, ReplyReason reason, ReplyContext about) => reason switch
    {
        ReplyReason.AlreadySettled => sentences.AlreadySettled(about),
        ReplyReason.OutsideClaimWindow => sentences.OutsideClaimWindow(about),
        ReplyReason.ValidAtOrderTime => sentences.ValidAtOrderTime(about),
        ReplyReason.ExpiredWithinGrace => sentences.ExpiredWithinGrace(about),
        ReplyReason.UnderReview => sentences.UnderReview(about),
        ReplyReason.NotGranted => NotGranted(sentences, about),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason."),
    };

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
        if (!about.Facts.CodeKnown)
        {
            return sentences.UnknownCode(about);
        }

        var reasons = about.Facts.Refusals;
        if (reasons.Contains(RefusalCodes.Expired) && about.Facts.CodeEndsAt is { } end)
        {
            return sentences.Expired(about, end);
        }

        return reasons.Count == 0 && about.Facts.LimitLeft == false ? sentences.UsedUp(about) : sentences.TermsNotMet(about, reasons);
    }

    private static IEnumerable<string> WayOn(ReplySentences sentences, IReadOnlyList<Remedy> remedies)
    {
        var lines = remedies.Select(sentences.Offer).OfType<string>().ToList();
        return lines.Count == 0 ? [] : [sentences.Offers + "\n" + string.Join('\n', lines.Select(line => "- " + line))];
    }
}

/// <summary>What sentences may speak of.</summary>
internal sealed record ReplyContext(Claim Claim, ClaimFacts Facts, long Amount)
{
    public string Code => Claim.Code?.Value ?? "";

    public string OrderId => Claim.Order?.Id ?? "";
}
