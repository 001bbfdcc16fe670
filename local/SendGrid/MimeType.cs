namespace SendGrid;

/// <summary>The MIME types of a mail's text.</summary>
public class MimeType
{
    public static readonly string Html = "text/html";

    public static readonly string Text = "text/plain";
}
