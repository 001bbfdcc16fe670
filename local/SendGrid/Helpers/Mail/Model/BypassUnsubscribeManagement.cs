using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>Deliver in spite of a global unsubscription.</summary>
public class BypassUnsubscribeManagement
{
    [JsonPropertyName("enable")]
    public bool Enable { get; set; }
}
