using PromoFunctions.App.Http;
using PromoFunctions.App.Mailing;
using PromoFunctions.App.Notices;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Offers;
using PromoFunctions.Domain.Preferences;

namespace PromoFunctions.App.Offers;

/// <summary>Gives a customer a personal code for an occasion, once, and mails it where that is asked for.</summary>
public sealed class MakeOffer(
    ICampaignCatalog catalog,
    ICodeStore codes,
    CustomerKeys customers,
    IPreferenceStore preferences,
    UnsubscribeLinks links,
    IMailQueue mails,
    MailSettings settings,
    PlanNotice notices,
    TimeProvider clock)
{
    /// <summary>
    /// 201 with a new code, 200 with the one that was given before, 404 without such a campaign, 422 when the campaign makes no offers, none for that
    /// occasion, or does not run. A repeat mails what was not mailed yet, unless the customer wants no reminders or the code no longer works.
    /// </summary>
    public async Task<Answer> HandleAsync(OfferRequest request, Phrases phrases, CancellationToken cancellationToken)
    {
        if (await FindAsync(request.CampaignId, cancellationToken).ConfigureAwait(false) is not { } campaign)
        {
            return Problem.NotFound("There is no campaign of that id.");
        }

        if (campaign.Definition.Offer is not { } rules)
        {
            return Problem.Refused("no-offer", "The campaign makes no offers: it has no member offer.");
        }

        if (!rules.Occasions.Contains(request.Occasion, StringComparer.Ordinal))
        {
            return Problem.Refused("other-occasion", $"The campaign makes offers for {string.Join(", ", rules.Occasions)}, not for this occasion.");
        }

        var now = clock.GetUtcNow();
        var customer = customers.Of(request.Customer) ?? throw new InvalidOperationException("An offer was asked for nobody.");
        var issue = OfferIssue.IdOf(rules, request.Occasion, campaign.Definition.Terms.Zone, now);
        var decision = DecideOffer.Of(campaign, rules, now);

        // What was given stays given: the same request has the same answer, though the campaign has ended since.
        var issued = await codes.FindPersonalAsync(campaign.Id, issue, customer, cancellationToken).ConfigureAwait(false);
        var created = false;
        if (issued is null)
        {
            if (decision is not OfferDecision.Granted granted)
            {
                return Problem.Refused("campaign-not-running", $"The campaign {((OfferDecision.Refused)decision).Standing}, so it makes no offers now.");
            }

            (issued, created) = await codes.IssuePersonalAsync(
                new(campaign.Id, issue, customer, request.Customer.FirstName, granted.ExpiresAt) { Notice = notices.Of(request.Customer, granted.ExpiresAt, phrases) }, cancellationToken).ConfigureAwait(false);
        }

        if (request.Send
            && decision is OfferDecision.Granted { Terms: var terms }
            && issued is { Status: CodeStatus.Active, TakenBy: null, ExpiresAt: { } expiresAt }
            && expiresAt > now)
        {
            await MailAsync(request.Customer, customer, issued.Code, issue, campaign.Id, terms, expiresAt, phrases, cancellationToken).ConfigureAwait(false);
        }

        return new Answer(created ? 201 : 200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("code", issued.Code.Value);
            writer.WriteString("expiresAt", issued.ExpiresAt ?? campaign.Definition.Terms.EndsAt);
            writer.WriteEndObject();
        });
    }

    private async Task MailAsync(
        Customer customer,
        CustomerKey key,
        PromoCode code,
        string issue,
        CampaignId campaign,
        Terms terms,
        DateTimeOffset expiresAt,
        Phrases phrases,
        CancellationToken cancellationToken)
    {
        foreach (var named in ReminderKeys.Of(customer, customers))
        {
            if (!await preferences.WantsRemindersAsync(named, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        var about = new OfferMail(
            MailId.Of(MailKind.Offer, campaign.Value, issue, key.Value),
            customer.Email ?? throw new InvalidOperationException("An offer was to be mailed to nobody."),
            customer.FirstName,
            settings.Shop,
            code,
            terms,
            expiresAt,
            links.Of(key));
        await mails.SendAsync(WriteOfferMail.Of(about, phrases), cancellationToken).ConfigureAwait(false);
    }

    private async Task<Campaign?> FindAsync(string campaignId, CancellationToken cancellationToken)
    {
        if (!CampaignId.TryParse(campaignId, out var id, out _))
        {
            return null;
        }

        var view = await catalog.ViewAsync(cancellationToken).ConfigureAwait(false);
        if (!view.Campaigns.ContainsKey(id))
        {
            view = await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }

        return view.Campaigns.GetValueOrDefault(id);
    }
}
