using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Asking;

/// <summary>What a code's terms say at an instant.</summary>
/// <param name="Candidate">The code, with what is known about it.</param>
/// <param name="Campaign">Its campaign.</param>
/// <param name="Terms">
/// What counts at the instant, or first will. They end when the code does, where that is earlier than its campaign.
/// </param>
/// <param name="At">The instant.</param>
public sealed record LiveTerms(Candidate Candidate, Campaign Campaign, Terms Terms, DateTimeOffset At)
{
    /// <summary>The terms of a code; null when there is no such code, or its campaign is a draft.</summary>
    public static LiveTerms? Of(Candidate candidate, DateTimeOffset at)
    {
        if (candidate.Campaign is not { } campaign || campaign.StatusAt(at) == CampaignStatus.Draft)
        {
            return null;
        }

        var version = campaign.TermsAtOrFirst(at);
        var own = candidate.ExpiresAt is { } expires && expires < version.Terms.EndsAt ? expires : version.Terms.EndsAt;
        return new LiveTerms(candidate, campaign, version.Terms with { EndsAt = own }, at);
    }

    /// <summary>What to say of a code that has no terms: that it is unknown, and which one was probably meant.</summary>
    public static Reason Unknown(Candidate candidate, Phrases phrases) => Refusals.UnknownCode(phrases, candidate.Code, candidate.DidYouMean);

    /// <summary>Where the code stands, in the API's words: active, paused, ended or voided. One that has yet to start is active.</summary>
    public string Status => (Candidate.Status, Campaign.StatusAt(At)) switch
    {
        (CodeStatus.Voided, _) => "voided",
        (_, CampaignStatus.Ended) => "ended",
        _ when At >= Terms.EndsAt => "ended",
        (CodeStatus.Paused, _) or (_, CampaignStatus.Paused) => "paused",
        _ => "active",
    };

    /// <summary>The terms of the discount itself beside those of the campaign: all that is asked of an order.</summary>
    public IEnumerable<Conditions.Condition> Conditions => Terms.Discount.Asks is { } asks ? Terms.Conditions.Append(asks) : Terms.Conditions;

    /// <summary>Why it does not work now, whatever the order; empty when it does.</summary>
    /// <param name="customer">The customer, for what one may use; null to leave that out.</param>
    /// <param name="phrases">The language.</param>
    public IReadOnlyList<Reason> Standing(CustomerKey? customer, Phrases phrases)
    {
        var reasons = new List<Reason>();
        var status = Campaign.StatusAt(At);
        Admission.CheckPeriod(Candidate, Terms, status, At, ignoreEnd: false, phrases, reasons);
        Admission.CheckStanding(Candidate, status, phrases, reasons);
        if (customer is null)
        {
            Admission.CheckLimits(Candidate with { BoundTo = null }, Limits.None, customer, phrases, reasons);
        }
        else
        {
            Admission.CheckLimits(Candidate, Campaign.Definition.Limits, customer, phrases, reasons);
        }

        return reasons;
    }

    /// <summary>Everything a shopper may know, a sentence each; why it does not work now comes first.</summary>
    public IReadOnlyList<string> Sentences(Phrases phrases)
    {
        var sentences = Standing(null, phrases).Select(reason => reason.Message).ToList();
        sentences.AddRange(TermsText.Sentences(Terms, Campaign.Definition.Limits, Candidate.WorksOnce, phrases));
        return sentences;
    }
}
