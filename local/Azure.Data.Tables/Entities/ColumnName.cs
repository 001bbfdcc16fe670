using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>A column's name, checked once, in the forms in which it is read and written.</summary>
internal sealed class ColumnName
{
    /// <summary>Names are few; a program that invents them without end must not fill the memory.</summary>
    private const int CacheLimit = 4096;

    private static readonly ConcurrentDictionary<string, ColumnName> s_cache = new(StringComparer.Ordinal);

    private ColumnName(string text)
    {
        Text = text;
        Utf8 = Encoding.UTF8.GetBytes(text);
        Json = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        TypeJson = JsonEncodedText.Encode(text + ColumnNames.TypeSuffix, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    }

    public string Text { get; }

    public byte[] Utf8 { get; }

    public JsonEncodedText Json { get; }

    /// <summary>The name of the annotation that carries the column's type.</summary>
    public JsonEncodedText TypeJson { get; }

    /// <summary>A name that the caller chose.</summary>
    /// <exception cref="RequestFailedException">400: it is too long or no identifier.</exception>
    public static ColumnName Of(string text)
    {
        if (s_cache.TryGetValue(text, out var known))
        {
            return known;
        }

        Check(text);
        var name = new ColumnName(text);
        if (s_cache.Count < CacheLimit)
        {
            s_cache.TryAdd(text, name);
        }

        return name;
    }

    /// <summary>A name that the protocol chose.</summary>
    public static ColumnName OfProtocol(string text) => new(text);

    private static void Check(string text)
    {
        if (text.Length > RowLimits.NameLength)
        {
            throw Refusal.BadRequest(TableErrorCode.PropertyNameTooLong, $"A column's name has {text.Length} characters; {RowLimits.NameLength} are allowed.");
        }

        // "Property names must follow C# naming rules": a letter or underscore, then letters, digits and underscores.
        var valid = text.Length > 0 && !char.IsDigit(text[0]);
        foreach (var character in text)
        {
            valid &= char.IsLetterOrDigit(character) || character == '_';
        }

        if (!valid)
        {
            throw Refusal.BadRequest(TableErrorCode.PropertyNameInvalid, $"'{text}' is no name for a column: letters, digits and underscores, no digit first.");
        }
    }
}
