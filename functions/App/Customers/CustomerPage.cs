using System.Globalization;
using Microsoft.AspNetCore.Http;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Customers;

/// <summary>The part of a customer's history that a caller asks for: its four lists go on side by side, each from its own place.</summary>
/// <param name="Limit">1 to <see cref="Page.MostItems"/> items of each list.</param>
/// <param name="Codes">Where the codes go on.</param>
/// <param name="Redemptions">Where the redemptions go on.</param>
/// <param name="Attempts">Where the refused attempts go on.</param>
/// <param name="Claims">Where the claims go on.</param>
public sealed record CustomerPage(int Limit, ListPlace<HistoryPlace> Codes, ListPlace<HistoryPlace> Redemptions, ListPlace<HistoryPlace> Attempts, ListPlace<ClaimPlace> Claims)
{
    private const int UsualItems = 100;
    private const int Lists = 4;

    /// <summary>Reads <c>?limit=</c> and <c>?next=</c>.</summary>
    /// <returns>The page, or what is wrong.</returns>
    public static (CustomerPage? Page, Problem? Problem) Read(HttpRequest request)
    {
        var limit = UsualItems;
        if (request.Query["limit"].ToString() is { Length: > 0 } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Page.MostItems))
        {
            return (null, Problem.Invalid("limit", $"must be a whole number from 1 to {Page.MostItems}."));
        }

        string[] places = request.Query["next"].ToString() is { Length: > 0 } token ? token.Split(ListPlace.Between) : ["", "", "", ""];
        return places.Length == Lists
            && ListPlace.Read<HistoryPlace>(places[0], HistoryPlace.TryParse) is { } codes
            && ListPlace.Read<HistoryPlace>(places[1], HistoryPlace.TryParse) is { } redemptions
            && ListPlace.Read<HistoryPlace>(places[2], HistoryPlace.TryParse) is { } attempts
            && ListPlace.Read<ClaimPlace>(places[3], ClaimPlace.TryParse) is { } claims
            ? (new(limit, codes, redemptions, attempts, claims), null)
            : (null, Problem.Invalid("next", "must be the next token of an earlier answer."));
    }

    /// <summary>The token of the page after this one; null when all lists are at their ends.</summary>
    public static string? TokenOf(HistoryPlace? codes, HistoryPlace? redemptions, HistoryPlace? attempts, ClaimPlace? claims) =>
        codes is null && redemptions is null && attempts is null && claims is null
            ? null
            : string.Join(ListPlace.Between, new[] { codes?.ToToken(), redemptions?.ToToken(), attempts?.ToToken(), claims?.ToToken() }.Select(place => place ?? ListPlace.End));
}
