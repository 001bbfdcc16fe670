namespace PromoFunctions.Domain.Discounts;

/// <summary>Units of one line that cost the same. A line may hold a billion units, so units are never counted out one by one.</summary>
/// <param name="Line">The line's position in the cart.</param>
/// <param name="Price">What is left of one unit, in minor units.</param>
/// <param name="Count">How many units.</param>
internal readonly record struct UnitRun(int Line, long Price, long Count)
{
    /// <summary>
    /// The units of a basket that a discount applies to, dearest first, ties to the earlier line. What earlier discounts left
    /// of a line is spread over its units: 10.00 over three is one of 3.34 and two of 3.33.
    /// </summary>
    internal static List<UnitRun> Of(Basket basket, AppliesTo appliesTo)
    {
        var runs = new List<UnitRun>();
        for (var i = 0; i < basket.Left.Length; i++)
        {
            var line = basket.Cart.Lines[i];
            if (!appliesTo.Covers(line))
            {
                continue;
            }

            var (price, dearer) = Math.DivRem(basket.Left[i], line.Quantity);
            if (dearer > 0)
            {
                runs.Add(new UnitRun(i, price + 1, dearer));
            }

            runs.Add(new UnitRun(i, price, line.Quantity - dearer));
        }

        runs.Sort((one, other) => one.Price == other.Price ? one.Line.CompareTo(other.Line) : other.Price.CompareTo(one.Price));
        return runs;
    }
}
