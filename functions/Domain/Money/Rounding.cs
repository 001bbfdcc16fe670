namespace PromoFunctions.Domain.Money;

/// <summary>The one place where money is rounded: to whole minor units, half away from zero.</summary>
public static class Rounding
{
    /// <summary>Rounds to whole minor units: 0.5 is 1, -0.5 is -1.</summary>
    /// <exception cref="OverflowException">The amount does not fit a long.</exception>
    public static long HalfAwayFromZero(decimal amount) => (long)decimal.Round(amount, MidpointRounding.AwayFromZero);

    /// <summary>A percentage of an amount, rounded once: 20 percent of 2.50 is 0.50; 15 percent of 0.30 is 0.05.</summary>
    /// <exception cref="OverflowException">The result does not fit a long.</exception>
    public static long PercentOf(long amount, decimal percent) => HalfAwayFromZero(amount * percent / 100m);
}
