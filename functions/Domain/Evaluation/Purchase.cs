using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Evaluation;

/// <summary>What somebody is about to buy, or bought.</summary>
/// <param name="Cart">The goods.</param>
/// <param name="Customer">What the shop says about the buyer; null when nothing.</param>
/// <param name="CustomerKey">Who the buyer is for limits and personal codes; null when the shop does not say.</param>
/// <param name="At">When.</param>
public sealed record Purchase(Cart Cart, Customer? Customer, CustomerKey? CustomerKey, DateTimeOffset At);
