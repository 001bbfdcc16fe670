using Microsoft.Extensions.Logging;
using PromoFunctions.App.Mailing;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Mailing;

namespace PromoFunctions.App.Claims;

/// <summary>Marks an escalated claim as overdue once its deadline has passed, and reminds the desk, each once.</summary>
public sealed class RemindOfEscalation(
    IClaimStore claims,
    IMailQueue mails,
    ClaimDeskSettings settings,
    MailSettings mailing,
    TimeProvider time,
    ILogger<RemindOfEscalation> logger)
{
    /// <summary>Looks at the claim of a duty. Safe beside itself: the mail has one id, and one of several marks wins.</summary>
    /// <returns>Whether nothing is left to do.</returns>
    public async Task<bool> HandleAsync(ClaimDuty duty, CancellationToken cancellationToken)
    {
        while (await claims.FindAsync(duty.Claim, cancellationToken).ConfigureAwait(false) is { } claim)
        {
            if (claim.State is not { Status: ClaimStatus.Escalated, Escalation: { Overdue: false } escalation })
            {
                // Of a queued one the deadline is noted, and the decision is about to be.
                return claim.State.Status != ClaimStatus.Queued;
            }

            var now = time.GetUtcNow();
            if (now < escalation.Deadline)
            {
                // A deadline of another minute has a duty of its own.
                return escalation.Deadline >= duty.Due.AddMinutes(1);
            }

            if (await MarkAsync(claim, escalation, now, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return true;
    }

    private async Task<bool> MarkAsync(ClaimRecord claim, Escalation escalation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<AuditEntry> entries = [new(now, AuditEntry.Desk, "overdue", "Nobody decided the claim by its deadline.")];
        if (settings.EscalationsMailTo is { } to)
        {
            // Before the mark: a crash between the two sends it again, under the id under which it is sent once.
            await mails.SendAsync(WriteReminder.Of(claim, escalation.Deadline, to, mailing.Shop, mailing.Staff), cancellationToken).ConfigureAwait(false);
            entries.Add(new(now, AuditEntry.Desk, "reminded", "The desk was reminded by mail."));
        }

        var marked = claim.State with { Escalation = escalation with { Overdue = true } };
        if (await claims.SaveAsync(claim, marked, entries, cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        Log.ClaimOverdue(logger);
        return true;
    }
}
