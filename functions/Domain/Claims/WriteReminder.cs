using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims;

/// <summary>Writes the mail that reminds the desk of a claim past its deadline. It names no customer.</summary>
public static class WriteReminder
{
    /// <summary>Writes it; the same for every repeat.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="deadline">When it should have been decided.</param>
    /// <param name="to">The desk's address.</param>
    /// <param name="shop">The shop's name.</param>
    /// <param name="phrases">The desk's language.</param>
    public static Mail Of(ClaimRecord claim, DateTimeOffset deadline, string to, string shop, Phrases phrases)
    {
        var subject = phrases.Say("reminder.subject", ("shop", shop), ("claim", claim.Id.Value));
        var kind = claim.Kind is { } known ? Vocabulary<ClaimKind>.Words[known] : phrases.Say("reminder.kind-unknown");
        var passed = phrases.Say("reminder.passed", ("claim", claim.Id.Value), ("kind", kind), ("deadline", phrases.Instant(deadline, TimeZoneInfo.Utc)));
        var body = new MailBody(phrases.Language, subject,
        [
            new MailBlock.Paragraph(claim.Agent is { } agent ? $"{passed} {phrases.Say("reminder.agent", ("agent", agent))}" : passed),
            new MailBlock.Paragraph(phrases.Say("reminder.decide", ("claim", claim.Id.Value))),
        ]);
        return new Mail(MailId.Of(MailKind.EscalationReminder, claim.Id.Value), MailKind.EscalationReminder, to, null, subject, body.ToText(), body.ToHtml());
    }
}
