using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>The page /local: what runs here and where to look.</summary>
internal static class LocalIndex
{
    public static void Map(IEndpointRouteBuilder app, PreparedRuntime runtime, IReadOnlyList<HttpRoute> routes, IReadOnlyList<ITriggerListener> listeners)
    {
        var page = Encoding.UTF8.GetBytes(Page(runtime, routes, listeners));
        app.MapGet("/local", http =>
        {
            PageHeaders.Set(http.Response, "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
            http.Response.ContentType = "text/html; charset=utf-8";
            http.Response.ContentLength = page.Length;
            return http.Response.Body.WriteAsync(page, 0, page.Length, http.RequestAborted);
        });
    }

    private static string Page(PreparedRuntime runtime, IReadOnlyList<HttpRoute> routes, IReadOnlyList<ITriggerListener> listeners)
    {
        var html = new StringBuilder("""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Local runtime</title>
            <style>body{font:16px/1.5 system-ui;margin:2rem auto;max-width:60rem;padding:0 1rem}td,th{text-align:left;padding:.15rem 1rem .15rem 0}code{font-size:.95em}</style>
            </head><body><h1>Local runtime</h1>
            <ul><li><a href="/local/mail">Mail that would have been sent</a></li>
            <li><a href="/admin/functions?code=master-local">Functions as JSON</a></li></ul>
            <h2>HTTP functions</h2><table><tr><th>Methods</th><th>Route</th><th>Function</th><th>Key</th></tr>
            """);
        foreach (var route in routes.OrderBy(route => route.Template, StringComparer.Ordinal))
        {
            Row(html, route.Methods.Count == 0 ? "any" : string.Join(", ", route.Methods), route.Template, route.Function, Keys(runtime, route));
        }

        html.Append("</table><h2>Timers and queues</h2><table><tr><th>Function</th><th>Listens to</th></tr>");
        foreach (var listener in listeners)
        {
            Row(html, listener.Function, listener.Description);
        }

        html.Append("</table><h2>Queues</h2><table><tr><th>Queue</th><th>Post a message</th></tr>");
        foreach (var queue in runtime.Queues)
        {
            Row(html, queue.Name, $"POST /local/servicebus/{queue.Name}/messages");
        }

        return html.Append("</table></body></html>").ToString();
    }

    private static string Keys(PreparedRuntime runtime, HttpRoute route)
    {
        if (route.Level == AuthorizationLevel.Anonymous)
        {
            return "none";
        }

        var audiences = runtime.Keys.Audiences
            .Where(audience => audience.Value.Contains(route.Function, StringComparer.OrdinalIgnoreCase) && route.Level <= AuthorizationLevel.Function)
            .Select(audience => FunctionKeys.KeyOf(audience.Key))
            .ToList();
        return audiences.Count == 0 ? FunctionKeys.Master : string.Join(", ", audiences);
    }

    private static void Row(StringBuilder html, params ReadOnlySpan<string> cells)
    {
        html.Append("<tr>");
        foreach (var cell in cells)
        {
            html.Append("<td><code>").Append(WebUtility.HtmlEncode(cell)).Append("</code></td>");
        }

        html.Append("</tr>");
    }
}
