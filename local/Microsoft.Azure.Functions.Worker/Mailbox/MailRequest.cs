using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.Azure.Functions.Worker.Runtime.Mail;

/// <summary>One thing that is wrong with a mail, as SendGrid says it.</summary>
/// <param name="Field">The member, by a path such as <c>personalizations.0.to</c>; null when it is none in particular.</param>
/// <param name="Help">Always null here: there is no page to read more on.</param>
internal sealed record MailError(string Message, string? Field, string? Help = null);

/// <summary>What is read of the body of <c>v3/mail/send</c>; members that only matter to a real delivery are let pass.</summary>
internal sealed record MailRequest
{
    internal static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public Address? From { get; init; }

    public string? Subject { get; init; }

    public IReadOnlyList<Personalization?>? Personalizations { get; init; }

    public IReadOnlyList<Part?>? Content { get; init; }

    public IReadOnlyList<File?>? Attachments { get; init; }

    public string? TemplateId { get; init; }

    public Dictionary<string, string>? Sections { get; init; }

    public Dictionary<string, string>? CustomArgs { get; init; }

    public Dictionary<string, string>? Headers { get; init; }

    public MailSettings? MailSettings { get; init; }

    [JsonIgnore]
    public bool IsSandboxed => MailSettings?.SandboxMode?.Enable == true;

    /// <summary>Everything that SendGrid would refuse with 400.</summary>
    internal IEnumerable<MailError> Check()
    {
        if (!IsAddress(From))
        {
            yield return new MailError("Every mail needs a sender with a valid address.", "from.email");
        }

        if (Personalizations is not { Count: > 0 and <= 1000 })
        {
            yield return new MailError("A mail needs 1 to 1,000 personalizations.", "personalizations");
        }

        foreach ((int index, Personalization? personalization) in (Personalizations ?? []).Index())
        {
            if (personalization?.To is not { Count: > 0 } to || !to.All(IsAddress))
            {
                yield return new MailError("Every personalization needs at least one recipient, each with a valid address.", $"personalizations.{index}.to");
            }

            if (TemplateId is null && string.IsNullOrEmpty(personalization?.Subject ?? Subject))
            {
                yield return new MailError("A subject is required, for the mail or in each of its personalizations.", "subject");
            }
        }

        if (TemplateId is null && Content is not { Count: > 0 })
        {
            yield return new MailError("Unless a template is named, at least one content is required.", "content");
        }

        foreach ((int index, Part? part) in (Content ?? []).Index())
        {
            if (string.IsNullOrEmpty(part?.Type) || string.IsNullOrEmpty(part.Value))
            {
                yield return new MailError("A content needs a type and a value of at least one character.", $"content.{index}.value");
            }
        }

        foreach ((int index, File? file) in (Attachments ?? []).Index())
        {
            if (string.IsNullOrEmpty(file?.Filename) || string.IsNullOrEmpty(file.Content) || !System.Buffers.Text.Base64.IsValid(file.Content))
            {
                yield return new MailError("An attachment needs a filename and a content in base64.", $"attachments.{index}.content");
            }
        }
    }

    /// <summary>The mails that would go out, one for each personalization. Expects that <see cref="Check"/> found nothing.</summary>
    internal IEnumerable<MailCopy> Copies() =>
        from personalization in Personalizations
        let fill = Filler(personalization.Substitutions)
        select new MailCopy(
            Addresses([.. personalization.To ?? [], .. personalization.Cc ?? [], .. personalization.Bcc ?? []]),
            (personalization.From ?? From)?.Email ?? "",
            (personalization.From ?? From)?.Name,
            fill(personalization.Subject ?? Subject) ?? "",
            fill(Text("text/plain")) ?? (TemplateId is null ? null : $"Template {TemplateId}\n{personalization.DynamicTemplateData}"),
            fill(Text("text/html")),
            [.. (Attachments ?? []).OfType<File>().Select(file => new MailFile(file.Filename ?? "", file.Type, file.Content ?? ""))],
            Merge(CustomArgs, personalization.CustomArgs),
            Merge(Headers, personalization.Headers));

    private static bool IsAddress(Address? address) =>
        address?.Email is { } email && email.IndexOf('@', StringComparison.Ordinal) is var at && at > 0 && at < email.Length - 1
        && !email.Any(char.IsWhiteSpace);

    private static string Addresses(IReadOnlyList<Address?> addresses) => string.Join(", ", addresses.Select(address => address?.Email));

    private static Dictionary<string, string> Merge(Dictionary<string, string>? general, Dictionary<string, string>? particular)
    {
        var merged = new Dictionary<string, string>(general ?? [], StringComparer.Ordinal);
        foreach ((string key, string value) in particular ?? [])
        {
            merged[key] = value;
        }

        return merged;
    }

    /// <summary>SendGrid's plain substitution: first the recipient's values, which may name sections, then the sections.</summary>
    private Func<string?, string?> Filler(Dictionary<string, string>? substitutions) => text =>
    {
        foreach ((string key, string value) in (substitutions ?? []).Concat(Sections ?? []))
        {
            text = key.Length == 0 ? text : text?.Replace(key, value, StringComparison.Ordinal);
        }

        return text;
    };

    private string? Text(string type) => (Content ?? []).FirstOrDefault(part => part?.Type == type)?.Value;

    internal sealed record Address(string? Email, string? Name);

    internal sealed record Part(string? Type, string? Value);

    internal sealed record File(string? Content, string? Type, string? Filename);

    internal sealed record Personalization
    {
        public IReadOnlyList<Address?>? To { get; init; }

        public IReadOnlyList<Address?>? Cc { get; init; }

        public IReadOnlyList<Address?>? Bcc { get; init; }

        public Address? From { get; init; }

        public string? Subject { get; init; }

        public Dictionary<string, string>? Substitutions { get; init; }

        public Dictionary<string, string>? CustomArgs { get; init; }

        public Dictionary<string, string>? Headers { get; init; }

        public JsonElement? DynamicTemplateData { get; init; }
    }
}

internal sealed record MailSettings(SandboxMode? SandboxMode);

internal sealed record SandboxMode(bool? Enable);
