using System.Diagnostics.CodeAnalysis;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>The response to one action of a transaction.</summary>
internal sealed class PartResponse(int status, string reason, Dictionary<string, string> headers, ReadOnlyMemory<byte> body) : Response
{
    private Stream? _content;

    public override int Status => status;

    public override string ReasonPhrase => reason;

    public override Stream? ContentStream
    {
        get => _content ??= new MemoryStream(body.ToArray(), 0, body.Length, writable: false, publiclyVisible: true);
        set => _content = value;
    }

    public override string ClientRequestId { get; set; } = string.Empty;

    public override void Dispose() => _content?.Dispose();

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers.Select(header => new HttpHeader(header.Key, header.Value));
}
