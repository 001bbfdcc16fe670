using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Preferences;

/// <summary>What customers want to be mailed, kept under their keys alone.</summary>
public interface IPreferenceStore
{
    /// <summary>Whether a customer wants reminders: everybody who has not said otherwise does.</summary>
    Task<bool> WantsRemindersAsync(CustomerKey customer, CancellationToken cancellationToken);

    /// <summary>Keeps what a customer said; the last word counts.</summary>
    Task SetRemindersAsync(CustomerKey customer, bool wanted, CancellationToken cancellationToken);
}
