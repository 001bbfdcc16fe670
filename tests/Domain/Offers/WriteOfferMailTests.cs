using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Offers;

namespace PromoFunctions.Domain.Tests.Offers;

public sealed class WriteOfferMailTests
{
    private static readonly Uri Link = new("https://shop.example/api/unsubscribe/x.y");

    [Fact]
    public void Of_AnOfferInEnglish_SaysTheCodeWhatItGivesUntilWhenAndHowToEndSuchMails() => Assert.Equal(
        """
        Hello Jane,

        This code from Tea & Co is for you alone: 20% off tea. It works once.

            JANEABC

        It works until 15 July 2026, 14:00 (Europe/Berlin).

        Good to know:

        - The order must come to at least €20.00 before discount, without shipping.

        Kind regards
        Tea & Co

        You get this mail because you are a customer of Tea & Co.
        Stop offers and reminders: https://shop.example/api/unsubscribe/x.y

        """,
        Write(Phrases.English).Text);

    [Fact]
    public void Of_AnOfferInGerman_IsGermanThroughout()
    {
        var mail = Write(Phrases.German, firstName: null);

        Assert.Equal("Ihr persönlicher Code von Tea & Co: 20\u00A0% Rabatt auf tea", mail.Subject);
        Assert.StartsWith("Guten Tag,\n\nDieser Code von Tea & Co ist nur für Sie: ", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Er gilt bis 15. Juli 2026, 14:00 Uhr (Europe/Berlin).", mail.Text, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"de\">", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ANameThatIsHtml_StaysText()
    {
        var mail = Write(Phrases.English, firstName: "<script>alert(1)</script>");

        Assert.DoesNotContain("<script", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Hello &lt;script&gt;alert(1)&lt;/script&gt;,", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AnOffer_CanBeEndedFromTheMailProgramme() => Assert.Equal(Link, Write(Phrases.English).Unsubscribe);

    private static Mail Write(Phrases phrases, string? firstName = "Jane")
    {
        var campaign = Given.Campaign("summer", Given.DefinitionJson(
            Given.PercentOff("20", more: ", \"categories\": [\"tea\"]"), conditions: """[{ "kind": "minimum-subtotal", "amount": 2000 }]"""));
        var about = new OfferMail(
            MailId.Of(MailKind.Offer, "a"), "jane@example.com", firstName, "Tea & Co", PromoCode.Parse("JANEABC"), campaign.Latest.Terms, Given.Noon.AddDays(14), Link);
        return WriteOfferMail.Of(about, phrases);
    }
}
