using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Preferences;

namespace PromoFunctions.Domain.Tests.Preferences;

public sealed class ReminderKeysTests
{
    [Fact]
    public void Of_ACustomerWithBothNames_AreThoseOfEachAlone()
    {
        var both = KeysOf("""{ "id": "c-17", "email": "Jane+tea@Example.com" }""");

        Assert.Equal([.. KeysOf("""{ "email": "jane@example.com" }"""), .. KeysOf("""{ "id": "c-17" }""")], both);
        Assert.Equal(2, both.Distinct().Count());
    }

    [Fact]
    public void Of_Nobody_IsNone() => Assert.Empty(ReminderKeys.Of(Customer.Unknown, Given.Keys));

    private static IReadOnlyList<CustomerKey> KeysOf(string json) => ReminderKeys.Of(Given.Customer(json), Given.Keys);
}
