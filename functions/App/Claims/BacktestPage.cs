using System.Globalization;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Claims;

/// <summary>Which of the claims that would be decided otherwise are listed.</summary>
/// <param name="Limit">At most so many.</param>
/// <param name="After">Only those after this place; null for the first page.</param>
public sealed record BacktestPage(int Limit, ClaimPlace? After)
{
    /// <summary>The most items of a page, and as many as there are when nothing is said: the answer is wanted whole.</summary>
    public const int MostItems = Page.MostItems;

    /// <summary>Reads the query parameters; null when <paramref name="errors"/> got anything, under the parameter's name.</summary>
    public static BacktestPage? Read(string? limit, string? next, InputErrors errors)
    {
        var most = MostItems;
        if (!string.IsNullOrEmpty(limit)
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MostItems))
        {
            errors.Add("limit", $"must be a whole number from 1 to {MostItems}.");
        }

        ClaimPlace? after = null;
        if (!string.IsNullOrEmpty(next) && !ClaimPlace.TryParse(next, out after, out var problem))
        {
            errors.Add("next", problem);
        }

        return errors.IsEmpty ? new(most, after) : null;
    }
}
