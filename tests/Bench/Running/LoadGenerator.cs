using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PromoFunctions.Bench.Running;

/// <summary>
/// Sends one request over and over on a number of connections, each waiting for its answer. On bare sockets: what an HTTP
/// client costs would be the same for every server, and so make them look alike.
/// </summary>
/// <param name="server">Where to.</param>
/// <param name="path">The request's path.</param>
/// <param name="body">Its JSON.</param>
/// <param name="connections">How many at once.</param>
internal sealed class LoadGenerator(Uri server, string path, byte[] body, int connections)
{
    private readonly byte[] _request = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
        POST {path} HTTP/1.1
        Host: {server.Authority}
        x-functions-key: storefront-local
        Content-Type: application/json
        Content-Length: {body.Length}


        """).ReplaceLineEndings("\r\n")), .. body];

    /// <summary>Answers of a second, on average over a round.</summary>
    /// <exception cref="InvalidDataException">An answer was not 200.</exception>
    public async Task<double> RoundAsync(TimeSpan length)
    {
        var end = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => ConnectionAsync(end))));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private async Task<long> ConnectionAsync(long end)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        var buffer = new byte[64 * 1024];
        for (long count = 0; ; count++)
        {
            if (Stopwatch.GetTimestamp() >= end)
            {
                return count;
            }

            await socket.SendAsync(_request, SocketFlags.None);
            var filled = 0;
            do
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None);
                filled += read > 0 ? read : throw new InvalidDataException("The server hung up.");
            }
            while (!IsWhole(buffer.AsSpan(0, filled)));
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        if (!answer.StartsWith("HTTP/1.1 200 "u8))
        {
            throw new InvalidDataException("Not 200: " + Encoding.UTF8.GetString(answer));
        }

        var name = "\r\nContent-Length: "u8;
        var length = answer[..head].IndexOf(name);
        return length < 0
            ? answer.EndsWith("\r\n0\r\n\r\n"u8)
            : Utf8Parser.TryParse(answer[(length + name.Length)..], out int bytes, out _) && answer.Length - head - 4 >= bytes;
    }
}
