namespace PromoFunctions.Domain.Tests.Conditions;

public sealed class NewCustomerTests
{
    public static string Sample => """{"kind":"new-customer"}""";

    [Theory]
    [InlineData("""{ "ordersPlaced": 0 }""", true, null)]
    [InlineData("""{ "ordersPlaced": 1 }""", false, """{"ordersPlaced":1}""")]
    [InlineData("""{ "id": "c-17" }""", false, "{}")]
    [InlineData(null, false, "{}")]
    public void Check_OrdersPlaced_IsMetByNone(string? customer, bool met, string? facts)
    {
        var reason = Given.Refusal(Sample, Given.Cart(["A x 1 100"]), customer);

        Assert.Equal(met, reason is null);
        Assert.Equal(met ? null : "new-customers-only", reason?.Code);
        Assert.Equal(facts, reason is null ? null : Given.Json(reason.Facts.Write));
    }

    [Fact]
    public void Contradicts_AReturningCustomer_Always() =>
        Assert.True(Given.Condition(Sample).Contradicts(Given.Condition(ReturningCustomerTests.Sample)));

    [Theory]
    [InlineData("""{ "ordersPlaced": 0 }""", false)]
    [InlineData("""{ "ordersPlaced": 1 }""", true)]
    [InlineData("{}", false)]
    public void IsClosedTo_ACustomer_SaysWhatIsKnown(string customer, bool closed) =>
        Assert.Equal(closed, Given.Condition(Sample).IsClosedTo(Given.Customer(customer)));
}
