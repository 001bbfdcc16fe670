using System.Collections.Immutable;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Refunds;

/// <summary>Works out what a customer gets back for a part of an order, so that all parts together give exactly what was paid.</summary>
/// <remarks>
/// Once r of a line's q units are back, the customer has got r/q of what the line cost net, rounded half up; a refund is the
/// difference to what was given before. So no unit of money is lost or given twice, whatever the order of refunds, and the last
/// unit completes the line. The discount that comes back is counted likewise, for each campaign.
/// </remarks>
public static class DecideRefund
{
    /// <summary>
    /// The refund, or why there is none. One of two units at 12.50 with 5.00 off gives 10.00. By lines leaves shipping out; all that
    /// is left includes it. The uses come back with the refund after which no unit and no paid shipping is left.
    /// </summary>
    public static RefundVerdict Of(RefundableOrder order, RefundsSoFar soFar, RefundRequest request)
    {
        if (Excesses(order, soFar, request) is { } excesses)
        {
            return new RefundVerdict.TooMuch(excesses);
        }

        var asked = request.Lines?.ToDictionary(line => line.Id, line => line.Quantity, StringComparer.Ordinal);
        var lines = soFar.Lines;
        var given = ImmutableArray.CreateBuilder<RefundedLine>();
        foreach (var line in order.Lines)
        {
            var before = soFar.Of(line.Id);
            var units = asked is null ? line.Quantity - before.Units : asked.GetValueOrDefault(line.Id);
            if (units > 0)
            {
                // A claim may have lowered what the line cost after units of it were refunded: what was given stays given.
                var amount = Math.Max(0, Rounding.PartsOf(line.Net, before.Units + units, line.Quantity) - before.Amount);
                given.Add(new(line.Id, units, amount));
                lines = lines.SetItem(line.Id, new(before.Units + units, before.Amount + amount));
            }
        }

        var shippingLeft = Math.Max(0, order.Shipping - soFar.Shipping);
        var shipping = asked is null ? shippingLeft : 0;
        var next = soFar with { Lines = lines, Shipping = soFar.Shipping + shipping };
        next = next with { Complete = shipping == shippingLeft && order.Lines.All(line => next.Of(line.Id).Units == line.Quantity) };
        var discounts = order.Discounts.ToDictionary(discount => discount.Id, discount => Back(order, discount, next) - soFar.Discounts.GetValueOrDefault(discount.Id), StringComparer.Ordinal);
        next = next with { Discounts = next.Discounts.SetItems(discounts.Select(back => KeyValuePair.Create(back.Key, back.Value + soFar.Discounts.GetValueOrDefault(back.Key)))) };
        return new RefundVerdict.Granted(given.Sum(line => line.Amount) + shipping, given.ToImmutable(), discounts, next);
    }

    private static ImmutableArray<RefundExcess>? Excesses(RefundableOrder order, RefundsSoFar soFar, RefundRequest request)
    {
        if (request.Lines is not { } asked)
        {
            return soFar.Complete ? [] : null;
        }

        var excesses = asked
            .Select(line => (Asked: line, Known: order.Lines.FirstOrDefault(known => known.Id == line.Id)))
            .Select(line => new RefundExcess(line.Asked.Id, line.Asked.Quantity, line.Known is null ? 0 : line.Known.Quantity - soFar.Of(line.Asked.Id).Units, line.Known is not null))
            .Where(line => line.Asked > line.Left)
            .ToImmutableArray();
        return excesses.IsEmpty ? null : excesses;
    }

    /// <summary>What came back of a discount in all: with the last unit and shipping the whole of it.</summary>
    private static long Back(RefundableOrder order, SpreadDiscount discount, RefundsSoFar soFar)
    {
        var byLines = order.Lines.Select((line, i) => Rounding.PartsOf(discount.ByLine[i], soFar.Of(line.Id).Units, line.Quantity)).Sum();
        return Math.Max(soFar.Complete ? discount.Amount : byLines, soFar.Discounts.GetValueOrDefault(discount.Id));
    }
}

/// <summary>What a refund comes to. Exactly one of the nested kinds.</summary>
public abstract record RefundVerdict
{
    private RefundVerdict()
    {
    }

    /// <summary>It may be given.</summary>
    /// <param name="Amount">Minor units, shipping included.</param>
    /// <param name="Lines">In the cart's order.</param>
    /// <param name="Discounts">The discount that comes back with it, by <see cref="GivenDiscount.Id"/>.</param>
    /// <param name="SoFar">Everything given back, this refund included.</param>
    public sealed record Granted(long Amount, ImmutableArray<RefundedLine> Lines, IReadOnlyDictionary<string, long> Discounts, RefundsSoFar SoFar) : RefundVerdict;

    /// <summary>More than is left.</summary>
    /// <param name="Excesses">The lines at fault, in the request's order; empty when everything was given back before.</param>
    public sealed record TooMuch(ImmutableArray<RefundExcess> Excesses) : RefundVerdict;
}
