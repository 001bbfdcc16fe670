using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>Whether links are rewritten to count clicks.</summary>
public class ClickTracking
{
    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }

    [JsonPropertyName("enable_text")]
    public bool? EnableText { get; set; }
}
