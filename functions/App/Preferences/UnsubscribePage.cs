using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Mvc;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.App.Preferences;

/// <summary>A page for a person: whole in itself, without scripts, readable on light and on dark.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Html">The document.</param>
public sealed record UnsubscribePage(int Status, string Html) : IActionResult
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { margin: 0 auto; max-width: 32rem; padding: 2rem 1rem; font: 1.125rem/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.5rem; line-height: 1.2; }
        button { padding: .75rem 1.25rem; border: 2px solid currentColor; border-radius: .5rem; background: transparent; color: inherit; font: inherit; cursor: pointer; }
        button:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
        """;

    // The one style that the page may have; nothing else is loaded, run, framed or posted elsewhere.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>200: shall it stop?</summary>
    public static UnsubscribePage Question(string shop, Phrases phrases) => Of(
        200, "unsubscribe.question", shop, phrases, $"<form method=\"post\"><button type=\"submit\">{Encode(phrases.Say("unsubscribe.button"))}</button></form>\n");

    /// <summary>200: it has stopped.</summary>
    public static UnsubscribePage Done(string shop, Phrases phrases) => Of(200, "unsubscribe.done", shop, phrases);

    /// <summary>404: nobody signed this link.</summary>
    public static UnsubscribePage Invalid(string shop, Phrases phrases) => Of(404, "unsubscribe.invalid", shop, phrases);

    /// <summary>503: storage does not answer.</summary>
    public static UnsubscribePage Later(string shop, Phrases phrases) => Of(503, "unsubscribe.later", shop, phrases);

    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.Vary = "Accept-Language";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex";
        if (Status == 503)
        {
            headers.RetryAfter = "5";
        }

        var page = Encoding.UTF8.GetBytes(Html);
        http.Response.StatusCode = Status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = page.Length;
        await http.Response.Body.WriteAsync(page, http.RequestAborted).ConfigureAwait(false);
    }

    private static UnsubscribePage Of(int status, string sentence, string shop, Phrases phrases, string form = "") => new(status, $"""
        <!doctype html>
        <html lang="{phrases.Language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Encode(phrases.Say("unsubscribe.title", ("shop", shop)))}</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <h1>{Encode(phrases.Say("unsubscribe.title", ("shop", shop)))}</h1>
        <p>{Encode(phrases.Say(sentence, ("shop", shop)))}</p>
        {form}</main>
        </body>
        </html>

        """);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
