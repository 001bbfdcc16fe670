using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>
/// Gives a body to what Kestrel refuses by itself. A request that cannot be parsed (rubbish, a null character in the path,
/// headers too long) never reaches the middleware: Kestrel answers an empty 4xx. This stands between Kestrel and the socket,
/// looks at the head of each answer that no request has asked for, and puts a problem document in its place.
/// </summary>
internal sealed class RejectionWriter(PipeWriter inner) : PipeWriter
{
    private const int StatusAt = 9;
    private static readonly byte[] Start = "HTTP/1.1 "u8.ToArray();
    private static readonly byte[] Empty = "\r\nContent-Length: 0\r\n"u8.ToArray();
    private Memory<byte> handedOut;
    private volatile bool answerExpected;

    /// <summary>Puts a writer into a connection, where the middleware finds it among the features.</summary>
    public static ConnectionDelegate Install(ConnectionDelegate next) => connection =>
    {
        var writer = new RejectionWriter(connection.Transport.Output);
        connection.Features.Set(writer);
        connection.Transport = new Duplex(connection.Transport.Input, writer);
        return next(connection);
    };

    /// <summary>The next answer is the app's, not Kestrel's.</summary>
    public void ExpectAnswer() => answerExpected = true;

    public override Memory<byte> GetMemory(int sizeHint = 0) => handedOut = inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        var written = handedOut.Span[..Math.Min(bytes, handedOut.Length)];
        if (written.StartsWith(Start) && written.Length > StatusAt && written[StatusAt] != (byte)'1')
        {
            if (answerExpected)
            {
                answerExpected = false;
            }
            else if (written[StatusAt] is (byte)'4' or (byte)'5' && written.EndsWith("\r\n\r\n"u8) && written.IndexOf(Empty) >= 0)
            {
                bytes = Replace(written);
            }
        }

        handedOut = default;
        inner.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private int Replace(ReadOnlySpan<byte> written)
    {
        if (!int.TryParse(written.Slice(StatusAt, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            return written.Length;
        }

        var body = Problem.Body(status, "The request is not one that HTTP allows.").Span;
        var head = Encoding.ASCII.GetString(written[..^2]).Replace(
            "\r\nContent-Length: 0\r\n",
            string.Create(CultureInfo.InvariantCulture, $"\r\nContent-Length: {body.Length}\r\nContent-Type: {Problem.ContentType}\r\n"),
            StringComparison.Ordinal) + "\r\n";
        if (head.Length + body.Length > handedOut.Length)
        {
            // No room in this buffer: the empty answer is still a right one.
            return written.Length;
        }

        var length = Encoding.ASCII.GetBytes(head, handedOut.Span);
        body.CopyTo(handedOut.Span[length..]);
        return length + body.Length;
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
