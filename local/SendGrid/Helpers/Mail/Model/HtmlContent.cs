namespace SendGrid.Helpers.Mail.Model;

/// <summary>The HTML of a mail.</summary>
public class HtmlContent : Content
{
    public HtmlContent(string value)
        : base(MimeType.Html, value)
    {
    }
}
