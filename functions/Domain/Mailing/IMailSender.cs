namespace PromoFunctions.Domain.Mailing;

/// <summary>Hands mails to whoever delivers them.</summary>
public interface IMailSender
{
    /// <summary>Hands a mail over, once.</summary>
    Task<MailDelivery> SendAsync(Mail mail, CancellationToken cancellationToken);
}

/// <summary>How handing a mail over ended.</summary>
public abstract record MailDelivery
{
    private MailDelivery()
    {
    }

    /// <summary>It was taken.</summary>
    public sealed record Accepted : MailDelivery;

    /// <summary>It will not be taken as it is.</summary>
    /// <param name="Why">In a sentence that names nobody.</param>
    public sealed record Refused(string Why) : MailDelivery;

    /// <summary>It was not taken now, or nobody knows: a later attempt may succeed.</summary>
    /// <param name="Why">In a word or two that name nobody.</param>
    public sealed record NotNow(string Why) : MailDelivery;
}
