using System.Text.Json;

namespace PromoFunctions.Domain.Reading;

/// <summary>Turns bytes from outside into a <see cref="JsonDocument"/> or into an error; never throws on any bytes.</summary>
public static class JsonInput
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = MaxDepth,
    };

    private static readonly JsonDocumentOptions WithDuplicates = Strict with { AllowDuplicateProperties = true };

    /// <summary>
    /// Parses one JSON value (UTF-8, an optional byte order mark). Null when it is malformed, nested too deeply or names
    /// a member twice; <paramref name="errors"/> then says where. The caller disposes the document, and keeps
    /// <paramref name="utf8"/> unchanged until then.
    /// </summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, InputErrors errors)
    {
        var json = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (json.IsEmpty)
        {
            errors.Add("", "must be JSON, but it is empty.");
            return null;
        }

        try
        {
            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException malformed)
        {
            if (!ReportDuplicates(json, errors))
            {
                errors.Add("", Where(malformed));
            }
        }
        catch (InvalidOperationException)
        {
            // The check for duplicates unescapes member names; one with half a surrogate pair or broken UTF-8 ends here.
            errors.Add("", "must be JSON in valid UTF-8, but a member's name is not.");
        }

        return null;
    }

    /// <summary>Parses an object and reads it with <paramref name="read"/>; null when <paramref name="errors"/> got anything.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> utf8, InputErrors errors, Func<FieldReader, T?> read)
        where T : class
    {
        using var document = Parse(utf8, errors);
        var reader = document is null ? null : FieldReader.Open(document.RootElement, errors);
        var value = reader is null ? null : read(reader);
        return errors.IsEmpty ? value : null;
    }

    private static string Where(JsonException malformed) =>
        malformed is { LineNumber: { } line, BytePositionInLine: { } position }
            ? $"must be JSON nested at most {MaxDepth} levels deep; it is not at line {line + 1}, byte {position + 1}."
            : $"must be JSON nested at most {MaxDepth} levels deep, with no member named twice.";

    private static bool ReportDuplicates(ReadOnlyMemory<byte> json, InputErrors errors)
    {
        try
        {
            using var document = JsonDocument.Parse(json, WithDuplicates);
            var before = errors.Count;
            ReportDuplicates(document.RootElement, "", errors);
            return errors.Count > before;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void ReportDuplicates(JsonElement element, string pointer, InputErrors errors)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                ReportDuplicates(item, JsonPointer.Append(pointer, index++), errors);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
            {
                var place = JsonPointer.Append(pointer, member.Name);
                if (!names.Add(member.Name))
                {
                    errors.Add(place, "must be named once.");
                }

                ReportDuplicates(member.Value, place, errors);
            }
        }
    }
}
