using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Preferences;

/// <summary>The keys under which a customer's word about reminders is kept and looked for.</summary>
public static class ReminderKeys
{
    /// <summary>
    /// The key of every name that the shop gives, e-mail and id: unlike a use of a code, a "no" said under one of
    /// them also counts where both are sent. None for nobody.
    /// </summary>
    public static IReadOnlyList<CustomerKey> Of(Customer customer, CustomerKeys keys)
    {
        var found = new List<CustomerKey>(2);
        foreach (var named in (Customer[])[customer with { Id = null }, customer with { Email = null }])
        {
            if (keys.Of(named) is { } key)
            {
                found.Add(key);
            }
        }

        return found;
    }
}
