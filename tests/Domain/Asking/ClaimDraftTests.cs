using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Tests.Asking;

public sealed class ClaimDraftTests
{
    [Theory]
    [InlineData(ClaimKind.Complaint)]
    [InlineData(ClaimKind.MissingCode)]
    [InlineData(ClaimKind.DiscountRequest)]
    public void Draft_OfAKnownCustomerAndCart_IsAcceptedAsAClaim(ClaimKind kind)
    {
        var draft = new ClaimDraft(kind, "Wo ist mein Code?\nDanke", Given.Noon, Phrases.German)
        {
            Code = PromoCode.Parse("SUMMER20"),
            Currency = Currency.Of("EUR"),
            Customer = Given.Customer("""{ "id": "c-17", "tags": ["newsletter"] }"""),
            Cart = Given.Cart(["TEA-1 tea 1 1000"]),
        };

        var claim = Given.Value(Given.Json(draft.Write), reader => Claim.Read(reader, ClaimId.Parse("c-1"), Given.Noon));

        Assert.Equal((kind, "SUMMER20", "EUR", ReplyLanguage.De), (claim.Kind, claim.Code?.Value, claim.Currency.Code, claim.Language));
        Assert.Equal(("Wo ist mein Code?\nDanke", Given.Noon), (claim.Contact.Summary, claim.Contact.Messages.Single().At));
        Assert.Equal(kind == ClaimKind.DiscountRequest, claim.Cart is not null);
    }

    [Fact]
    public void Draft_OfAMissedCode_LacksTheOrderAlone()
    {
        var draft = new ClaimDraft(ClaimKind.MissedCode, "I forgot it", Given.Noon, Phrases.English)
        {
            Code = PromoCode.Parse("SUMMER20"),
            Currency = Currency.Of("EUR"),
            Customer = Given.Customer("""{ "id": "c-17" }"""),
        };

        Assert.Equal(
            ["/order is required for a claim of kind missed-code."],
            Given.Errors(Given.Json(draft.Write), reader => Claim.Read(reader, ClaimId.Parse("c-1"), Given.Noon)));
    }
}
