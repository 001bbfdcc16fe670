using System.Text;

namespace Azure.Data.Tables;

/// <summary>Takes multipart bodies (RFC 2046) with HTTP responses inside apart.</summary>
internal static class Multipart
{
    private const string HttpPrefix = "HTTP/1.1 ";

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
            var type = headers.GetValueOrDefault("Content-Type");
            if (type is not null && type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
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
        var end = content.Span.IndexOf("\r\n"u8);
        var line = Encoding.ASCII.GetString(content.Span[..(end < 0 ? content.Length : end)]);
        if (!line.StartsWith(HttpPrefix, StringComparison.Ordinal) || line.Length < 12 || !int.TryParse(line.AsSpan(9, 3), out var status))
        {
            throw new InvalidDataException("A part of a transaction's answer is no HTTP response.");
        }

        var (headers, body) = HeadersAndContent(content[end..]);
        return new PartResponse(status, line.Length > 13 ? line[13..] : string.Empty, headers, body);
    }

    /// <summary>Reads header lines up to an empty line; the text begins with the end of the line before.</summary>
    private static (Dictionary<string, string> Headers, ReadOnlyMemory<byte> Content) HeadersAndContent(ReadOnlyMemory<byte> text)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            if (!text.Span.StartsWith("\r\n"u8))
            {
                throw new InvalidDataException("A part of a multipart body ends within its headers.");
            }

            text = text[2..];
            var end = text.Span.IndexOf("\r\n"u8);
            if (end <= 0)
            {
                return (headers, end < 0 ? text : text[2..]);
            }

            var line = Encoding.UTF8.GetString(text.Span[..end]);
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon]] = line[(colon + 1)..].Trim();
            }

            text = text[end..];
        }
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
