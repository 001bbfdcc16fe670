using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>A mail as SendGrid's <c>v3/mail/send</c> takes it. Members that were not set are not sent.</summary>
public partial class SendGridMessage
{
    [JsonPropertyName("from")]
    public EmailAddress From { get; set; }

    /// <summary>The subject of every copy that has none of its own.</summary>
    [JsonPropertyName("subject")]
    public string Subject { get; set; }

    [JsonPropertyName("personalizations")]
    public List<Personalization> Personalizations { get; set; }

    [JsonPropertyName("content")]
    public List<Content> Contents { get; set; }

    /// <summary>When it or <see cref="HtmlContent"/> is set, the two replace <see cref="Contents"/> at serialization.</summary>
    [JsonIgnore]
    public string PlainTextContent { get; set; }

    /// <summary>When it or <see cref="PlainTextContent"/> is set, the two replace <see cref="Contents"/> at serialization.</summary>
    [JsonIgnore]
    public string HtmlContent { get; set; }

    [JsonPropertyName("attachments")]
    public List<Attachment> Attachments { get; set; }

    [JsonPropertyName("template_id")]
    public string TemplateId { get; set; }

    [JsonPropertyName("headers")]
    public Dictionary<string, string> Headers { get; set; }

    [JsonPropertyName("sections")]
    public Dictionary<string, string> Sections { get; set; }

    [JsonPropertyName("categories")]
    public List<string> Categories { get; set; }

    [JsonPropertyName("custom_args")]
    public Dictionary<string, string> CustomArgs { get; set; }

    /// <summary>When to send, in Unix seconds.</summary>
    [JsonPropertyName("send_at")]
    public long? SendAt { get; set; }

    [JsonPropertyName("asm")]
    public ASM Asm { get; set; }

    [JsonPropertyName("batch_id")]
    public string BatchId { get; set; }

    [JsonPropertyName("ip_pool_name")]
    public string IpPoolName { get; set; }

    [JsonPropertyName("mail_settings")]
    public MailSettings MailSettings { get; set; }

    [JsonPropertyName("tracking_settings")]
    public TrackingSettings TrackingSettings { get; set; }

    [JsonPropertyName("reply_to")]
    public EmailAddress ReplyTo { get; set; }

    [JsonPropertyName("reply_to_list")]
    public List<EmailAddress> ReplyTos { get; set; }

    /// <exception cref="ArgumentNullException">The address is null or blank.</exception>
    public void SetFrom(string email, string name = null) => SetFrom(Address(email, name));

    public void SetFrom(EmailAddress email) => From = email;

    public void SetReplyTo(EmailAddress email) => ReplyTo = email;

    public void SetGlobalSubject(string subject) => Subject = subject;

    public void SetTemplateId(string templateID) => TemplateId = templateID;

    public void SetGlobalSendAt(int sendAt) => SendAt = sendAt;

    public void SetBatchId(string batchId) => BatchId = batchId;

    public void SetIpPoolName(string ipPoolName) => IpPoolName = ipPoolName;

    public void SetAsm(int groupID, List<int> groupsToDisplay = null) =>
        Asm = new ASM { GroupId = groupID, GroupsToDisplay = groupsToDisplay };

    private static EmailAddress Address(string email, string name) =>
        string.IsNullOrWhiteSpace(email) ? throw new ArgumentNullException(nameof(email)) : new EmailAddress(email, name);

    /// <summary>Adds to a list that may not be there yet.</summary>
    private static List<T> Append<T>(List<T> list, IEnumerable<T> items)
    {
        list ??= [];
        list.AddRange(items);
        return list;
    }

    /// <summary>Both together; equal pairs count once, and a key with two values is refused.</summary>
    /// <exception cref="ArgumentException">A key has two values.</exception>
    private static Dictionary<string, string> Merge(Dictionary<string, string> first, Dictionary<string, string> second) =>
        first is null ? second : first.Union(second).ToDictionary(pair => pair.Key, pair => pair.Value);
}
