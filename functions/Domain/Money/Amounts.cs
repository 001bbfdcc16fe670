namespace PromoFunctions.Domain.Money;

/// <summary>The bounds of money: amounts are whole minor units of one currency, from 0 to <see cref="Max"/>.</summary>
public static class Amounts
{
    /// <summary>The largest amount, and the largest sum: 10^15 minor units.</summary>
    public const long Max = 1_000_000_000_000_000;
}
