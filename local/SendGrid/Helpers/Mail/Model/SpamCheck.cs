using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>A spam test before sending; the threshold is 1 (strict) to 10.</summary>
public class SpamCheck
{
    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }

    [JsonPropertyName("threshold")]
    public int? Threshold { get; set; }

    [JsonPropertyName("post_to_url")]
    public string PostToUrl { get; set; }
}
