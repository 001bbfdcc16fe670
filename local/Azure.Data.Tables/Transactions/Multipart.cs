using System.Buffers.Text;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>Takes multipart bodies (RFC 2046) with HTTP responses inside apart.</summary>
internal static class Multipart
{
    private static ReadOnlySpan<byte> HttpPrefix => "HTTP/1.1 "u8;

    /// <summary>The responses in a body, those of nested parts included, in their order.</summary>
    /// <exception cref="InvalidDataException">The body is no such thing.</exception>
    public static List<Response> Responses(ReadOnlyMemory<byte> body, string? contentType)
    {
        var responses = new List<Response>();
        Collect(body, contentType, responses);
        return responses;
    }

    private static void Collect(ReadOnlyMemory<byte> body, string? contentType, List<Response> responses)
    {
        var delimiter = Encoding.ASCII.GetBytes("--" + Boundary(contentType));
        var at = body.Span.IndexOf(delimiter);
        while (at >= 0)
        {
            body = body[(at + delimiter.Length)..];
            if (body.Span.StartsWith("--"u8))
            {
                return;
            }

            at = body.Span.IndexOf(delimiter);
            var (headers, content) = HeadersAndContent(body[..(at < 0 ? body.Length : at)]);
            if (headers.Find("Content-Type") is { } type && type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            {
                Collect(content, type, responses);
            }
            else
            {
                responses.Add(HttpResponse(content));
            }
        }

        throw new InvalidDataException("A multipart body does not end.");
    }

    private static PartResponse HttpResponse(ReadOnlyMemory<byte> content)
    {
        var line = content.Span[..Math.Max(0, content.Span.IndexOf("\r\n"u8))];
        if (!line.StartsWith(HttpPrefix) || !Utf8Parser.TryParse(line[HttpPrefix.Length..], out int status, out var digits) || digits != 3)
        {
            throw new InvalidDataException("A part of a transaction's answer is no HTTP response.");
        }

        var (headers, body) = HeadersAndContent(content[line.Length..]);
        return new PartResponse(status, Encoding.ASCII.GetString(line[(HttpPrefix.Length + digits)..]).Trim(), headers, body);
    }

    /// <summary>Takes header lines and what follows the empty line after them apart; the text begins with the end of the line before.</summary>
    private static (HeaderLines Headers, ReadOnlyMemory<byte> Content) HeadersAndContent(ReadOnlyMemory<byte> text)
    {
        var end = text.Span.IndexOf("\r\n\r\n"u8);
        return end >= 0
            ? (new HeaderLines(text[..end]), text[(end + 4)..])
            : throw new InvalidDataException("A part of a multipart body ends within its headers.");
    }

    private static string Boundary(string? contentType)
    {
        const string Parameter = "boundary=";
        var at = contentType?.IndexOf(Parameter, StringComparison.OrdinalIgnoreCase) ?? -1;
        if (contentType is null || at < 0)
        {
            throw new InvalidDataException("A multipart body has no boundary.");
        }

        var value = contentType[(at + Parameter.Length)..];
        var end = value.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? value : value[..end]).Trim().Trim('"');
    }
}
