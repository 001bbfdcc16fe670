using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>One form of a mail's text; <c>Type</c> is its MIME type.</summary>
public class Content
{
    public Content()
    {
    }

    public Content(string type, string value)
    {
        Type = type;
        Value = value;
    }

    [JsonPropertyName("type")]
    public string Type { get; set; }

    [JsonPropertyName("value")]
    public string Value { get; set; }
}
