using PromoFunctions.Domain.Conditions;

namespace PromoFunctions.Domain.Tests.Conditions;

public sealed class ReturningCustomerTests
{
    public static string Sample => """{"kind":"returning-customer","minimumOrders":3}""";

    [Theory]
    [InlineData("""{ "ordersPlaced": 2 }""", false, """{"required":3,"actual":2}""")]
    [InlineData("""{ "ordersPlaced": 3 }""", true, null)]
    [InlineData("""{ "ordersPlaced": 4 }""", true, null)]
    [InlineData("{}", false, """{"required":3}""")]
    public void Check_AroundTheMinimum_IsMetFromItOn(string customer, bool met, string? facts)
    {
        var reason = Given.Refusal(Sample, Given.Cart(["A x 1 100"]), customer);

        Assert.Equal(met, reason is null);
        Assert.Equal(met ? null : "returning-customers-only", reason?.Code);
        Assert.Equal(facts, reason is null ? null : Given.Json(reason.Facts.Write));
    }

    [Fact]
    public void Read_NoOrderAtAll_IsRefused() =>
        Assert.Equal(
            ["/minimumOrders must be a whole number from 1 to 1,000,000."],
            Given.Errors("""{"kind":"returning-customer","minimumOrders":0}""", Condition.Read));

    [Theory]
    [InlineData("""{ "ordersPlaced": 3 }""", false)]
    [InlineData("""{ "ordersPlaced": 2 }""", true)]
    [InlineData("{}", false)]
    public void IsClosedTo_ACustomer_SaysWhatIsKnown(string customer, bool closed) =>
        Assert.Equal(closed, Given.Condition(Sample).IsClosedTo(Given.Customer(customer)));
}
