using Microsoft.Extensions.Logging;
using PromoFunctions.App.Queues;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Mailing;

/// <summary>Sends a mail that waits, with one effect however often its ticket comes.</summary>
/// <remarks>
/// Taken before, marked after: whoever finds the mark sends nothing. A process that dies between SendGrid's 202 and the mark, and an answer of
/// SendGrid's that is lost, cost a second mail, which bears the same <c>mailId</c>.
/// </remarks>
public sealed class SendMail(IMailStore store, IMailSender sender, IMailQueue queue, TimeProvider time, ILogger<SendMail> logger)
{
    private readonly StoragePatience _patience = new(TimeSpan.FromMinutes(2), time, logger);

    /// <summary>Sends a ticket's mail, or has the next attempt made later.</summary>
    /// <returns>Null when the ticket has done its work; why its mail is not sent otherwise.</returns>
    public async Task<MailFailure?> HandleAsync(MailTicket ticket, CancellationToken cancellationToken)
    {
        switch (await _patience.TryAsync(() => store.TakeAsync(ticket, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            case MailTaking.Sent:
                return null;
            case MailTaking.Missing:
                return new MailFailure("unknown-mail", "What was to be sent is not kept, or not any more.");
            case MailTaking.Busy busy:
                return await AgainAsync(ticket, busy.Until, "it is being sent", cancellationToken).ConfigureAwait(false);
            case MailTaking.Taken taken:
                return await SendAsync(ticket, taken, cancellationToken).ConfigureAwait(false);
            default:
                throw new InvalidOperationException("The store took a mail in a way that sending does not know.");
        }
    }

    private async Task<MailFailure?> SendAsync(MailTicket ticket, MailTaking.Taken taken, CancellationToken cancellationToken)
    {
        var kind = Vocabulary<MailKind>.Words[taken.Mail.Kind];
        switch (await sender.SendAsync(taken.Mail, cancellationToken).ConfigureAwait(false))
        {
            case MailDelivery.Accepted:
                // Not given up when the App is asked to stop: the mail is out, and only the mark keeps it from going out again.
                await _patience.TryAsync(() => store.MarkSentAsync(ticket, CancellationToken.None), CancellationToken.None).ConfigureAwait(false);
                Log.MailSent(logger, kind);
                return null;
            case MailDelivery.Refused refused:
                await _patience.TryAsync(() => store.LetGoAsync(taken, cancellationToken), cancellationToken).ConfigureAwait(false);
                Log.MailRefused(logger, kind, refused.Why);
                return new MailFailure("refused", refused.Why);
            case MailDelivery.NotNow later:
                await _patience.TryAsync(() => store.LetGoAsync(taken, cancellationToken), cancellationToken).ConfigureAwait(false);
                return await AgainAsync(ticket, time.GetUtcNow() + ticket.Wait, later.Why, cancellationToken).ConfigureAwait(false);
            default:
                throw new InvalidOperationException("A mail was handed over in a way that sending does not know.");
        }
    }

    private async Task<MailFailure?> AgainAsync(MailTicket ticket, DateTimeOffset due, string why, CancellationToken cancellationToken)
    {
        if (ticket.Attempt == MailTicket.LastAttempt)
        {
            Log.MailGivenUp(logger, why);
            return new MailFailure("not-accepted", $"Nobody took the mail in {MailTicket.LastAttempt} attempts; the last time: {why}.");
        }

        await _patience.TryAsync(() => queue.SendAgainAsync(ticket with { Attempt = ticket.Attempt + 1 }, due, cancellationToken), cancellationToken).ConfigureAwait(false);
        Log.MailWaits(logger, why, ticket.Attempt, due);
        return null;
    }
}
