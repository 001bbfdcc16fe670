using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Tests.Conditions;

public sealed class ChannelTests
{
    public static string Sample => """{"kind":"channel","channels":["web","app"]}""";

    [Theory]
    [InlineData("web", true)]
    [InlineData("WEB", true)]
    [InlineData("app", true)]
    [InlineData("store", false)]
    [InlineData("webs", false)]
    public void Check_AChannel_IsMetWhenNamed(string channel, bool met) =>
        Assert.Equal(met, Given.Refusal(Sample, Given.Cart(["A x 1 100"], channel: channel)) is null);

    [Fact]
    public void Check_AnotherChannel_SaysWhereItWorks()
    {
        var cart = Given.Cart(["A x 1 100"], channel: "store");

        var reason = Given.Refusal(Sample, cart);

        Assert.NotNull(reason);
        Assert.Equal(("channel", "BIG5 works online or in the app only."), (reason.Code, reason.Message));
        Assert.Equal("""{"allowed":["web","app"],"actual":"store"}""", Given.Json(reason.Facts.Write));
        Assert.Equal("BIG5 gilt nur online oder in der App.", Given.Refusal(Sample, cart, phrases: Phrases.German)?.Message);
        Assert.Equal("BIG5 works on kiosk-7 only.", Given.Refusal("""{"kind":"channel","channels":["kiosk-7"]}""", cart)?.Message);
    }

    [Theory]
    [InlineData("""["app", "store"]""", false)]
    [InlineData("""["store"]""", true)]
    public void Contradicts_AnotherChannelCondition_WhenTheyShareNone(string channels, bool contradicts) =>
        Assert.Equal(contradicts, Given.Condition(Sample).Contradicts(Given.Condition($$"""{"kind":"channel","channels":{{channels}}}""")));

    [Fact]
    public void Read_NoChannel_IsRefused() =>
        Assert.Equal(["/channels must have from 1 to 100 items."], Given.Errors("""{"kind":"channel","channels":[]}""", Condition.Read));
}
