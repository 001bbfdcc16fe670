using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace PromoFunctions.Domain.Mailing;

/// <summary>A mail's message, to be written as plain text and as HTML that say the same.</summary>
/// <param name="Language">Its primary tag (BCP 47), such as en.</param>
/// <param name="Title">The HTML document's title, usually the subject.</param>
/// <param name="Blocks">The message.</param>
public sealed record MailBody(string Language, string Title, IReadOnlyList<MailBlock> Blocks)
{
    // Letters of every language stay readable in the source; what HTML gives a meaning is encoded all the same.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    // Mail programmes that know no color-scheme show dark on white, as every mail.
    private const string Style = """
        :root { color-scheme: light dark; }
        body { margin: 0 auto; max-width: 36rem; padding: 1.5rem; font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #ffffff; }
        .code { margin: 1.5rem 0; padding: 1rem; border: 2px dashed #767676; border-radius: .5rem; font: 700 1.375rem/1.4 ui-monospace, monospace; text-align: center; overflow-wrap: anywhere; }
        .small { font-size: .8125rem; color: #595959; } a { color: #0b57d0; }
        @media (prefers-color-scheme: dark) { body { color: #e8e8e8; background: #1a1a1a; } .small { color: #b0b0b0; } a { color: #a8c7fa; } }
        """;

    /// <summary>Plain text; blocks are apart by an empty line.</summary>
    public string ToText() => string.Join("\n\n", Blocks.Select(block => block switch
    {
        MailBlock.Paragraph paragraph => paragraph.Text,
        MailBlock.Highlight highlight => "    " + highlight.Text,
        MailBlock.Items items => string.Join('\n', items.Texts.Select(text => "- " + text)),
        MailBlock.Link link => $"{link.Lead}\n{link.Text}: {link.Target.AbsoluteUri}",
        _ => throw new InvalidOperationException("A kind of block has no text."),
    })) + "\n";

    /// <summary>A whole document that loads nothing, runs nothing and is readable on light and on dark.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"{Encode(Language)}\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<title>{Encode(Title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n");
        foreach (var block in Blocks)
        {
            html.Append(HtmlOf(block)).Append('\n');
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    private static string HtmlOf(MailBlock block) => block switch
    {
        MailBlock.Paragraph paragraph => $"<p>{Encode(paragraph.Text).Replace("&#xA;", "<br>", StringComparison.Ordinal)}</p>",
        MailBlock.Highlight highlight => $"<p class=\"code\">{Encode(highlight.Text)}</p>",
        MailBlock.Items items => $"<ul>{string.Concat(items.Texts.Select(text => $"<li>{Encode(text)}</li>"))}</ul>",
        MailBlock.Link link => $"<p class=\"small\">{Encode(link.Lead)} <a href=\"{Encode(link.Target.AbsoluteUri)}\">{Encode(link.Text)}</a></p>",
        _ => throw new InvalidOperationException("A kind of block has no HTML."),
    };

    private static string Encode(string text) => Encoder.Encode(text);
}
