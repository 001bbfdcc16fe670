using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace PromoFunctions.App.Http;

/// <summary>Reads a body into memory, up to a limit.</summary>
internal static class RequestBody
{
    /// <summary>The largest body: 1 MB.</summary>
    public const int MostBytes = 1_000_000;

    /// <summary>The body, or null when it is larger than <see cref="MostBytes"/>.</summary>
    /// <exception cref="BadHttpRequestException">It breaks off.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MostBytes)
        {
            return null;
        }

        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 4096) + 1);
        while (true)
        {
            var read = await ReadSomeAsync(request.Body, body.GetMemory(1), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return body.WrittenMemory;
            }

            body.Advance(read);
            if (body.WrittenCount > MostBytes)
            {
                return null;
            }
        }
    }

    private static async ValueTask<int> ReadSomeAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            // The caller's connection, which must not pass for that of a service behind us.
            throw new BadHttpRequestException("The body breaks off.", StatusCodes.Status400BadRequest, broken);
        }
    }
}
