using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace PromoFunctions.Domain.Reading;

/// <summary>A place in a list that is sorted by time, as a token for a client: opaque, safe in a URL.</summary>
internal static class PageToken
{
    /// <summary>The text for a token that is not one.</summary>
    public const string Problem = "must be the next token of an earlier answer.";

    private const int MaxLength = 256;

    /// <summary>The token of an item.</summary>
    /// <param name="at">Its time.</param>
    /// <param name="id">Which one of that instant it is: ASCII without spaces, at most 128 characters.</param>
    public static string Of(DateTimeOffset at, string id) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks} {id}")));

    /// <summary>Takes a token back; the id is as it was sent, and for the caller to look at.</summary>
    public static bool TryParse(string token, out DateTimeOffset at, [NotNullWhen(true)] out string? id)
    {
        (at, id) = (default, null);
        var bytes = new byte[MaxLength];
        if (token.Length > MaxLength || !Base64Url.IsValid(token) || !Base64Url.TryDecodeFromChars(token, bytes, out var length))
        {
            return false;
        }

        var parts = Encoding.ASCII.GetString(bytes, 0, length).Split(' ');
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTimeOffset.MaxValue.UtcTicks)
        {
            return false;
        }

        (at, id) = (new DateTimeOffset(ticks, TimeSpan.Zero), parts[1]);
        return true;
    }
}
