using System.Text.RegularExpressions;

namespace SendGrid.Helpers.Mail;

/// <summary>Whole mails in one call.</summary>
public partial class MailHelper
{
    /// <summary>A mail to one recipient; a text that is null or empty is left out.</summary>
    public static SendGridMessage CreateSingleEmail(EmailAddress from, EmailAddress to, string subject, string plainTextContent, string htmlContent)
    {
        SendGridMessage message = From(from, plainTextContent, htmlContent);
        message.SetSubject(subject);
        message.AddTo(to);
        return message;
    }

    /// <summary>A mail made from a template and its data.</summary>
    /// <exception cref="ArgumentException">There is no template id.</exception>
    public static SendGridMessage CreateSingleTemplateEmail(EmailAddress from, EmailAddress to, string templateId, object dynamicTemplateData) =>
        CreateSingleTemplateEmailToMultipleRecipients(from, [to], templateId, dynamicTemplateData);

    /// <summary>The same mail to each recipient, none of whom sees the others.</summary>
    public static SendGridMessage CreateSingleEmailToMultipleRecipients(EmailAddress from, List<EmailAddress> tos, string subject, string plainTextContent, string htmlContent)
    {
        SendGridMessage message = From(from, plainTextContent, htmlContent);
        message.SetGlobalSubject(subject);
        for (int i = 0; i < tos.Count; i++)
        {
            message.AddTo(tos[i], i);
        }

        return message;
    }

    /// <summary>The same mail to each recipient, who see each other when asked for.</summary>
    public static SendGridMessage CreateSingleEmailToMultipleRecipients(EmailAddress from, List<EmailAddress> tos, string subject, string plainTextContent, string htmlContent, bool showAllRecipients = false)
    {
        if (!showAllRecipients)
        {
            return CreateSingleEmailToMultipleRecipients(from, tos, subject, plainTextContent, htmlContent);
        }

        SendGridMessage message = From(from, plainTextContent, htmlContent);
        message.SetGlobalSubject(subject);
        message.AddTos(tos);
        return message;
    }

    /// <summary>The same template and data for each recipient.</summary>
    /// <exception cref="ArgumentException">There is no template id.</exception>
    public static SendGridMessage CreateSingleTemplateEmailToMultipleRecipients(EmailAddress from, List<EmailAddress> tos, string templateId, object dynamicTemplateData) =>
        FromTemplate(from, tos, templateId, dynamicTemplateData is null ? null : _ => dynamicTemplateData);

    /// <summary>A mail whose n-th recipient has the n-th subject and substitutions.</summary>
    public static SendGridMessage CreateMultipleEmailsToMultipleRecipients(EmailAddress from, List<EmailAddress> tos, List<string> subjects, string plainTextContent, string htmlContent, List<Dictionary<string, string>> substitutions)
    {
        SendGridMessage message = From(from, plainTextContent, htmlContent);
        for (int i = 0; i < tos.Count; i++)
        {
            message.AddTo(tos[i], i);
            message.SetSubject(subjects[i], i);
            message.AddSubstitutions(substitutions[i], i);
        }

        return message;
    }

    /// <summary>A template whose n-th recipient has the n-th data.</summary>
    /// <exception cref="ArgumentException">There is no template id.</exception>
    public static SendGridMessage CreateMultipleTemplateEmailsToMultipleRecipients(EmailAddress from, List<EmailAddress> tos, string templateId, List<object> dynamicTemplateData) =>
        FromTemplate(from, tos, templateId, dynamicTemplateData is null ? null : i => dynamicTemplateData[i]);

    /// <summary><c>Jane Doe &lt;jane@example.com&gt;</c> or the address alone.</summary>
    public static EmailAddress StringToEmailAddress(string rfc2822Email)
    {
        Match match = NameAndAddress().Match(rfc2822Email);
        return match.Success
            ? new EmailAddress(match.Groups["email"].Value.Trim(), match.Groups["name"].Value.Trim())
            : rfc2822Email.Contains('@', StringComparison.Ordinal)
                ? new EmailAddress(rfc2822Email.Trim(), "")
                : new EmailAddress(rfc2822Email);
    }

    private static SendGridMessage From(EmailAddress from, string plainTextContent, string htmlContent)
    {
        var message = new SendGridMessage();
        message.SetFrom(from);
        if (!string.IsNullOrEmpty(plainTextContent))
        {
            message.AddContent(MimeType.Text, plainTextContent);
        }

        if (!string.IsNullOrEmpty(htmlContent))
        {
            message.AddContent(MimeType.Html, htmlContent);
        }

        return message;
    }

    private static SendGridMessage FromTemplate(EmailAddress from, List<EmailAddress> tos, string templateId, Func<int, object> data)
    {
        if (string.IsNullOrWhiteSpace(templateId))
        {
            throw new ArgumentException("A mail from a template needs the template's id.", nameof(templateId));
        }

        var message = new SendGridMessage { TemplateId = templateId };
        message.SetFrom(from);
        for (int i = 0; i < tos.Count; i++)
        {
            message.AddTo(tos[i], i);
            if (data is not null)
            {
                message.SetTemplateData(data(i), i);
            }
        }

        return message;
    }

    [GeneratedRegex("^(?<name>[^<]*)<(?<email>[^<]*@[^>]*)>")]
    private static partial Regex NameAndAddress();
}
