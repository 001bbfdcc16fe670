using PromoFunctions.Domain.Mailing;

namespace PromoFunctions.Storage.Mailing;

/// <summary>A mail as it is kept. The names of its members are those of the stored JSON.</summary>
internal sealed record KeptMail(
    MailKind Kind,
    string To,
    string? Name,
    string Subject,
    string Text,
    string Html,
    IReadOnlyList<KeptAttachment> Attachments,
    Uri? Unsubscribe)
{
    public static KeptMail Of(Mail mail) => new(
        mail.Kind,
        mail.To,
        mail.Name,
        mail.Subject,
        mail.Text,
        mail.Html,
        [.. mail.Attachments.Select(file => new KeptAttachment(file.Name, file.ContentType, file.Content.ToArray()))],
        mail.Unsubscribe);

    public Mail ToMail(MailId id) => new(id, Kind, To, Name, Subject, Text, Html)
    {
        Attachments = [.. Attachments.Select(file => new MailAttachment(file.Name, file.ContentType, file.Content))],
        Unsubscribe = Unsubscribe,
    };
}

/// <summary>A file of a kept mail.</summary>
internal sealed record KeptAttachment(string Name, string ContentType, byte[] Content);
