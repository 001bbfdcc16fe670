using PromoFunctions.Domain.Customers;

namespace PromoFunctions.App.Customers;

/// <summary>A customer named in an address.</summary>
internal static class NamedCustomer
{
    /// <summary>The key of who is named: by e-mail where the text has the form of one, else by id. Null for a text that is neither.</summary>
    public static CustomerKey? KeyOf(string idOrEmail, CustomerKeys keys) =>
        EmailAddress.TryParse(idOrEmail, out var email, out _) ? keys.Of(Customer.Unknown with { Email = email })
        : idOrEmail.Length is > 0 and <= Customer.MaxNameLength ? keys.Of(Customer.Unknown with { Id = idOrEmail })
        : null;
}
