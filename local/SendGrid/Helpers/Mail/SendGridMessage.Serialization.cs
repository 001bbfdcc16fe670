using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using SendGrid.Helpers.Mail.Model;

namespace SendGrid.Helpers.Mail;

/// <content>The JSON that travels.</content>
public partial class SendGridMessage
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNameCaseInsensitive = true,

        // Letters of every script as they are; what HTML could take for its own is escaped.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The mail as JSON. Of several contents the empty ones go, and plain text comes first, then HTML: SendGrid asks for that order.</summary>
    /// <param name="useDefaultSerialization">
    /// In the official client, whether process-wide JSON settings apply. Here there are none, and both give the same.
    /// </param>
    public string Serialize(bool useDefaultSerialization = true)
    {
        if (PlainTextContent is not null || HtmlContent is not null)
        {
            Contents = [];
            if (PlainTextContent is not null)
            {
                Contents.Add(new PlainTextContent(PlainTextContent));
            }

            if (HtmlContent is not null)
            {
                Contents.Add(new HtmlContent(HtmlContent));
            }

            PlainTextContent = null;
            HtmlContent = null;
        }

        if (Contents is { Count: > 1 })
        {
            Contents =
            [
                .. Contents
                    .Where(content => !string.IsNullOrEmpty(content.Type) && !string.IsNullOrEmpty(content.Value))
                    .OrderBy(content => content.Type == MimeType.Text ? 0 : content.Type == MimeType.Html ? 1 : 2),
            ];
        }

        return JsonSerializer.Serialize(this, Json);
    }

    /// <exception cref="JsonException">It is not the JSON of a mail.</exception>
    public static SendGridMessage Deserialize(string json) => JsonSerializer.Deserialize<SendGridMessage>(json, Json);
}
