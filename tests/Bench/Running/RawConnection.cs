using System.Buffers.Text;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PromoFunctions.Bench.Running;

/// <summary>
/// One kept-alive HTTP/1.1 connection on a bare socket: what an HTTP client costs would be the same for every server,
/// and so make them look alike.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private const int StatusAt = 9; // After "HTTP/1.1 ".
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    private RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(Uri server)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(server.Host, server.Port);
        return connection;
    }

    /// <summary>A request of the storefront with a JSON body, as it goes over the wire.</summary>
    public static byte[] Request(Uri server, string path, ReadOnlySpan<byte> body) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
            POST {path} HTTP/1.1
            Host: {server.Authority}
            x-functions-key: storefront-local
            Content-Type: application/json
            Content-Length: {body.Length}


            """).ReplaceLineEndings("\r\n")), .. body];

    /// <summary>Sends a request and waits for the whole answer.</summary>
    /// <returns>Head and body; good until the next request.</returns>
    /// <exception cref="InvalidDataException">The server hung up.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> SendAsync(byte[] request)
    {
        await _socket.SendAsync(request, SocketFlags.None);
        var filled = 0;
        do
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled), SocketFlags.None);
            filled += read > 0 ? read : throw new InvalidDataException("The server hung up.");
        }
        while (!IsWhole(_buffer.AsSpan(0, filled)));
        return _buffer.AsMemory(0, filled);
    }

    /// <summary>The status of an answer.</summary>
    public static int StatusOf(ReadOnlySpan<byte> answer) =>
        answer.StartsWith("HTTP/1.1 "u8) && Utf8Parser.TryParse(answer[StatusAt..], out int status, out _)
            ? status
            : throw new InvalidDataException("No HTTP/1.1: " + Encoding.UTF8.GetString(answer));

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var name = "\r\nContent-Length: "u8;
        var length = answer[..head].IndexOf(name);
        return length < 0
            ? answer.EndsWith("\r\n0\r\n\r\n"u8)
            : Utf8Parser.TryParse(answer[(length + name.Length)..], out int bytes, out _) && answer.Length - head - 4 >= bytes;
    }
}
