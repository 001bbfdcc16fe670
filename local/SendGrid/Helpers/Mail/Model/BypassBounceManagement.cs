using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>Deliver in spite of earlier bounces.</summary>
public class BypassBounceManagement
{
    [JsonPropertyName("enable")]
    public bool Enable { get; set; }
}
