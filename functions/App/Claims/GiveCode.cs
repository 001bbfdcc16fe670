using PromoFunctions.App.Notices;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Gifts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
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
        if (!wanted.Gives(campaign, now, ExpiryOf(now, gift)))
        {
            return new Giving.Stopped();
        }

        // The point of decision among the customer's claims; from here only forward.
        var customer = ClaimCustomer.KeyOf(claim, keys);
        var standing = await goodwill.TakeAsync(customer, new Goodwill(claim.Id, now), receivedAt, cancellationToken).ConfigureAwait(false);
        if (standing.Claim != claim.Id)
        {
            return new Giving.GivenBefore(standing.GivenAt);
        }

        var issue = "claim|" + claim.Id.Value;
        var expiresAt = ExpiryOf(standing.GivenAt, gift);
        var personal = new PersonalIssue(campaign.Id, issue, customer, claim.Customer.FirstName, expiresAt)
        {
            Notice = notices.Of(claim.Customer, expiresAt, ClaimLanguage.PhrasesOf(claim)),
        };
        var (issued, _) = await codes.IssuePersonalAsync(personal, cancellationToken).ConfigureAwait(false);
        var summary = TermsText.Summary(campaign.Definition.Terms, ClaimLanguage.PhrasesOf(claim));
        return new Giving.Given(new Remedy.NewCode($"{campaign.Id.Value}|{issue}", summary, issued.ExpiresAt) { Code = issued.Code.Value });
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
