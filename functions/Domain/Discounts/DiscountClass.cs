namespace PromoFunctions.Domain.Discounts;

/// <summary>What a discount works on, in the order in which discounts are applied; codes combine by it.</summary>
public enum DiscountClass
{
    /// <summary>Lines of the cart.</summary>
    Items,

    /// <summary>The goods as a whole, after item discounts.</summary>
    Order,

    /// <summary>Shipping.</summary>
    Shipping,
}
