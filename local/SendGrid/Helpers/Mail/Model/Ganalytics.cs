using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>Google Analytics parameters of the links.</summary>
public class Ganalytics
{
    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }

    [JsonPropertyName("utm_source")]
    public string UtmSource { get; set; }

    [JsonPropertyName("utm_medium")]
    public string UtmMedium { get; set; }

    [JsonPropertyName("utm_term")]
    public string UtmTerm { get; set; }

    [JsonPropertyName("utm_content")]
    public string UtmContent { get; set; }

    [JsonPropertyName("utm_campaign")]
    public string UtmCampaign { get; set; }
}
