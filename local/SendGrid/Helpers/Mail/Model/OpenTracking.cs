using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>Whether an image counts openings.</summary>
public class OpenTracking
{
    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }

    [JsonPropertyName("substitution_tag")]
    public string SubstitutionTag { get; set; }
}
