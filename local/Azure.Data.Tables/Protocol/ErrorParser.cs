using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>
/// Reads the code and message of a failure out of its body, <c>{"odata.error":{"code":…,"message":{"value":…}}}</c>.
/// In a transaction the message begins with the 0-based index of the failed action.
/// Where the body is another's, the code is that of the header <c>x-ms-error-code</c>.
/// </summary>
internal sealed class ErrorParser : RequestFailedDetailsParser
{
    public static readonly ErrorParser Instance = new();

    public override bool TryParse(Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        if (TryParseBody(response, out error, out data))
        {
            return true;
        }

        // A proxy may keep the headers and replace the body.
        error = response.Headers.TryGetValue("x-ms-error-code", out var code) ? new ResponseError(code, response.ReasonPhrase) : null;
        return error is not null;
    }

    private static bool TryParseBody(Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        error = null;
        data = null;
        try
        {
            if (response.ContentStream is null || RowReader.Body(response) is not { Length: > 0 } body)
            {
                return false;
            }

            var json = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref json);
            if (!document.RootElement.TryGetProperty("odata.error", out var details))
            {
                return false;
            }

            var code = details.TryGetProperty("code", out var codeElement) ? codeElement.GetString() : null;
            var message = details.TryGetProperty("message", out var text) && text.TryGetProperty("value", out var value) ? value.GetString() : null;
            error = new ResponseError(code, message);
            if (TryParseIndex(message, out var index))
            {
                data = new Dictionary<string, string> { [TableTransactionFailedException.FailedIndexKey] = index.ToString(CultureInfo.InvariantCulture) };
            }

            return true;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // A gateway's page, say.
            return false;
        }
    }

    private static bool TryParseIndex(string? message, out int index)
    {
        index = -1;
        return message?.IndexOf(':', StringComparison.Ordinal) is { } colon and > 0
            && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }
}
