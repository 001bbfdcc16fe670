using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Preferences;

/// <summary>The body of <c>POST /api/customers/preferences</c>.</summary>
/// <param name="Customer">Has an e-mail or an id.</param>
/// <param name="Reminders">Whether the customer wants offers and reminders by mail.</param>
public sealed record PreferencesRequest(Customer Customer, bool Reminders)
{
    /// <summary>Reads the body.</summary>
    public static PreferencesRequest? Read(FieldReader reader)
    {
        var customer = reader.Object("customer", Customer.Read);
        var reminders = reader.Flag("reminders");
        reader.RefuseUnknown();
        if (customer is not null && CustomerIdentity.Of(customer) is null)
        {
            reader.Refuse("customer", "must have an email or an id, since it is kept under them.");
        }

        return customer is not null && reminders is { } wanted && !reader.Failed ? new(customer, wanted) : null;
    }
}
