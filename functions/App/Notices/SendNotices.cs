using Microsoft.Extensions.Logging;
using PromoFunctions.App.Mailing;
using PromoFunctions.App.Queues;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Offers;
using PromoFunctions.Domain.Preferences;

namespace PromoFunctions.App.Notices;

/// <summary>Tells customers that a personal code of theirs ends soon, each once.</summary>
public sealed class SendNotices(
    ICodeNotices notices,
    ICampaignCatalog catalog,
    IPreferenceStore preferences,
    UnsubscribeLinks links,
    IMailQueue mails,
    MailSettings settings,
    TimeProvider clock,
    ILogger<SendNotices> logger)
{
    /// <summary>Gives every notice that is due to the mail. Safe beside itself: a mail has one id. One that fails is left to the next run, and keeps no other from being sent.</summary>
    /// <returns>How many were given to the mail.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var sent = 0;
        await foreach (var due in notices.DueAsync(now, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                sent += await SendAsync(due, now, cancellationToken).ConfigureAwait(false) ? 1 : 0;
                await notices.DoneAsync(due, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException && !Outage.Is(failure))
            {
                Log.NoticeFailed(logger, failure);
            }
        }

        return sent;
    }

    private async Task<bool> SendAsync(DueNotice due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A code of a campaign that does not run would be refused: nobody is told to hurry for it.
        var view = await catalog.ViewAsync(cancellationToken).ConfigureAwait(false);
        if (due.Code.CampaignId is not { } id
            || !view.Campaigns.TryGetValue(id, out var campaign)
            || campaign.StatusAt(now) != CampaignStatus.Active
            || campaign.TermsAt(now)?.Terms is not { } terms
            || now >= terms.EndsAt
            || due.Notice.Keys is not [var customer, ..])
        {
            return false;
        }

        foreach (var key in due.Notice.Keys)
        {
            if (!await preferences.WantsRemindersAsync(key, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        var end = due.Code.ExpiresAt is { } own && own < terms.EndsAt ? own : terms.EndsAt;
        var about = new OfferMail(
            WriteCodeEndsMail.IdOf(due.Code), due.Notice.Email, due.Notice.FirstName, settings.Shop, due.Code.Code, terms, end, links.Of(customer));
        await mails.SendAsync(WriteCodeEndsMail.Of(about, PhrasesOf(due.Notice.Language)), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static Phrases PhrasesOf(string language) => Phrases.All.FirstOrDefault(phrases => phrases.Language == language) ?? Phrases.English;
}
