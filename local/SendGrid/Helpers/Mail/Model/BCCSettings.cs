using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>A blind copy of every mail.</summary>
public class BCCSettings
{
    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }

    [JsonPropertyName("email")]
    public string Email { get; set; }
}
