using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>Deliver in spite of earlier spam reports.</summary>
public class BypassSpamManagement
{
    [JsonPropertyName("enable")]
    public bool Enable { get; set; }
}
