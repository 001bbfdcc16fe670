namespace PromoFunctions.Domain.Tests.Conditions;

public sealed class CustomerTagTests
{
    public static string Sample => """{"kind":"customer-tag","anyOf":["vip","press"]}""";

    [Theory]
    [InlineData("""{ "tags": ["newsletter", "VIP"] }""", true)]
    [InlineData("""{ "tags": ["press"] }""", true)]
    [InlineData("""{ "tags": ["newsletter"] }""", false)]
    [InlineData("""{ "tags": [] }""", false)]
    [InlineData(null, false)]
    public void Check_Tags_AreMetByAnyOfThem(string? customer, bool met) =>
        Assert.Equal(met, Given.Refusal(Sample, Given.Cart(["A x 1 100"]), customer) is null);

    [Fact]
    public void Check_NoneOfThem_DoesNotTellWhichTheyAre()
    {
        var reason = Given.Refusal(Sample, Given.Cart(["A x 1 100"]));

        Assert.NotNull(reason);
        Assert.Equal(("customer-tag", "BIG5 is reserved for certain customers.", "{}"), (reason.Code, reason.Message, Given.Json(reason.Facts.Write)));
    }

    [Fact]
    public void WritePublic_TheCondition_LeavesTheTagsOut() =>
        Assert.Equal("""{"kind":"customer-tag"}""", Given.Json(Given.Condition(Sample).WritePublic));

    [Theory]
    [InlineData("""{ "tags": ["vip"] }""", false)]
    [InlineData("""{ "tags": ["newsletter"] }""", true)]
    [InlineData("{}", true)]
    public void IsClosedTo_ACustomer_SaysWhatIsKnown(string customer, bool closed) =>
        Assert.Equal(closed, Given.Condition(Sample).IsClosedTo(Given.Customer(customer)));
}
