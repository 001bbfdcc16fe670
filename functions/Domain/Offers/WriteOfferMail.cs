using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Mailing;

namespace PromoFunctions.Domain.Offers;

/// <summary>Writes the mail that brings a customer the code of an offer.</summary>
public static class WriteOfferMail
{
    /// <summary>Writes it.</summary>
    /// <param name="about">What it tells.</param>
    /// <param name="phrases">The language.</param>
    public static Mail Of(OfferMail about, Phrases phrases)
    {
        var terms = about.Terms;
        var summary = TermsText.Summary(terms, phrases);
        var subject = phrases.Say("offer.subject", ("shop", about.Shop), ("summary", summary));
        List<MailBlock> blocks =
        [
            new MailBlock.Paragraph(about.FirstName is { } name ? phrases.Say("mail.greeting.name", ("name", name)) : phrases.Say("mail.greeting")),
            new MailBlock.Paragraph(phrases.Say("offer.lead", ("shop", about.Shop), ("summary", summary))),
            new MailBlock.Highlight(about.Code.Value),
            new MailBlock.Paragraph(phrases.Say("offer.until", ("end", phrases.Instant(about.ExpiresAt, terms.Zone.Info)), ("zone", terms.Zone.Name))),
        ];

        // The summary leads already; what else its reader must know before the checkout says no.
        string[] asks =
        [
            .. TermsText.Scope(terms, phrases),
            .. terms.Conditions.Select(condition => condition.Describe(phrases, terms.Currency)),
        ];
        if (asks.Length > 0)
        {
            blocks.Add(new MailBlock.Paragraph(phrases.Say("offer.asks")));
            blocks.Add(new MailBlock.Items(asks));
        }

        blocks.Add(new MailBlock.Paragraph(phrases.Say("mail.closing", ("shop", about.Shop))));
        blocks.Add(new MailBlock.Link(phrases.Say("mail.why", ("shop", about.Shop)), phrases.Say("mail.unsubscribe"), about.Unsubscribe));
        var body = new MailBody(phrases.Language, subject, blocks);
        return new Mail(about.Id, MailKind.Offer, about.To, about.FirstName, subject, body.ToText(), body.ToHtml()) { Unsubscribe = about.Unsubscribe };
    }
}

/// <summary>What the mail of an offer tells. Personal data.</summary>
/// <param name="Id">The mail's id.</param>
/// <param name="To">The customer's address.</param>
/// <param name="FirstName">The customer's first name, or null.</param>
/// <param name="Shop">The shop's name.</param>
/// <param name="Code">The code.</param>
/// <param name="Terms">What it gives and asks for.</param>
/// <param name="ExpiresAt">The first instant at which it no longer works.</param>
/// <param name="Unsubscribe">Where the customer ends such mails.</param>
public sealed record OfferMail(
    MailId Id,
    string To,
    string? FirstName,
    string Shop,
    PromoCode Code,
    Terms Terms,
    DateTimeOffset ExpiresAt,
    Uri Unsubscribe)
{
    /// <summary>A text that names nobody.</summary>
    public override string ToString() => Id.Value;
}
