using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>Check the request and send nothing.</summary>
public class SandboxMode
{
    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }
}
