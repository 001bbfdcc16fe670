using System.Globalization;
using System.Text.Json;
using PromoFunctions.Domain.Mailing;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace PromoFunctions.App.Mailing;

/// <summary>Hands mails to SendGrid.</summary>
internal sealed class SendGridSender(ISendGridClient client, MailSettings settings) : IMailSender
{
    /// <summary>The argument that names the mail in SendGrid's events: two of the same are one mail that went out twice.</summary>
    private const string MailIdArgument = "mailId";

    /// <inheritdoc/>
    public async Task<MailDelivery> SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        try
        {
            var response = await client.SendEmailAsync(MessageOf(mail), cancellationToken).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            return status switch
            {
                _ when response.IsSuccessStatusCode => new MailDelivery.Accepted(),
                408 or 429 or >= 500 => new MailDelivery.NotNow(string.Create(CultureInfo.InvariantCulture, $"status {status}")),
                _ => new MailDelivery.Refused(await WhyAsync(status, response.Body, cancellationToken).ConfigureAwait(false)),
            };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or TimeoutException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new MailDelivery.NotNow(failure.GetType().Name);
        }
    }

    private SendGridMessage MessageOf(Mail mail)
    {
        var message = new SendGridMessage
        {
            From = new(settings.From, settings.Shop),
            Subject = mail.Subject,
            PlainTextContent = mail.Text,
            HtmlContent = mail.Html,
        };
        message.AddTo(new EmailAddress(mail.To, mail.Name));
        message.AddGlobalCustomArg(MailIdArgument, mail.Id.Value);

        // Rewritten links would lead to others than they show, and what a customer opens is nobody's business.
        message.SetClickTracking(false, false);
        message.SetOpenTracking(false, null);
        if (mail.Unsubscribe is { } link)
        {
            // RFC 8058: the mail programme's own button posts there, without a look at the page.
            message.AddGlobalHeader("List-Unsubscribe", $"<{link.AbsoluteUri}>");
            message.AddGlobalHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        foreach (var file in mail.Attachments)
        {
            message.AddAttachment(file.Name, Convert.ToBase64String(file.Content.Span), file.ContentType);
        }

        return message;
    }

    /// <summary>The status and the members that SendGrid complains of; its sentences may quote an address.</summary>
    private static async Task<string> WhyAsync(int status, HttpContent? body, CancellationToken cancellationToken)
    {
        var fields = new List<string>();
        try
        {
            using var json = JsonDocument.Parse(body is null ? "{}" : await body.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
            if (json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
            {
                fields.AddRange(errors.EnumerateArray().Select(FieldOf).OfType<string>().Distinct().Take(10));
            }
        }
        catch (JsonException)
        {
            // A proxy's page, say: the status is all there is.
        }

        return string.Create(CultureInfo.InvariantCulture, $"SendGrid refused the mail with status {status}{(fields.Count == 0 ? "" : ", because of " + string.Join(", ", fields))}.");
    }

    private static string? FieldOf(JsonElement error) =>
        error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty("field", out var field)
        && field.ValueKind == JsonValueKind.String
        && field.GetString() is { Length: > 0 and <= 100 } name
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            ? name
            : null;
}
