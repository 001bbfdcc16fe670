using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace PromoFunctions.Domain.Ledger;

/// <summary>A place in a customer's history: that of the last item shown.</summary>
/// <param name="At">When that one was booked, in UTC.</param>
/// <param name="Id">Which one of that instant it was: letters (A to Z in either case), digits, hyphens, underscores and bars, 1 to <see cref="MaxIdLength"/> characters.</param>
public sealed record HistoryPlace(DateTimeOffset At, string Id)
{
    /// <summary>The longest <see cref="Id"/>.</summary>
    public const int MaxIdLength = 128;

    private const int MaxTokenLength = 256;

    /// <summary>The place as a token for a client: opaque, safe in a URL.</summary>
    public string ToToken() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks} {Id}")));

    /// <summary>Takes a token back.</summary>
    public static bool TryParse(string token, [NotNullWhen(true)] out HistoryPlace? value, [NotNullWhen(false)] out string? problem)
    {
        value = null;
        problem = "must be the next token of an earlier answer.";
        var bytes = new byte[MaxTokenLength];
        if (token.Length > MaxTokenLength || !Base64Url.IsValid(token) || !Base64Url.TryDecodeFromChars(token, bytes, out var length))
        {
            return false;
        }

        var parts = Encoding.ASCII.GetString(bytes, 0, length).Split(' ');
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTimeOffset.MaxValue.UtcTicks
            || parts[1].Length is 0 or > MaxIdLength
            || !parts[1].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '|'))
        {
            return false;
        }

        value = new HistoryPlace(new DateTimeOffset(ticks, TimeSpan.Zero), parts[1]);
        problem = null;
        return true;
    }
}
