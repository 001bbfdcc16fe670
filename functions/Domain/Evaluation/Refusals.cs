using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>The reasons that are about a code, its campaign and its limits; those of conditions stand with the conditions.</summary>
internal static class Refusals
{
    internal static Reason UnknownCode(Phrases phrases, PromoCode code, PromoCode? didYouMean) => didYouMean is null
        ? new Reason(RefusalCodes.UnknownCode, phrases.Say("unknown-code.refusal", ("code", code.Value)), Facts.None)
        : new Reason(
            RefusalCodes.UnknownCode,
            phrases.Say("unknown-code.near-miss", ("code", code.Value), ("suggestion", didYouMean.Value)),
            Facts.None.With("didYouMean", didYouMean.Value));

    internal static Reason NotStarted(Phrases phrases, PromoCode code, Terms terms) => new(
        RefusalCodes.NotStarted,
        phrases.Say("not-started.refusal", ("code", code.Value), ("start", phrases.Instant(terms.StartsAt, terms.Zone.Info))),
        Facts.None.With("startsAt", terms.StartsAt));

    internal static Reason Expired(Phrases phrases, PromoCode code, DateTimeOffset endsAt, CampaignZone zone) => new(
        RefusalCodes.Expired,
        phrases.Say("expired.refusal", ("code", code.Value), ("end", phrases.Instant(endsAt, zone.Info))),
        Facts.None.With("endsAt", endsAt));

    /// <summary>A campaign that was ended before its period was over.</summary>
    internal static Reason Ended(Phrases phrases, PromoCode code) => Plain(RefusalCodes.Expired, "ended.refusal", phrases, code);

    internal static Reason Currency(Phrases phrases, PromoCode code, Terms terms, Cart cart) => new(
        RefusalCodes.Currency,
        phrases.Say("currency.refusal", ("code", code.Value), ("currency", terms.Currency.Code)),
        Facts.None.With("required", terms.Currency.Code).With("actual", cart.Currency.Code));

    internal static Reason NoEligibleItems(Phrases phrases, PromoCode code, Terms terms) => new(
        RefusalCodes.NoEligibleItems,
        phrases.Say("no-eligible-items.refusal", ("code", code.Value)),
        Facts.None
            .With("categories", terms.Discount.AppliesTo.Categories)
            .With("skus", terms.Discount.AppliesTo.Skus));

    /// <summary>The limit counts all codes of the campaign: a code that works once may be refused by it though nobody has used it.</summary>
    internal static Reason CustomerLimit(Phrases phrases, Candidate candidate, int allowed) => new(
        RefusalCodes.CustomerLimit,
        phrases.Count(candidate.WorksOnce ? "customer-limit.codes" : "customer-limit.refusal", allowed, ("code", candidate.Code.Value)),
        Facts.None.With("allowed", allowed));

    /// <summary>A budget that has something left, as far as is known, but less than the code would take: never how much.</summary>
    internal static Reason ShortOfBudget(Phrases phrases, PromoCode code) => Plain(RefusalCodes.BudgetUsedUp, "budget-used-up.short", phrases, code);

    /// <summary>A limit that admits the others of the campaign, and not this code as well: it works without them.</summary>
    internal static Reason NoRoomBeside(Phrases phrases, string reason, PromoCode code, IReadOnlyList<string> others, Facts facts) => new(
        reason,
        phrases.Say("no-room-beside.refusal", ("code", code.Value), ("others", phrases.And(others))),
        facts.With("with", others));

    internal static Reason NotCombinable(Phrases phrases, PromoCode code, IReadOnlyList<string> others) => new(
        RefusalCodes.NotCombinable,
        phrases.Say("not-combinable.refusal", ("code", code.Value), ("others", phrases.Or(others))),
        Facts.None.With("with", others));

    /// <summary>A reason without facts, whose sentence has its code's name.</summary>
    internal static Reason Plain(string reason, Phrases phrases, PromoCode code) => Plain(reason, reason + ".refusal", phrases, code);

    private static Reason Plain(string reason, string key, Phrases phrases, PromoCode code) =>
        new(reason, phrases.Say(key, ("code", code.Value)), Facts.None);
}
