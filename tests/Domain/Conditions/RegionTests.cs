namespace PromoFunctions.Domain.Tests.Conditions;

public sealed class RegionTests
{
    public static string Sample => """{"kind":"region","regions":["DE","AT","CH"]}""";

    [Theory]
    [InlineData("DE", true)]
    [InlineData("de", true)]
    [InlineData("CH", true)]
    [InlineData("D", false)]
    [InlineData("FR", false)]
    public void Check_ARegion_IsMetWhenNamed(string region, bool met) =>
        Assert.Equal(met, Given.Refusal(Sample, Given.Cart(["A x 1 100"], region: region)) is null);

    [Fact]
    public void Check_AnotherRegion_SaysWhereItWorks()
    {
        var reason = Given.Refusal(Sample, Given.Cart(["A x 1 100"], region: "FR"));

        Assert.NotNull(reason);
        Assert.Equal(("region", "BIG5 works for deliveries to DE, AT or CH only."), (reason.Code, reason.Message));
        Assert.Equal("""{"allowed":["DE","AT","CH"],"actual":"FR"}""", Given.Json(reason.Facts.Write));
    }

    [Theory]
    [InlineData("""["AT", "FR"]""", false)]
    [InlineData("""["FR"]""", true)]
    public void Contradicts_AnotherRegionCondition_WhenTheyShareNone(string regions, bool contradicts) =>
        Assert.Equal(contradicts, Given.Condition(Sample).Contradicts(Given.Condition($$"""{"kind":"region","regions":{{regions}}}""")));
}
