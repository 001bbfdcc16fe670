using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Claims;

/// <summary>Which claims to list, the newest first. Null asks for all.</summary>
/// <param name="Status">Where they stand.</param>
/// <param name="Customer">Whose they are.</param>
/// <param name="Agent">Who sent them.</param>
/// <param name="From">Received at this instant or later.</param>
/// <param name="To">Received before this instant.</param>
/// <param name="Limit">The most items, from 1 to <see cref="MaxLimit"/>.</param>
/// <param name="After">Only what comes after this place in the list.</param>
public sealed record ClaimQuery(
    ClaimStatus? Status,
    CustomerKey? Customer,
    string? Agent,
    DateTimeOffset? From,
    DateTimeOffset? To,
    int Limit,
    ClaimPlace? After)
{
    /// <summary>The most items of a page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>The items of a page when nothing is said.</summary>
    public const int DefaultLimit = 100;
}

/// <summary>A page of claims.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Next">Where the next page goes on; null when there is none.</param>
public sealed record ClaimPage(IReadOnlyList<ClaimRecord> Items, ClaimPlace? Next);

/// <summary>A place in the list of claims: that of the last one shown.</summary>
/// <param name="ReceivedAt">When that one came in, in UTC.</param>
/// <param name="Id">Which one it was.</param>
public sealed record ClaimPlace(DateTimeOffset ReceivedAt, ClaimId Id)
{
    private const int MaxTokenLength = 200;

    /// <summary>The place as a token for a client: opaque, safe in a URL.</summary>
    public string ToToken() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{ReceivedAt.UtcTicks} {Id.Value}")));

    /// <summary>Takes a token back.</summary>
    public static bool TryParse(string token, [NotNullWhen(true)] out ClaimPlace? value, [NotNullWhen(false)] out string? problem)
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
            || !ClaimId.TryParse(parts[1], out var id, out _))
        {
            return false;
        }

        value = new ClaimPlace(new DateTimeOffset(ticks, TimeSpan.Zero), id);
        problem = null;
        return true;
    }
}
