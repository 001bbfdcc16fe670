using System.Text;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Http;

/// <summary>What is too deep, too long or too large is refused with a problem document, whatever it is sent to.</summary>
[Collection(nameof(Shop))]
public sealed class LimitsTests(Shop shop)
{
    public static TheoryData<string> Endpoints => Endpoint.Names;

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Json_NestedWithoutEnd_IsRefused(string name)
    {
        var endpoint = await Endpoint.OfAsync(name, shop.App);
        foreach (var body in new[] { new string('[', 400_000), "{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}", string.Concat(Enumerable.Repeat("{\"a\":", 33)) + "1" + new string('}', 33) })
        {
            Assert.Contains("at most 32 levels deep", (await endpoint.SendAsync(Encoding.ASCII.GetBytes(body))).MustBeProblem(400).Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Body_OfMoreThanAMegabyte_IsRefused(string name)
    {
        var endpoint = await Endpoint.OfAsync(name, shop.App);

        (await endpoint.SendAsync(new byte[1_000_001])).MustBeProblem(413);
    }

    [Fact]
    public async Task Headers_OfMoreThan32Kilobytes_AreRefused() =>
        (await shop.App.Storefront.GetAsync("redemptions/none", ("x-long", new string('x', 33_000)))).MustBeProblem(431);

    [Fact]
    public async Task Headers_MoreThanAHundred_AreRefused() =>
        (await shop.App.Storefront.GetAsync("redemptions/none", [.. Enumerable.Range(0, 101).Select(number => ($"x-{number}", "x"))])).MustBeProblem(431);

    [Fact]
    public async Task Address_OfMoreThan8Kilobytes_IsRefused() =>
        (await shop.App.Storefront.GetAsync("redemptions/" + new string('x', 9_000))).MustBeProblem(414);
}
