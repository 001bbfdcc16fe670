using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>Who gets one copy of a mail, and what is particular to that copy. <c>SendAt</c> is in Unix seconds.</summary>
public class Personalization
{
    [JsonPropertyName("to")]
    [JsonConverter(typeof(DistinctAddressesConverter))]
    public List<EmailAddress> Tos { get; set; }

    [JsonPropertyName("cc")]
    [JsonConverter(typeof(DistinctAddressesConverter))]
    public List<EmailAddress> Ccs { get; set; }

    [JsonPropertyName("bcc")]
    [JsonConverter(typeof(DistinctAddressesConverter))]
    public List<EmailAddress> Bccs { get; set; }

    [JsonPropertyName("from")]
    public EmailAddress From { get; set; }

    [JsonPropertyName("subject")]
    public string Subject { get; set; }

    [JsonPropertyName("headers")]
    public Dictionary<string, string> Headers { get; set; }

    [JsonPropertyName("substitutions")]
    public Dictionary<string, string> Substitutions { get; set; }

    [JsonPropertyName("custom_args")]
    public Dictionary<string, string> CustomArgs { get; set; }

    [JsonPropertyName("send_at")]
    public long? SendAt { get; set; }

    [JsonPropertyName("dynamic_template_data")]
    public object TemplateData { get; set; }
}
