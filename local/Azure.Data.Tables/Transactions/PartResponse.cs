using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>The response to one action of a transaction.</summary>
internal sealed class PartResponse(int status, string reason, HeaderLines headers, ReadOnlyMemory<byte> body) : Response
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

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = headers.Find(name);
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = headers.Find(name) is { } value ? [value] : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => headers.Find(name) is not null;

    protected override IEnumerable<HttpHeader> EnumerateHeaders() =>
        headers.All().Select(header => new HttpHeader(Encoding.UTF8.GetString(header.Name.Span), Encoding.UTF8.GetString(header.Value.Span)));
}
