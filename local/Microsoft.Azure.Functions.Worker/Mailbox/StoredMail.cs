namespace Microsoft.Azure.Functions.Worker.Runtime.Mail;

/// <summary>A mail to one personalization's recipients.</summary>
/// <param name="To">All addresses that would get it, separated by comma and space.</param>
/// <param name="From">The sender's address.</param>
/// <param name="CustomArgs">The whole mail's arguments, with the personalization's over them.</param>
/// <param name="Headers">The whole mail's own headers, with the personalization's over them.</param>
internal sealed record MailCopy(
    string To,
    string From,
    string? FromName,
    string Subject,
    string? Text,
    string? Html,
    IReadOnlyList<MailFile> Attachments,
    IReadOnlyDictionary<string, string> CustomArgs,
    IReadOnlyDictionary<string, string>? Headers = null);

/// <param name="Content">Base64.</param>
internal sealed record MailFile(string Filename, string? Type, string Content);

/// <summary>A mail as it is shown; see <see cref="MailCopy"/> for the members.</summary>
/// <param name="Id">What SendGrid's answer gives as X-Message-Id; sorts newest first.</param>
/// <param name="At">When it was taken, in UTC.</param>
internal sealed record StoredMail(
    string Id,
    DateTimeOffset At,
    string To,
    string From,
    string? FromName,
    string Subject,
    string? Text,
    string? Html,
    IReadOnlyList<MailFile> Attachments,
    IReadOnlyDictionary<string, string> CustomArgs,
    IReadOnlyDictionary<string, string> Headers);
