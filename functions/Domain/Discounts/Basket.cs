using PromoFunctions.Domain.Carts;

namespace PromoFunctions.Domain.Discounts;

/// <summary>A cart and what earlier discounts left of it, in minor units. Immutable.</summary>
public sealed class Basket
{
    private readonly long[] _left;

    private Basket(Cart cart, long[] left, long shippingLeft)
    {
        Cart = cart;
        _left = left;
        ShippingLeft = shippingLeft;
    }

    /// <summary>The cart as it was sent.</summary>
    public Cart Cart { get; }

    /// <summary>What is left of each line, in the cart's order; never below 0.</summary>
    public ReadOnlySpan<long> Left => _left;

    /// <summary>What is left of shipping; never below 0.</summary>
    public long ShippingLeft { get; }

    /// <summary>A cart before any discount.</summary>
    public static Basket Of(Cart cart)
    {
        var left = new long[cart.Lines.Count];
        for (var i = 0; i < left.Length; i++)
        {
            left[i] = cart.Lines[i].Total;
        }

        return new Basket(cart, left, cart.Shipping);
    }

    /// <summary>What is left after a discount.</summary>
    /// <exception cref="ArgumentException">The reduction takes more than there is.</exception>
    public Basket After(Reduction reduction)
    {
        var left = _left;
        if (!reduction.Lines.IsEmpty)
        {
            left = new long[_left.Length];
            for (var i = 0; i < left.Length; i++)
            {
                left[i] = _left[i] - reduction.Lines[i];
                if (left[i] < 0)
                {
                    throw new ArgumentException($"Line {i} would fall below zero.", nameof(reduction));
                }
            }
        }

        return reduction.Shipping <= ShippingLeft
            ? new Basket(Cart, left, ShippingLeft - reduction.Shipping)
            : throw new ArgumentException("Shipping would fall below zero.", nameof(reduction));
    }

    /// <summary>The sum of what is left that a discount applies to.</summary>
    public long CoveredTotal(AppliesTo appliesTo)
    {
        if (appliesTo.Target == DiscountClass.Shipping)
        {
            return Cover(appliesTo).Total;
        }

        long total = 0;
        for (var i = 0; i < _left.Length; i++)
        {
            total += appliesTo.Covers(Cart.Lines[i]) ? _left[i] : 0;
        }

        return total;
    }

    /// <summary>The part of what is left that a discount applies to.</summary>
    public Coverage Cover(AppliesTo appliesTo)
    {
        if (appliesTo.Target == DiscountClass.Shipping)
        {
            var admitted = appliesTo.CoversEverything || appliesTo.CoversAny(Cart);
            return new Coverage([], admitted ? ShippingLeft : 0);
        }

        var weights = new long[_left.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = appliesTo.Covers(Cart.Lines[i]) ? _left[i] : 0;
        }

        return new Coverage(weights, shipping: 0);
    }
}
