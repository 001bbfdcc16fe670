using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PromoFunctions.App.Http;

namespace PromoFunctions.App.OpenApi;

/// <summary>Answers the OpenAPI document, which is made once, when it is first asked for.</summary>
public sealed class DescribeApi
{
    private readonly Lazy<Task<(string Json, string Tag)>> _document = new(MakeAsync);

    /// <summary>200 with the document, or 304 for who has it.</summary>
    public async Task<Answer> HandleAsync(string? ifNoneMatch, CancellationToken cancellationToken)
    {
        var (json, tag) = await _document.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        var known = ifNoneMatch?.Split(',').Select(one => one.Trim()).Any(one => one == "*" || one.Replace("W/", "", StringComparison.Ordinal) == tag) == true;
        return (known ? new Answer(304, null) : Answer.Ok(writer => writer.WriteRawValue(json, skipInputValidation: true)))
            .With("ETag", tag).With("Cache-Control", "public, max-age=60");
    }

    private static async Task<(string Json, string Tag)> MakeAsync()
    {
        var text = await ApiDocument.Make().SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, CancellationToken.None).ConfigureAwait(false);
        var json = JsonNode.Parse(text)?.ToJsonString() ?? throw new InvalidOperationException("The document is no JSON.");
        return (json, $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, 8))}\"");
    }
}
