using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Attempts;

/// <summary>Codes that a shopper sent and that did not work, to be kept as evidence.</summary>
/// <param name="At">When they were sent.</param>
/// <param name="EvaluatedAt">The instant for which they were evaluated: <paramref name="At"/>, unless the shop named another.</param>
/// <param name="Customer">Who sent them; null when only the session is known.</param>
/// <param name="Session">The shop's id of the browser's session; null when it is not known.</param>
/// <param name="Cart">What was to be bought.</param>
/// <param name="OrdersPlaced">The customer's orders before this one, as the shop said.</param>
/// <param name="Tags">The customer's tags, as the shop said.</param>
/// <param name="Codes">Those that did not work; at least one.</param>
public sealed record SentCodes(
    DateTimeOffset At,
    DateTimeOffset EvaluatedAt,
    CustomerKey? Customer,
    string? Session,
    Cart Cart,
    int? OrdersPlaced,
    IReadOnlyList<string> Tags,
    IReadOnlyList<AttemptedCode> Codes)
{
    /// <summary>About how much memory this holds, in lines of a cart.</summary>
    public int Weight => 1 + Cart.Lines.Sum(line => 1 + line.Categories.Count) + Tags.Count + Codes.Count;
}
