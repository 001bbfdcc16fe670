using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>What is measured of a mail.</summary>
public class TrackingSettings
{
    [JsonPropertyName("click_tracking")]
    public ClickTracking ClickTracking { get; set; }

    [JsonPropertyName("open_tracking")]
    public OpenTracking OpenTracking { get; set; }

    [JsonPropertyName("subscription_tracking")]
    public SubscriptionTracking SubscriptionTracking { get; set; }

    [JsonPropertyName("ganalytics")]
    public Ganalytics Ganalytics { get; set; }
}
