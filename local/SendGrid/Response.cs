using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SendGrid;

/// <summary>What SendGrid answered.</summary>
public class Response
{
    public Response(HttpStatusCode statusCode, HttpContent responseBody, HttpResponseHeaders responseHeaders)
    {
        StatusCode = statusCode;
        Body = responseBody;
        Headers = responseHeaders;
    }

    public HttpStatusCode StatusCode { get; set; }

    /// <summary>200 to 299.</summary>
    public bool IsSuccessStatusCode => (int)StatusCode is >= 200 and <= 299;

    public HttpContent Body { get; set; }

    public HttpResponseHeaders Headers { get; set; }

    /// <summary>
    /// The members of the body, an object in JSON. Simple values are .NET's own, objects and arrays are
    /// <see cref="JsonElement"/>s (the official client has Newtonsoft's types there; <c>ToString()</c> gives the JSON of both).
    /// </summary>
    /// <exception cref="JsonException">The body is not a JSON object.</exception>
    public virtual async Task<Dictionary<string, dynamic>> DeserializeResponseBodyAsync(HttpContent content = null)
    {
        content ??= Body;
        if (content is null)
        {
            return [];
        }

        string text = await content.ReadAsStringAsync().ConfigureAwait(false);
        if (text.Length == 0)
        {
            return null; // As the official client does.
        }

        Dictionary<string, JsonElement> members = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text);
        return members?.ToDictionary(member => member.Key, member => Simple(member.Value));
    }

    /// <summary>The first value of each header.</summary>
    public virtual Dictionary<string, string> DeserializeResponseHeaders(HttpResponseHeaders headers = null) =>
        (headers ?? Headers)?.ToDictionary(header => header.Key, header => header.Value.First()) ?? [];

    private static dynamic Simple(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Number => value.TryGetInt64(out long whole) ? whole : value.GetDouble(),
        JsonValueKind.Object or JsonValueKind.Array => value,
        _ => throw new JsonException(),
    };
}
