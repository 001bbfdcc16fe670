using System.Globalization;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Carts;

/// <summary>Sentences about a cart that cannot be.</summary>
internal static class CartText
{
    private static readonly string Most = Amounts.Max.ToString("#,0", CultureInfo.InvariantCulture);

    internal static readonly string LineTooLarge = $"must not bring quantity times unitPrice above {Most} minor units.";

    internal static readonly string CartTooLarge = $"must not bring the cart's total, shipping included, above {Most} minor units.";

    internal const string RepeatedId = "must have an id that no other line of the cart has.";
}
