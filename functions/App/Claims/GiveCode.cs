using PromoFunctions.App.Notices;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Gifts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Claims;

/// <summary>Gives a claim's customer a personal code in a campaign that the desk keeps itself.</summary>
public sealed class GiveCode(
    ICampaignCatalog catalog,
    ICodeStore codes,
    IGoodwillBook goodwill,
    CustomerKeys keys,
    BusinessCalendar calendar,
    PlanNotice notices,
    TimeProvider time)
{
    /// <summary>Gives it once, however often it is asked for the claim; nothing where the customer got another one within 90 days, or the shop has stopped such codes.</summary>
    public async Task<Giving> HandleAsync(Claim claim, DateTimeOffset receivedAt, CodeGift gift, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wanted = DeskCampaign.Of(gift, claim.Currency, CampaignZone.Parse(calendar.ZoneId));
        var campaign = await FindOrMakeAsync(wanted, cancellationToken).ConfigureAwait(false);
        var customer = ClaimCustomer.KeyOf(claim, keys);
        if (!wanted.Gives(campaign, now, ExpiryOf(now, gift)))
        {
            await TakeBackAsync(campaign.Id, claim.Id, customer, receivedAt, cancellationToken).ConfigureAwait(false);
            return new Giving.Stopped();
        }

        // The point of decision among the customer's claims.
        var standing = await goodwill.TakeAsync(customer, new Goodwill(claim.Id, now), receivedAt, cancellationToken).ConfigureAwait(false);
        if (standing.Claim != claim.Id)
        {
            return new Giving.GivenBefore(standing.GivenAt);
        }

        var issue = IssueOf(claim.Id);
        var expiresAt = ExpiryOf(standing.GivenAt, gift);
        var personal = new PersonalIssue(campaign.Id, issue, customer, claim.Customer.FirstName, expiresAt)
        {
            Notice = notices.Of(claim.Customer, expiresAt, ClaimLanguage.PhrasesOf(claim)),
            Gift = new GiftOrigin(Vocabulary<ClaimKind>.Words[claim.Kind], claim.Contact.Agent, standing.GivenAt),
        };
        var (issued, _) = await codes.IssuePersonalAsync(personal, cancellationToken).ConfigureAwait(false);

        // Whoever gives the claim up meanwhile gives its place back and looks for the code then; here it is the other way round, so one of the two sees the other.
        var after = await goodwill.TakeAsync(customer, standing, receivedAt, cancellationToken).ConfigureAwait(false);
        if (after.Claim != claim.Id)
        {
            await codes.SetStatusAsync(issued.Code, CodeStatus.Voided, cancellationToken).ConfigureAwait(false);
            return new Giving.GivenBefore(after.GivenAt);
        }

        var summary = TermsText.Summary(campaign.Definition.Terms, ClaimLanguage.PhrasesOf(claim));
        return new Giving.Given(Remedy.NewCode.Of(campaign.Id.Value, issue, summary, issued.ExpiresAt) with { Code = issued.Code.Value });
    }

    /// <summary>Gives the customer's place among the 90 days back that a claim took which is given up, unless its code stands: then the customer has it.</summary>
    public async Task TakeBackAsync(ClaimRecord claim, CancellationToken cancellationToken)
    {
        if (claim is { CustomerKey: { } customer, State: { Facts: { } facts, Ruling.Gift: { } gift } })
        {
            var campaign = DeskCampaign.Of(gift, Currency.Of(facts.Currency), CampaignZone.Parse(calendar.ZoneId)).Id;
            await TakeBackAsync(campaign, claim.Id, customer, claim.ReceivedAt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes back all that a claim gave whose customer was erased before it was decided: nobody was told of the code, and its place is the customer's next claim's.</summary>
    public async Task ForgetAsync(ClaimRecord claim, CancellationToken cancellationToken)
    {
        if (claim.CustomerKey is not { } customer)
        {
            return;
        }

        await goodwill.ReleaseAsync(customer, claim.Id, cancellationToken).ConfigureAwait(false);
        if (claim.State is { Facts: { } facts, Ruling.Gift: { } gift })
        {
            var campaign = DeskCampaign.Of(gift, Currency.Of(facts.Currency), CampaignZone.Parse(calendar.ZoneId)).Id;
            await codes.ForgetPersonalAsync(campaign, IssueOf(claim.Id), customer, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string IssueOf(ClaimId claim) => "claim|" + claim.Value;

    private async Task TakeBackAsync(CampaignId campaign, ClaimId claim, CustomerKey customer, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (await goodwill.FindAsync(customer, cancellationToken).ConfigureAwait(false) is not { Released: false } place
            || place.Claim != claim
            || await codes.FindPersonalAsync(campaign, IssueOf(claim), customer, cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        await goodwill.ReleaseAsync(customer, claim, cancellationToken).ConfigureAwait(false);

        // A delivery that goes on may have issued it between the two looks.
        if (await codes.FindPersonalAsync(campaign, IssueOf(claim), customer, cancellationToken).ConfigureAwait(false) is { } late
            && (await goodwill.TakeAsync(customer, place, receivedAt, cancellationToken).ConfigureAwait(false)).Claim != claim)
        {
            await codes.SetStatusAsync(late.Code, CodeStatus.Voided, cancellationToken).ConfigureAwait(false);
        }
    }

    // Whole seconds, as people are told them.
    private static DateTimeOffset ExpiryOf(DateTimeOffset givenAt, CodeGift gift) =>
        givenAt.AddTicks(-(givenAt.Ticks % TimeSpan.TicksPerSecond)).AddDays(gift.Days).ToUniversalTime();

    private async Task<Campaign> FindOrMakeAsync(DeskCampaign wanted, CancellationToken cancellationToken)
    {
        var view = await catalog.ViewAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            if (view.Campaigns.TryGetValue(wanted.Id, out var standing))
            {
                return standing;
            }

            // Only where there is none: of many at once one makes it.
            if (await catalog.SaveAsync(wanted.Id, wanted.Definition, ifMatch: 0, cancellationToken).ConfigureAwait(false) is SaveCampaignOutcome.Saved saved)
            {
                return saved.Campaign;
            }

            view = await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
