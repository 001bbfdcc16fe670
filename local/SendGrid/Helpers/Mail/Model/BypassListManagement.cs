using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>Deliver in spite of every suppression list.</summary>
public class BypassListManagement
{
    [JsonPropertyName("enable")]
    public bool Enable { get; set; }
}
