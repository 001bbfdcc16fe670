using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.OpenApi;

namespace PromoFunctions.App.Tests.Running;

/// <summary>
/// Somebody who calls the App with one key. Paths are under <c>/api/</c> unless they begin with a slash. Every answer must be one that the
/// OpenAPI document has.
/// </summary>
internal sealed class Caller(HttpClient client, string? key)
{
    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Reply> PostAsync(string path, JsonNode? body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, Json(body), headers);

    public Task<Reply> PutAsync(string path, JsonNode? body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Put, path, Json(body), headers);

    /// <summary>Sends what need not be JSON.</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path.StartsWith('/') ? path : "/api/" + path, UriKind.Relative)) { Content = content };
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var reply = new Reply(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
        await HeldAnswers.HoldAsync(method, path, reply);
        return reply;
    }

    /// <summary>Bytes that say they are JSON.</summary>
    public static ByteArrayContent Bytes(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static ByteArrayContent Json(JsonNode? body) => Bytes(Encoding.UTF8.GetBytes(body?.ToJsonString() ?? "null"));
}
