using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace PromoFunctions.App.Http;

/// <summary>Reads a body into memory, up to a limit.</summary>
internal static class RequestBody
{
    /// <summary>The largest body: 1 MB.</summary>
    public const int MostBytes = 1_000_000;

    /// <summary>The body, or null when it is larger than <see cref="MostBytes"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MostBytes)
        {
            return null;
        }

        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 4096) + 1);
        while (true)
        {
            var read = await request.Body.ReadAsync(body.GetMemory(1), cancellationToken).ConfigureAwait(false);
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
}
