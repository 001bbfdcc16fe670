using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure;
using Azure.Core;

namespace PromoFunctions.Tests.Support.Faults;

/// <summary>An answer that no storage gave.</summary>
internal sealed class FaultResponse : Response
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private FaultResponse(string requestId, int status, string reason)
    {
        ClientRequestId = requestId;
        Status = status;
        ReasonPhrase = reason;
    }

    public override int Status { get; }

    public override string ReasonPhrase { get; }

    /// <summary>As the transport would have told: what is an error is tried again.</summary>
    public override bool IsError => Status >= 400;

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; }

    /// <summary>An answer with no body.</summary>
    public static FaultResponse Of(string requestId, int status, string reason) => new(requestId, status, reason);

    /// <summary>What Table Storage answers to a transaction that was written, for one that was not.</summary>
    public static FaultResponse Acknowledge(string requestId, string transaction)
    {
        var actions = transaction.Split("HTTP/1.1").Length - 1;
        var text = new StringBuilder("--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n");
        for (var i = 0; i < actions; i++)
        {
            text.Append("--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 204 No Content\r\n")
                .Append("ETag: W/\"not-written\"\r\n\r\n\r\n");
        }

        text.Append("--c--\r\n--b--\r\n");
        var response = new FaultResponse(requestId, 202, "Accepted") { ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())) };
        response._headers["Content-Type"] = "multipart/mixed; boundary=b";
        return response;
    }

    /// <summary>An answer that was given before.</summary>
    public static FaultResponse Again(string requestId, KeptResponse kept)
    {
        var response = new FaultResponse(requestId, kept.Status, kept.Reason) { ContentStream = new MemoryStream(kept.Body) };
        foreach (var (name, value) in kept.Headers)
        {
            response._headers[name] = value;
        }

        return response;
    }

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(header => new HttpHeader(header.Key, header.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = _headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }
}
