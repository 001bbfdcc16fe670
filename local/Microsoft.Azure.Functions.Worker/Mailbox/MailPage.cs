using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Microsoft.Azure.Functions.Worker.Runtime.Mail;

/// <summary>The mailbox's pages: whole documents that load nothing else. Everything that came from outside is encoded.</summary>
internal static class MailPage
{
    private const string Style = """
        :root { color-scheme: light dark; --line: #8885; --soft: #8882; font: 16px/1.5 system-ui, sans-serif; }
        body { max-width: 70rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; } dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; background: var(--soft); border-radius: .25rem; font: inherit; }
        iframe { width: 100%; height: 32rem; border: 1px solid var(--line); border-radius: .25rem; background: #fff; color-scheme: light; }
        a:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
        """;

    /// <param name="mails">Newest first.</param>
    /// <param name="next">Where to go on; null at the end.</param>
    /// <param name="key">The key in the address by which the page was asked for, which its links need too; null for none.</param>
    internal static string List(IReadOnlyList<StoredMail> mails, string? next, string? key)
    {
        var body = new StringBuilder("<h1>Mail</h1>\n<p>What the functions would have sent, newest first. Nothing has left this machine.</p>\n");
        if (mails.Count == 0)
        {
            body.Append("<p>No mail yet.</p>\n");
        }
        else
        {
            body.Append("<table>\n<thead><tr><th scope=\"col\">Time (UTC)</th><th scope=\"col\">To</th><th scope=\"col\">Subject</th></tr></thead>\n<tbody>\n");
            foreach (StoredMail mail in mails)
            {
                body.Append(CultureInfo.InvariantCulture, $"<tr><td>{Time(mail.At)}</td><td>{Encode(mail.To)}</td><td><a href=\"{Link($"/local/mail/{mail.Id}", key)}\">{Encode(Shown(mail.Subject))}</a></td></tr>\n");
            }

            body.Append("</tbody>\n</table>\n");
        }

        if (next is not null)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{Link("/local/mail", key, ("next", next))}\">Older mail</a></p>\n");
        }

        return Document("Mail", body);
    }

    /// <param name="mail">The mail.</param>
    /// <param name="key">As for <see cref="List"/>.</param>
    internal static string One(StoredMail mail, string? key)
    {
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"<nav><a href=\"{Link("/local/mail", key)}\">All mail</a></nav>\n<main>\n<h1>{Encode(Shown(mail.Subject))}</h1>\n<dl>\n");
        Term(body, "Time (UTC)", Time(mail.At));
        Term(body, "From", Encode(mail.FromName is null ? mail.From : $"{mail.FromName} <{mail.From}>"));
        Term(body, "To", Encode(mail.To));
        foreach ((string name, string value) in mail.Headers.Concat(mail.CustomArgs))
        {
            Term(body, Encode(name), Encode(value));
        }

        foreach (MailFile file in mail.Attachments)
        {
            string type = file.Type ?? "application/octet-stream";
            Term(body, "Attachment", $"<a download=\"{Encode(file.Filename)}\" href=\"{Encode($"data:{type};base64,{file.Content}")}\">{Encode(file.Filename)}</a>");
        }

        body.Append("</dl>\n");
        if (mail.Html is not null)
        {
            // An empty sandbox: no scripts, no forms, no cookies, an origin of its own.
            body.Append(CultureInfo.InvariantCulture, $"<h2>HTML</h2>\n<iframe sandbox=\"\" title=\"The mail's HTML part\" srcdoc=\"{Encode(mail.Html)}\"></iframe>\n");
        }

        if (mail.Text is not null)
        {
            body.Append(CultureInfo.InvariantCulture, $"<h2>Text</h2>\n<pre>{Encode(mail.Text)}</pre>\n");
        }

        body.Append("</main>\n");
        return Document(Shown(mail.Subject), body);
    }

    private static string Document(string title, StringBuilder body) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Encode(title)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        {body}</body>
        </html>

        """;

    private static void Term(StringBuilder body, string name, string value) =>
        body.Append(CultureInfo.InvariantCulture, $"<dt>{name}</dt><dd>{value}</dd>\n");

    private static string Shown(string subject) => subject.Length == 0 ? "(no subject)" : subject;

    private static string Time(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"<time datetime=\"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z\">{at.UtcDateTime:yyyy-MM-dd HH:mm:ss}</time>");

    private static string Link(string path, string? key, params (string Name, string Value)[] query)
    {
        string[] pairs =
        [
            .. query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"),
            .. string.IsNullOrEmpty(key) ? Array.Empty<string>() : [$"code={Uri.EscapeDataString(key)}"],
        ];
        return Encode(pairs.Length == 0 ? path : $"{path}?{string.Join('&', pairs)}");
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
