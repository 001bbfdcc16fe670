using PromoFunctions.App.Http;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Preferences;

namespace PromoFunctions.App.Preferences;

/// <summary>Keeps whether a customer wants reminders.</summary>
public sealed class SetPreferences(IPreferenceStore preferences, CustomerKeys customers)
{
    /// <summary>204 once it is kept.</summary>
    public async Task<Answer> HandleAsync(PreferencesRequest request, CancellationToken cancellationToken)
    {
        foreach (var key in ReminderKeys.Of(request.Customer, customers))
        {
            await preferences.SetRemindersAsync(key, request.Reminders, cancellationToken).ConfigureAwait(false);
        }

        return new Answer(204, null);
    }
}
