using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>A footer under every mail.</summary>
public class FooterSettings
{
    [JsonPropertyName("enable")]
    public bool Enable { get; set; }

    [JsonPropertyName("text")]
    public string Text { get; set; }

    [JsonPropertyName("html")]
    public string Html { get; set; }
}
