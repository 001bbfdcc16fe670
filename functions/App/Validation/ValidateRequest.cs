using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Validation;

/// <summary>The body of <c>POST /api/codes/validate</c>.</summary>
/// <param name="Codes">0 to 10 codes; none asks for what would apply.</param>
/// <param name="Cart">What is to be bought.</param>
/// <param name="Customer">Who buys; null when nobody is named.</param>
/// <param name="Client">What is known of the browser; null for nothing.</param>
/// <param name="At">When; null for now.</param>
public sealed record ValidateRequest(IReadOnlyList<PromoCode> Codes, Cart Cart, Customer? Customer, ClientInfo? Client, DateTimeOffset? At)
{
    /// <summary>Reads the body.</summary>
    public static ValidateRequest? Read(FieldReader reader)
    {
        var codes = reader.ParsedList<PromoCode>("codes", Evaluate.MaxCodes, PromoCode.MaxTypedLength, PromoCode.TryParse);
        var cart = reader.Object("cart", Cart.Read);
        var customer = reader.OptionalObject("customer", Customer.Read);
        var client = reader.OptionalObject("client", ClientInfo.Read);
        var at = reader.OptionalInstant("at");
        reader.RefuseUnknown();
        return codes is not null && cart is not null && !reader.Failed ? new ValidateRequest(codes, cart, customer, client, at) : null;
    }
}
