using System.Globalization;
using System.Text.Json;

namespace PromoFunctions.Domain.Reading;

/// <summary>
/// Reads single values. Each method answers null and the value, or a sentence without its subject that says what is
/// allowed. None throws, whatever the element holds.
/// </summary>
internal static class JsonScalars
{
    // 'K' also takes no offset at all; Instant looks for it.
    private static readonly string[] InstantFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK",
    ];

    private static readonly DateTimeOffset EarliestInstant = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static string? Text(JsonElement element, int maxLength, bool severalLines, out string text)
    {
        text = "";
        if (element.ValueKind != JsonValueKind.String)
        {
            return "must be text.";
        }

        if (!TryGetString(element, out text))
        {
            return "must be valid Unicode text.";
        }

        if (text.Length > maxLength)
        {
            return $"must have at most {Number(maxLength)} characters.";
        }

        foreach (var character in text)
        {
            if (char.IsControl(character) && !(severalLines && character is '\n' or '\r' or '\t'))
            {
                return severalLines
                    ? "must not hold control characters other than tabs and line ends."
                    : "must not hold control characters.";
            }
        }

        return string.IsNullOrWhiteSpace(text) ? "must not be empty." : null;
    }

    internal static string? Whole(JsonElement element, long min, long max, out long value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out value) && value >= min && value <= max
            ? null
            : $"must be a whole number from {Number(min)} to {Number(max)}.";
    }

    internal static string? Decimal(JsonElement element, decimal min, decimal max, int maxDecimals, out decimal value)
    {
        value = 0;
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDecimal(out value) || value < min || value > max)
        {
            return $"must be a number from {Plain(min)} to {Plain(max)}.";
        }

        // Dividing by one with 28 zeros takes trailing zeros off, so that 20, 20.0 and 2e1 are one value.
        value /= 1.0000000000000000000000000000m;
        return value.Scale <= maxDecimals ? null : $"must have at most {Number(maxDecimals)} decimals.";
    }

    internal static string? Flag(JsonElement element, out bool value)
    {
        value = element.ValueKind == JsonValueKind.True;
        return element.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false.";
    }

    internal static string? Instant(JsonElement element, out DateTimeOffset value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.String
            && TryGetString(element, out var text)
            && HasOffset(text)
            && DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out value)
            && value >= EarliestInstant
            ? null
            : "must be an instant from 1970 on with its offset, such as 2026-06-01T00:00:00+02:00 or 2026-05-31T22:00:00Z.";
    }

    /// <summary>The one place where a string that is no Unicode (half a surrogate pair, broken UTF-8) is met.</summary>
    internal static bool TryGetString(JsonElement element, out string text)
    {
        try
        {
            text = element.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    internal static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Plain(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    private static bool HasOffset(string text) =>
        text.Length > 16 && (text[^1] == 'Z' || (text[^6] is '+' or '-' && text[^3] == ':'));
}
