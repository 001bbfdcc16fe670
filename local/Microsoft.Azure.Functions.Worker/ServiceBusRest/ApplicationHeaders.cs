using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;

/// <summary>
/// Application properties, which REST carries as headers of their names: every header that HTTP or the path to us does not use
/// for itself. A quoted value is a text, a bare number or <c>true</c> and <c>false</c> are that, and anything else is a text as
/// it stands.
/// </summary>
internal static class ApplicationHeaders
{
    private static readonly FrozenSet<string> NotTheirs = new[]
    {
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization", "BrokerProperties", "Cache-Control", "Connection",
        "Content-Encoding", "Content-Language", "Content-Length", "Content-Type", "Cookie", "Date", "DNT", "Expect", "Forwarded", "From", "Host",
        "Keep-Alive", "Max-Forwards", "Origin", "Pragma", "Priority-Update", "Proxy-Authorization", "Range", "Referer", "Request-Id",
        "ServiceBusAuthorization", "TE", "Traceparent", "Tracestate", "Trailer", "Transfer-Encoding", "Upgrade", "Upgrade-Insecure-Requests",
        "User-Agent", "Via", "Warning", "X-Functions-Key",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] NotTheirsBeginWith = [":", "If-", "Access-Control-", "Sec-", "X-Forwarded-", "X-Ms-"];

    internal static void Apply(IHeaderDictionary headers, IDictionary<string, object> properties)
    {
        foreach (var (name, value) in headers)
        {
            if (!NotTheirs.Contains(name) && !NotTheirsBeginWith.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            {
                properties[name] = Typed(value.ToString());
            }
        }
    }

    private static object Typed(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var value = json.RootElement;
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() ?? text,
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number when value.TryGetInt32(out var number) => number,
                JsonValueKind.Number when value.TryGetInt64(out var number) => number,
                JsonValueKind.Number => value.GetDouble(),
                _ => text,
            };
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
