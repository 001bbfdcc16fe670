namespace PromoFunctions.Domain.Mailing;

/// <summary>Has mails sent.</summary>
public interface IMailQueue
{
    /// <summary>
    /// Has a mail sent once; returns when it cannot be lost any more. Repeating it does no harm and completes what a crash left.
    /// The first content of an id that is sent stands.
    /// </summary>
    /// <exception cref="ArgumentException">The mail is larger than <see cref="Mail.MaxBytes"/>.</exception>
    Task SendAsync(Mail mail, CancellationToken cancellationToken);

    /// <summary>Has the next attempt made at an instant. Repeating it for the same attempt does no harm.</summary>
    Task SendAgainAsync(MailTicket ticket, DateTimeOffset due, CancellationToken cancellationToken);
}
