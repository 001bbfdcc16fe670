using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Tests.Codes;

public sealed class CodePseudonymsTests
{
    private static readonly byte[] Secret = "a secret of some length"u8.ToArray();

    [Fact]
    public void Pseudonym_OfACode_IsTheSameHoweverItWasTypedAndNoCode()
    {
        var pseudonyms = new CodePseudonyms(Secret);
        var pseudonym = pseudonyms.Of(PromoCode.Parse("JANE2345"));

        Assert.Matches("^p-[0-9a-f]{32}$", pseudonym);
        Assert.Equal(pseudonym, pseudonyms.Of(PromoCode.Parse(" jane-2345")));
        Assert.NotEqual(pseudonym, pseudonyms.Of(PromoCode.Parse("JANE2346")));
        Assert.NotEqual(PromoCode.Parse(pseudonym).Value, pseudonym);
    }

    [Fact]
    public void Pseudonyms_OfOneTextAsCodeSessionAndCustomer_TellNothingOfEachOther()
    {
        var code = new CodePseudonyms(Secret).Of(PromoCode.Parse("1"))[CodePseudonyms.Prefix.Length..];
        var session = new SessionKeys(Secret).Of("1");
        var customer = new CustomerKeys(Secret).Of(Customer.Unknown with { Id = "1" })?.Value;

        Assert.Equal(3, new[] { code, session, customer }.Distinct().Count());
        Assert.NotEqual(session, new SessionKeys("another secret of some length"u8.ToArray()).Of("1"));
    }
}
