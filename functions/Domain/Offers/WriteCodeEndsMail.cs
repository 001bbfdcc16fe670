using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Mailing;

namespace PromoFunctions.Domain.Offers;

/// <summary>Writes the mail that tells a customer that a personal code ends soon.</summary>
public static class WriteCodeEndsMail
{
    /// <summary>Writes it; the same for every repeat, as long as the terms are.</summary>
    /// <param name="about">What it tells.</param>
    /// <param name="phrases">The language.</param>
    public static Mail Of(OfferMail about, Phrases phrases)
    {
        var terms = about.Terms;
        var end = phrases.Instant(about.ExpiresAt, terms.Zone.Info);
        var subject = phrases.Say("code-ends.subject", ("shop", about.Shop), ("end", end));
        var body = new MailBody(phrases.Language, subject,
        [
            new MailBlock.Paragraph(about.FirstName is { } name ? phrases.Say("mail.greeting.name", ("name", name)) : phrases.Say("mail.greeting")),
            new MailBlock.Paragraph(phrases.Say("code-ends.lead", ("shop", about.Shop), ("summary", TermsText.Summary(terms, phrases)))),
            new MailBlock.Highlight(about.Code.Value),
            new MailBlock.Paragraph(phrases.Say("offer.until", ("end", end), ("zone", terms.Zone.Name))),
            new MailBlock.Paragraph(phrases.Say("mail.closing", ("shop", about.Shop))),
            new MailBlock.Link(phrases.Say("mail.why", ("shop", about.Shop)), phrases.Say("mail.unsubscribe"), about.Unsubscribe),
        ]);
        return new Mail(about.Id, MailKind.CodeEnds, about.To, about.FirstName, subject, body.ToText(), body.ToHtml()) { Unsubscribe = about.Unsubscribe };
    }

    /// <summary>The id of the one mail that tells of a code's end.</summary>
    /// <param name="code">A personal code.</param>
    public static MailId IdOf(IssuedCode code) => MailId.Of(MailKind.CodeEnds, code.BoundTo?.Value ?? "", code.Code.Value);
}
