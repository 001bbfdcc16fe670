using System.Globalization;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims.Gifts;

/// <summary>The campaign whose codes the desk gives: one for each purpose, currency and percentage, the same whoever makes it.</summary>
public sealed record DeskCampaign
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private DeskCampaign(CampaignId id, CampaignDefinition definition) => (Id, Definition) = (id, definition);

    /// <summary>Such as <c>desk-goodwill-eur-10</c>, or <c>desk-recovery-eur-12_5</c>.</summary>
    public CampaignId Id { get; }

    /// <summary>What it says when the desk makes it: the percentage off an order, without conditions and limits, not announced.</summary>
    public CampaignDefinition Definition { get; }

    /// <summary>The campaign of a gift.</summary>
    /// <param name="gift">What is given.</param>
    /// <param name="currency">Of the claim.</param>
    /// <param name="zone">By whose clock its days go.</param>
    public static DeskCampaign Of(CodeGift gift, Currency currency, CampaignZone zone)
    {
        var kind = Vocabulary<CodeGiftKind>.Words[gift.Kind];
        var percent = gift.Percent.ToString("0.####", CultureInfo.InvariantCulture);
        var id = string.Create(CultureInfo.InvariantCulture, $"desk-{kind}-{currency.Code.ToLowerInvariant()}-{percent.Replace('.', '_')}");
        var terms = new Terms(currency, From, To, zone, new PercentOff(gift.Percent, null, AppliesTo.WholeOrder), [], []);
        var definition = new CampaignDefinition($"Claims desk: {kind} {percent}% ({currency.Code})", GoalOf(gift.Kind), CampaignStatus.Active, terms, Limits.None, Announce: false, Offer: null);
        return new DeskCampaign(CampaignId.Parse(id), definition);
    }

    /// <summary>
    /// Whether the campaign, as it stands, still gives what the desk promises from <paramref name="now"/> until
    /// <paramref name="until"/>: the shop may pause, end or change it, and then no more codes are given in it.
    /// </summary>
    public bool Gives(Campaign standing, DateTimeOffset now, DateTimeOffset until) =>
        standing.StatusAt(now) == CampaignStatus.Active
        && standing.TermsAt(now)?.Terms is { } terms
        && terms.Runs(now)
        && until <= terms.EndsAt
        && Definition.Terms.GiveTheSameAs(terms with
        {
            // With what it combines, when it runs and by whose clock is the shop's affair.
            StartsAt = Definition.Terms.StartsAt,
            EndsAt = Definition.Terms.EndsAt,
            Zone = Definition.Terms.Zone,
            CombinesWith = Definition.Terms.CombinesWith,
        });

    private static Goal GoalOf(CodeGiftKind kind) => kind switch
    {
        CodeGiftKind.Goodwill => Goal.Goodwill,
        CodeGiftKind.Recovery => Goal.Recovery,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such gift."),
    };
}
