using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Redemptions;

/// <summary>The body of <c>POST /api/redemptions</c>.</summary>
/// <param name="OrderId">1 to 128 characters.</param>
/// <param name="Codes">1 to 10 codes.</param>
/// <param name="Cart">The order.</param>
/// <param name="Customer">Who orders; null when nobody is named.</param>
/// <param name="Client">What is known of the browser; null for nothing.</param>
/// <param name="Mode">Redeem at once, or hold.</param>
/// <param name="HoldMinutes">For how long a hold lasts: 1 to 60, default 15. Means nothing when redeemed at once.</param>
public sealed record RedeemRequest(string OrderId, IReadOnlyList<PromoCode> Codes, Cart Cart, Customer? Customer, ClientInfo? Client, RedeemMode Mode, int HoldMinutes)
{
    /// <summary>The most characters of an order id.</summary>
    public const int MaxOrderIdLength = 128;

    private const int MostHoldMinutes = 60;
    private const int UsualHoldMinutes = 15;

    /// <summary>For how long the uses are set aside; null to redeem at once.</summary>
    public TimeSpan? HoldFor => Mode == RedeemMode.Hold ? TimeSpan.FromMinutes(HoldMinutes) : null;

    /// <summary>Reads the body.</summary>
    public static RedeemRequest? Read(FieldReader reader)
    {
        var orderId = reader.Text("orderId", MaxOrderIdLength);
        var codes = reader.ParsedList<PromoCode>("codes", Evaluate.MaxCodes, PromoCode.MaxTypedLength, PromoCode.TryParse, minItems: 1);
        var cart = reader.Object("cart", Cart.Read);
        var customer = reader.OptionalObject("customer", Customer.Read);
        var client = reader.OptionalObject("client", ClientInfo.Read);
        var mode = reader.Choice<RedeemMode>("mode");
        var minutes = reader.OptionalInt("holdMinutes", 1, MostHoldMinutes) ?? UsualHoldMinutes;
        reader.RefuseUnknown();
        return orderId is not null && codes is not null && cart is not null && mode is { } wanted && !reader.Failed
            ? new RedeemRequest(orderId, codes, cart, customer, client, wanted, minutes)
            : null;
    }
}
