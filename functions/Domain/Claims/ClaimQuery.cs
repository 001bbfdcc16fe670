using System.Diagnostics.CodeAnalysis;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;

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
    /// <summary>The place as a token for a client: opaque, safe in a URL.</summary>
    public string ToToken() => PageToken.Of(ReceivedAt, Id.Value);

    /// <summary>Takes a token back.</summary>
    public static bool TryParse(string token, [NotNullWhen(true)] out ClaimPlace? value, [NotNullWhen(false)] out string? problem)
    {
        if (PageToken.TryParse(token, out var at, out var text) && ClaimId.TryParse(text, out var id, out _))
        {
            (value, problem) = (new ClaimPlace(at, id), null);
            return true;
        }

        (value, problem) = (null, PageToken.Problem);
        return false;
    }
}
