namespace SendGrid.Helpers.Mail.Model;

/// <summary>The plain text of a mail.</summary>
public class PlainTextContent : Content
{
    public PlainTextContent(string value)
        : base(MimeType.Text, value)
    {
    }
}
