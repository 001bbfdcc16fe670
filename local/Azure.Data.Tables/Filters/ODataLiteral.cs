using System.Globalization;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>
/// Values as OData literals, of the forms that "Querying tables and entities" gives
/// (https://learn.microsoft.com/rest/api/storageservices/querying-tables-and-entities#constructing-filter-strings).
/// </summary>
internal static class ODataLiteral
{
    /// <summary>The literal of a value; null when there is none for its type.</summary>
    public static string? TryCreate(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        sbyte or byte or short or ushort or int or uint or decimal => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        long or ulong => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture) + "L",
        float number => OfDouble(number),
        double number => OfDouble(number),
        Guid guid => $"guid'{guid:D}'",
        DateTimeOffset instant => OfInstant(instant.UtcDateTime),
        DateTime instant => OfInstant(instant.ToUniversalTime()),
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data.ToMemory().Span)}'",
        string text => Quote(text),
        char character => Quote(character.ToString()),
        StringBuilder text => Quote(text.ToString()),
        _ => null,
    };

    /// <summary>The quote is the one character that means something in a string: doubled, it is itself.</summary>
    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string OfInstant(DateTime utc) => $"datetime'{utc.ToString("O", CultureInfo.InvariantCulture)}'";

    private static string OfDouble(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);

        // A number without a point or exponent is an integer to the service.
        return double.IsFinite(value) && text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }
}
