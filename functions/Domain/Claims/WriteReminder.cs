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
    public static Mail Of(ClaimRecord claim, DateTimeOffset deadline, string to, string shop)
    {
        var subject = $"{shop}: claim {claim.Id} is overdue";
        var kind = claim.Kind is { } known ? Vocabulary<ClaimKind>.Words[known] : "unknown";
        var agent = claim.Agent is null ? "" : $" It was sent by {claim.Agent}.";
        var body = new MailBody("en", subject,
        [
            new MailBlock.Paragraph($"Claim {claim.Id} ({kind}) was passed to a person, and should have been decided by {deadline.UtcDateTime:yyyy-MM-dd HH:mm} UTC.{agent}"),
            new MailBlock.Paragraph($"Decide it with POST /api/claims/{claim.Id}/decision. This reminder is sent once."),
        ]);
        return new Mail(MailId.Of(MailKind.EscalationReminder, claim.Id.Value), MailKind.EscalationReminder, to, null, subject, body.ToText(), body.ToHtml());
    }
}
