using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>The runtime's own refusals, as problem documents (RFC 9457). They name nothing that the request or an exception said.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    /// <summary>Writes the problem, if the answer has not begun.</summary>
    public static async Task WriteAsync(HttpContext http, int status, string detail)
    {
        if (http.Response.HasStarted)
        {
            // Half an answer cannot be taken back: the caller must see that it is cut off.
            http.Abort();
            return;
        }

        // A 405 has its Allow header by now, which stays.
        var allow = http.Response.Headers.Allow;
        http.Response.Clear();
        http.Response.StatusCode = status;
        http.Response.Headers.Allow = allow;
        http.Response.ContentType = ContentType;
        var body = Body(status, detail);
        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(body);
        }
    }

    public static ReadOnlyMemory<byte> Body(int status, string detail)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", Title(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public static string Title(int status)
    {
        var phrase = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
        return phrase.Length == 0 ? "Error" : phrase;
    }
}
