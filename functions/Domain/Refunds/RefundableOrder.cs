using System.Collections.Immutable;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Refunds;

/// <summary>An order as refunds are counted from it: what was bought, less everything that came off it, at checkout or by a claim later.</summary>
/// <param name="Lines">In the cart's order.</param>
/// <param name="Shipping">What the customer paid for it, in minor units.</param>
/// <param name="Discounts">What came off, with where it came off.</param>
public sealed record RefundableOrder(ImmutableArray<RefundableLine> Lines, long Shipping, ImmutableArray<SpreadDiscount> Discounts)
{
    /// <summary>
    /// Takes the discounts off the lines and the shipping that they name. Two units at 12.50 with 5.00 off are a line of 20.00.
    /// What a claim gave beyond that (an agreed sum, or off a line that the order does not have) is spread over what the goods
    /// still cost, then taken off shipping, so that what is left is what the customer paid: never below 0.
    /// </summary>
    /// <param name="lines">As bought; ids are unique.</param>
    /// <param name="shipping">Before discount, in minor units.</param>
    /// <param name="discounts">In the order in which they were given.</param>
    public static RefundableOrder Of(ImmutableArray<BoughtLine> lines, long shipping, IEnumerable<GivenDiscount> discounts)
    {
        var nets = lines.Select(line => checked(line.Quantity * line.UnitPrice)).ToArray();
        var spread = new List<SpreadDiscount>();
        foreach (var discount in discounts)
        {
            var byLine = new long[lines.Length];
            var left = discount.Amount;
            for (var i = 0; i < byLine.Length; i++)
            {
                var named = discount.Lines.Where(line => line.Id == lines[i].Id).Sum(line => line.Discount);
                byLine[i] = Take(Math.Min(named, left), ref nets[i]);
                left -= byLine[i];
            }

            left -= Take(Math.Min(discount.Shipping, left), ref shipping);
            if (Math.Min(left, nets.Sum()) is > 0 and var rest)
            {
                var parts = Allocation.ByLargestRemainder(rest, nets);
                for (var i = 0; i < parts.Length; i++)
                {
                    byLine[i] += Take(parts[i], ref nets[i]);
                }

                left -= rest;
            }

            Take(left, ref shipping);
            spread.Add(new(discount.Id, discount.Amount, [.. byLine]));
        }

        return new([.. lines.Select((line, i) => new RefundableLine(line.Id, line.Quantity, nets[i]))], shipping, [.. spread]);
    }

    private static long Take(long asked, ref long from)
    {
        var taken = Math.Min(asked, from);
        from -= taken;
        return taken;
    }
}

/// <summary>A line of an order, net of every discount.</summary>
/// <param name="Id">Its id in the cart.</param>
/// <param name="Quantity">Units bought, at least 1.</param>
/// <param name="Net">What the customer paid for all of them, in minor units, at least 0.</param>
public sealed record RefundableLine(string Id, int Quantity, long Net);

/// <summary>What one redemption took of one campaign.</summary>
/// <param name="Id">Names it among the order's.</param>
/// <param name="Amount">Minor units, shipping discount included.</param>
/// <param name="Lines">Off which lines.</param>
/// <param name="Shipping">Off shipping.</param>
public sealed record GivenDiscount(string Id, long Amount, ImmutableArray<AppliedLine> Lines, long Shipping);

/// <summary>A discount with what it took off each line of the order.</summary>
/// <param name="Id">As given.</param>
/// <param name="Amount">All of it, in minor units.</param>
/// <param name="ByLine">Beside the order's lines.</param>
public sealed record SpreadDiscount(string Id, long Amount, ImmutableArray<long> ByLine);
