using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>A file on a mail; <c>Content</c> is base64, <c>Disposition</c> is <c>attachment</c> or <c>inline</c>.</summary>
public class Attachment
{
    [JsonPropertyName("content")]
    public string Content { get; set; }

    [JsonPropertyName("type")]
    public string Type { get; set; }

    [JsonPropertyName("filename")]
    public string Filename { get; set; }

    [JsonPropertyName("disposition")]
    public string Disposition { get; set; }

    [JsonPropertyName("content_id")]
    public string ContentId { get; set; }
}
