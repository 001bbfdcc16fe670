using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Customers;

/// <summary>The body of <c>POST /api/customers/history</c>.</summary>
/// <param name="Customer">Has an e-mail or an id.</param>
public sealed record HistoryRequest(Customer Customer)
{
    /// <summary>Reads the body.</summary>
    public static HistoryRequest? Read(FieldReader reader)
    {
        var customer = reader.Object("customer", Customer.Read);
        reader.RefuseUnknown();
        if (customer is not null && CustomerIdentity.Of(customer) is null)
        {
            reader.Refuse("customer", "must have an email or an id, since the history is kept under them.");
        }

        return customer is not null && !reader.Failed ? new(customer) : null;
    }
}
