namespace SendGrid.Helpers.Mail;

/// <content>What every copy has in common: text, files, headers, arguments.</content>
public partial class SendGridMessage
{
    public void AddReplyTo(string email, string name = null) => AddReplyTo(Address(email, name));

    public void AddReplyTo(EmailAddress email) => AddReplyTos(One(email));

    /// <exception cref="ArgumentNullException">There is no list.</exception>
    /// <exception cref="InvalidOperationException">The list is empty.</exception>
    public void AddReplyTos(List<EmailAddress> emails)
    {
        Check(emails);
        ReplyTos = Append(ReplyTos, emails);
    }

    public void AddContent(string mimeType, string text) => Contents = Append(Contents, [new Content(mimeType, text)]);

    public void AddContents(List<Content> contents) => Contents = Append(Contents, contents);

    /// <summary>Adds a file read from a stream, from where it stands; a stream that is null or cannot be read adds nothing.</summary>
    public async Task AddAttachmentAsync(string filename, Stream contentStream, string type = null, string disposition = null, string content_id = null, CancellationToken cancellationToken = default)
    {
        if (contentStream is not { CanRead: true })
        {
            return;
        }

        using var content = new MemoryStream();
        await contentStream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
        AddAttachment(filename, Convert.ToBase64String(content.GetBuffer(), 0, (int)content.Length), type, disposition, content_id);
    }

    /// <summary>Adds a file; without a name or a content it adds nothing.</summary>
    public void AddAttachment(string filename, string base64Content, string type = null, string disposition = null, string content_id = null)
    {
        if (string.IsNullOrWhiteSpace(filename) || string.IsNullOrWhiteSpace(base64Content))
        {
            return;
        }

        AddAttachment(new Attachment
        {
            Filename = filename,
            Content = base64Content,
            Type = type,
            Disposition = disposition,
            ContentId = content_id,
        });
    }

    public void AddAttachment(Attachment attachment) => AddAttachments([attachment]);

    public void AddAttachments(IEnumerable<Attachment> attachments) => Attachments = Append(Attachments, attachments);

    public void AddSection(string key, string value) => (Sections ??= []).Add(key, value);

    public void AddSections(Dictionary<string, string> sections) => Sections = Merge(Sections, sections);

    public void AddGlobalHeader(string key, string value) => (Headers ??= []).Add(key, value);

    public void AddGlobalHeaders(Dictionary<string, string> headers) => Headers = Merge(Headers, headers);

    public void AddCategory(string category) => (Categories ??= []).Add(category);

    public void AddCategories(List<string> categories) => Categories = Append(Categories, categories);

    public void AddGlobalCustomArg(string key, string value) => (CustomArgs ??= []).Add(key, value);

    public void AddGlobalCustomArgs(Dictionary<string, string> customArgs) => CustomArgs = Merge(CustomArgs, customArgs);
}
