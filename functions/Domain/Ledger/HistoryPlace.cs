using System.Diagnostics.CodeAnalysis;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Ledger;

/// <summary>A place in a customer's history: that of the last item shown.</summary>
/// <param name="At">When that one was booked, in UTC.</param>
/// <param name="Id">Which one of that instant it was: letters (A to Z in either case), digits, hyphens, underscores and bars, 1 to <see cref="MaxIdLength"/> characters.</param>
public sealed record HistoryPlace(DateTimeOffset At, string Id)
{
    /// <summary>The longest <see cref="Id"/>.</summary>
    public const int MaxIdLength = 128;

    /// <summary>The place as a token for a client: opaque, safe in a URL.</summary>
    public string ToToken() => PageToken.Of(At, Id);

    /// <summary>Takes a token back.</summary>
    public static bool TryParse(string token, [NotNullWhen(true)] out HistoryPlace? value, [NotNullWhen(false)] out string? problem)
    {
        if (PageToken.TryParse(token, out var at, out var id)
            && id.Length is > 0 and <= MaxIdLength
            && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '|'))
        {
            (value, problem) = (new HistoryPlace(at, id), null);
            return true;
        }

        (value, problem) = (null, PageToken.Problem);
        return false;
    }
}
