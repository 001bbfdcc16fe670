using System.Text;

namespace PromoFunctions.Domain.Mailing;

/// <summary>A mail to one person. Personal data.</summary>
public sealed record Mail
{
    /// <summary>The most bytes (UTF-8) of subject, text, HTML and attachments together: 4,000,000.</summary>
    public const int MaxBytes = 4_000_000;

    /// <summary>A mail.</summary>
    /// <param name="id">The same for every repeat; a mail of an id is sent once.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="to">The address.</param>
    /// <param name="name">The person's name; null when it is not known.</param>
    /// <param name="subject">One line.</param>
    /// <param name="text">The whole message as plain text.</param>
    /// <param name="html">The same as a whole HTML document without scripts.</param>
    /// <exception cref="ArgumentException">Nothing is in the subject, the text or the HTML.</exception>
    public Mail(MailId id, MailKind kind, string to, string? name, string subject, string text, string html)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(to);
        ArgumentException.ThrowIfNullOrWhiteSpace(subject);
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentException.ThrowIfNullOrWhiteSpace(html);
        (Id, Kind, To, Name, Subject, Text, Html) = (id, kind, to, name, subject, text, html);
    }

    /// <summary>Names the mail.</summary>
    public MailId Id { get; }

    /// <summary>What it is for.</summary>
    public MailKind Kind { get; }

    /// <summary>The address.</summary>
    public string To { get; }

    /// <summary>The person's name, or null.</summary>
    public string? Name { get; }

    /// <summary>One line.</summary>
    public string Subject { get; }

    /// <summary>The message as plain text.</summary>
    public string Text { get; }

    /// <summary>The message as an HTML document.</summary>
    public string Html { get; }

    /// <summary>Files that go with it.</summary>
    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    /// <summary>Where the reader ends mails of this sort with one click (RFC 8058); null for a mail that one cannot end.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>How large it is, in bytes.</summary>
    public long Bytes => Encoding.UTF8.GetByteCount(Subject) + Encoding.UTF8.GetByteCount(Text) + Encoding.UTF8.GetByteCount(Html)
        + Attachments.Sum(attachment => (long)attachment.Content.Length);

    /// <summary>A text that names nobody.</summary>
    public override string ToString() => Id.Value;
}
