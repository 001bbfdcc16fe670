using System.Globalization;

namespace PromoFunctions.App.Http;

/// <summary>The header <c>If-Match</c> (RFC 9110, section 13.1.1) of what is numbered from 1. Lists of ETags are not taken.</summary>
internal static class IfMatch
{
    /// <summary>Null without the header or for <c>*</c>; false for what can be no ETag of ours.</summary>
    public static bool TryReadNumber(string? header, out int? number)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(header) || header.Trim() == "*")
        {
            return true;
        }

        var text = header.Trim();
        text = text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text;
        if (!int.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var read) || read < 1)
        {
            return false;
        }

        number = read;
        return true;
    }
}
