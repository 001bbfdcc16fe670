using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Asking;

/// <summary>The body of <c>POST /api/codes/ask</c>.</summary>
/// <param name="Question">As typed: 1 to <see cref="MaxQuestionLength"/> characters.</param>
/// <param name="Code">The code that it is about; null to look for one in the question.</param>
/// <param name="Cart">What is to be bought; null when nothing is said about it.</param>
/// <param name="Customer">Who asks; null when nobody is named.</param>
/// <param name="Client">What is known of the browser; null for nothing.</param>
public sealed record AskRequest(string Question, PromoCode? Code, Cart? Cart, Customer? Customer, ClientInfo? Client)
{
    /// <summary>The most characters of a question.</summary>
    public const int MaxQuestionLength = 1_000;

    /// <summary>Reads the body.</summary>
    public static AskRequest? Read(FieldReader reader)
    {
        var question = reader.Prose("question", MaxQuestionLength);
        var code = reader.OptionalParsed<PromoCode>("code", PromoCode.MaxTypedLength, PromoCode.TryParse);
        var cart = reader.OptionalObject("cart", Cart.Read);
        var customer = reader.OptionalObject("customer", Customer.Read);
        var client = reader.OptionalObject("client", ClientInfo.Read);
        reader.RefuseUnknown();
        return question is not null && !reader.Failed ? new AskRequest(question, code, cart, customer, client) : null;
    }
}
