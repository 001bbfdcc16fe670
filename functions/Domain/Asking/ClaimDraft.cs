using System.Globalization;
using System.Text.Json;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Asking;

/// <summary>
/// A claim made of a question that the terms do not answer, as the body of <c>POST /api/claims</c>: ready to post when the
/// customer is named and the currency is known. What is not known is left out; nothing is made up.
/// </summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Question">What was asked.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Phrases">The language of the question, and so of the reply.</param>
public sealed record ClaimDraft(ClaimKind Kind, string Question, DateTimeOffset AskedAt, Phrases Phrases)
{
    // Who took the question: this desk, not a person.
    private const string Desk = "ask";

    /// <summary>The code, when it is known.</summary>
    public PromoCode? Code { get; init; }

    /// <summary>The currency of the cart, else of the code's campaign.</summary>
    public Currency? Currency { get; init; }

    /// <summary>Who asks.</summary>
    public Customer? Customer { get; init; }

    /// <summary>What the customer is about to buy; part of a <see cref="ClaimKind.DiscountRequest"/> only, as the desk takes it.</summary>
    public Cart? Cart { get; init; }

    /// <summary>Writes the draft.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", Vocabulary<ClaimKind>.Words[Kind]);
        if (Code is not null)
        {
            writer.WriteString("code", Code.Value);
        }

        if (Currency is not null)
        {
            writer.WriteString("currency", Currency.Code);
        }

        if (Customer is not null)
        {
            writer.WritePropertyName("customer");
            Customer.Write(writer);
        }

        if (Cart is not null && Kind == ClaimKind.DiscountRequest)
        {
            writer.WritePropertyName("cart");
            Cart.Write(writer);
        }

        writer.WritePropertyName("contact");
        new Contact(
            Desk,
            Desk,
            AskedAt.ToUniversalTime().ToString("'ask-'yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
            Question,
            [new ContactMessage(AskedAt.ToUniversalTime(), "customer", Question)]).Write(writer);
        writer.WriteString("language", Phrases.Language);
        writer.WriteEndObject();
    }
}
