using System.Collections.Concurrent;
using System.Net;
using System.Text;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Telemetry;

/// <summary>An OpenTelemetry collector that keeps what it is sent over OTLP/HTTP as protobuf.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _taken = new();
    private readonly Task _serving;

    public OtlpCollector()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>What <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names.</summary>
    public Uri Address { get; }

    /// <summary>All bytes so far as text; texts stand in protobuf as they are, in UTF-8.</summary>
    public string Texts => string.Concat(_taken.Select(request => Encoding.UTF8.GetString(request.Body)));

    /// <summary>The spans so far.</summary>
    public IReadOnlyList<Span> Spans =>
    [
        .. from request in _taken
           where request.Path == "/v1/traces"
           from resource in Messages(request.Body, 1)
           from scope in Messages(resource, 2)
           from span in Messages(scope, 2)
           select new Span(
               Encoding.UTF8.GetString(Messages(span, 5).Single().Span),
               Hex(span, 1) ?? "",
               Hex(span, 2) ?? "",
               Hex(span, 4)),
    ];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private static string? Hex(ReadOnlyMemory<byte> message, int field) =>
        Messages(message, field).Select(bytes => Convert.ToHexStringLower(bytes.Span)).SingleOrDefault(text => text.Length > 0);

    /// <summary>The values of a field of wire type 2 (https://protobuf.dev/programming-guides/encoding).</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int field)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 5:
                    at += 4;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    if ((int)(tag >> 3) == field)
                    {
                        yield return message.Slice(at, length);
                    }

                    at += length;
                    break;
                default:
                    throw new InvalidDataException($"No such wire type: {tag & 7}.");
            }
        }
    }

    private static ulong Varint(ReadOnlyMemory<byte> message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message.Span[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext call;
            try
            {
                call = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await call.Request.InputStream.CopyToAsync(body);
            _taken.Enqueue((call.Request.Url?.AbsolutePath ?? "", body.ToArray()));
            call.Response.Close();
        }
    }

    /// <summary>A span as it travelled; ids in lower-case hexadecimal.</summary>
    internal sealed record Span(string Name, string TraceId, string SpanId, string? ParentSpanId);
}
