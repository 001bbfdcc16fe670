using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Values in JSON whose type is known from the annotation beside them, or from their own form.</summary>
internal static class EdmValue
{
    public const string DateTime = "Edm.DateTime";

    /// <summary>The value that the reader stands at by its own form: a string, a Boolean, an int, a long, a double or null.</summary>
    public static object? Read(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => json.GetString(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        JsonTokenType.Number when json.TryGetInt32(out var number) => number,
        JsonTokenType.Number when json.TryGetInt64(out var number) => number,
        JsonTokenType.Number => json.GetDouble(),
        var token => throw new JsonException($"A column's value is a {token}."),
    };

    /// <summary>A value that was read by its own form, as what its annotation says it is.</summary>
    /// <exception cref="NotSupportedException">No such type.</exception>
    public static object Convert(string type, object value) => (type, value) switch
    {
        ("Edm.String", string) or ("Edm.Boolean", bool) or ("Edm.Int32", int) or ("Edm.Double", double) or ("Edm.Int64", long) => value,
        ("Edm.Int64", string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        ("Edm.Int64", int number) => (long)number,
        ("Edm.Int32", string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        ("Edm.Double", int number) => (double)number,
        ("Edm.Double", long number) => (double)number,
        ("Edm.Double", string text) => ParseDouble(text),
        (DateTime, string text) => ParseInstant(text),
        ("Edm.Guid", string text) => Guid.Parse(text),
        ("Edm.Binary", string text) => System.Convert.FromBase64String(text),
        _ => throw new NotSupportedException($"A column of the type {type} holds a {value.GetType()}."),
    };

    public static double ParseDouble(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" or "INF" => double.PositiveInfinity,
        "-Infinity" or "-INF" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    public static DateTimeOffset ParseInstant(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
