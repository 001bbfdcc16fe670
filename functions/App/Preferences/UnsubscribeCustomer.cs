using Microsoft.Extensions.Logging;
using PromoFunctions.App.Mailing;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Preferences;
using PromoFunctions.Storage;

namespace PromoFunctions.App.Preferences;

/// <summary>What stands behind the link in a mail: a page that asks, and the button that ends reminders.</summary>
public sealed class UnsubscribeCustomer(UnsubscribeLinks links, IPreferenceStore preferences, MailSettings settings, ILogger<UnsubscribeCustomer> logger)
{
    /// <summary>The page. It changes nothing: scanners of mails follow every link.</summary>
    public UnsubscribePage Show(string token, Phrases phrases) =>
        links.TryRead(token, out _) ? UnsubscribePage.Question(settings.Shop, phrases) : UnsubscribePage.Invalid(settings.Shop, phrases);

    /// <summary>Ends reminders for the customer of the link. Again is no harm.</summary>
    public async Task<UnsubscribePage> HandleAsync(string token, Phrases phrases, CancellationToken cancellationToken)
    {
        if (!links.TryRead(token, out var customer))
        {
            return UnsubscribePage.Invalid(settings.Shop, phrases);
        }

        try
        {
            await preferences.SetRemindersAsync(customer, wanted: false, cancellationToken).ConfigureAwait(false);
            return UnsubscribePage.Done(settings.Shop, phrases);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && StorageFailure.IsUnavailable(failure))
        {
            Log.StorageUnavailable(logger, failure.GetType().Name);
            return UnsubscribePage.Later(settings.Shop, phrases);
        }
    }
}
