namespace PromoFunctions.Domain.Mailing;

/// <summary>Keeps mails until they are sent, and for good that they were.</summary>
public interface IMailStore
{
    /// <summary>Keeps a mail.</summary>
    /// <returns>Its ticket; null when a mail of that id was sent already.</returns>
    /// <exception cref="ArgumentException">The mail is larger than <see cref="Mail.MaxBytes"/>.</exception>
    Task<MailTicket?> KeepAsync(Mail mail, CancellationToken cancellationToken);

    /// <summary>Takes a mail to send it: nobody else does for <see cref="MailTaking.Taken"/>'s while.</summary>
    Task<MailTaking> TakeAsync(MailTicket ticket, CancellationToken cancellationToken);

    /// <summary>Notes for good that it was sent, and deletes what was sent.</summary>
    Task MarkSentAsync(MailTicket ticket, CancellationToken cancellationToken);

    /// <summary>Lets go of a mail that was not sent, so that the next attempt can be made at once.</summary>
    Task LetGoAsync(MailTaking.Taken taken, CancellationToken cancellationToken);
}

/// <summary>How taking a mail ended.</summary>
public abstract record MailTaking
{
    private MailTaking()
    {
    }

    /// <summary>It is the caller's to send.</summary>
    /// <param name="Mail">What to send.</param>
    /// <param name="Stamp">The store's own mark of this taking.</param>
    public sealed record Taken(Mail Mail, string Stamp) : MailTaking;

    /// <summary>It was sent.</summary>
    public sealed record Sent : MailTaking;

    /// <summary>Somebody else is sending it, or died of it.</summary>
    /// <param name="Until">When it can be taken again.</param>
    public sealed record Busy(DateTimeOffset Until) : MailTaking;

    /// <summary>What was to be sent is not there: it was never kept, or is deleted since.</summary>
    public sealed record Missing : MailTaking;
}
