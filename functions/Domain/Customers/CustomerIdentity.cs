namespace PromoFunctions.Domain.Customers;

/// <summary>
/// Who a customer is for limits: its e-mail in lower case without a +tag, else its id. One customer named once by id and
/// once by e-mail is two.
/// </summary>
public sealed record CustomerIdentity
{
    private CustomerIdentity(string value) => Value = value;

    /// <summary>What tells this customer from others; personal data, so it never reaches storage or a log as it is.</summary>
    internal string Value { get; }

    /// <summary>The identity of a customer; null when it has neither e-mail nor id.</summary>
    public static CustomerIdentity? Of(Customer? customer)
    {
        if (customer?.Email is { } email)
        {
            return new CustomerIdentity("email:" + WithoutTag(email.ToLowerInvariant()));
        }

        return customer?.Id is { } id ? new CustomerIdentity("id:" + id) : null;
    }

    /// <summary>A text that names nobody.</summary>
    public override string ToString() => nameof(CustomerIdentity);

    private static string WithoutTag(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var tag = email.IndexOf('+', StringComparison.Ordinal);
        return tag > 0 && tag < at ? email.Remove(tag, at - tag) : email;
    }
}
