using System.Globalization;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Mailing;

namespace PromoFunctions.App.Claims;

/// <summary>Mails the customer the reply, once for a claim and a decision.</summary>
public sealed class MailReply(IMailQueue mails) : IClaimDelivery
{
    /// <inheritdoc/>
    public string Name => "mail";

    /// <inheritdoc/>
    public async Task<AuditEntry?> DeliverAsync(ClaimRecord claim, Claim? content, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (content is null || claim.State.Reply is not { } reply)
        {
            return new AuditEntry(now, AuditEntry.Desk, "no-mail", "The customer's data was erased, so the reply was not mailed.");
        }

        if (content.Customer.Email is not { } email)
        {
            return new AuditEntry(now, AuditEntry.Desk, "no-mail", "The customer has no e-mail address, so the reply was not mailed.");
        }

        var id = MailId.Of(MailKind.ClaimReply, claim.Id.Value, claim.State.Decisions.ToString(CultureInfo.InvariantCulture));
        await mails.SendAsync(WriteReplyMail.Of(id, email, content.Customer.FirstName, content.Language, reply), cancellationToken).ConfigureAwait(false);
        return new AuditEntry(now, AuditEntry.Desk, "mailed", "The reply was given to the mail.");
    }
}
