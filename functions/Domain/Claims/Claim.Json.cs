using System.Text.Encodings.Web;
using System.Text.Json;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims;

// The one form of a claim, for HTTP, the queue and the store alike.
public sealed partial record Claim
{
    // Never shown in HTML: umlauts stay one character, so that a claim does not grow by being written.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a claim.</summary>
    /// <param name="reader">The whole object.</param>
    /// <param name="whenNone">The id of a claim that was sent without one.</param>
    /// <param name="receivedAt">When it came in; an order placed later is refused.</param>
    public static Claim? Read(FieldReader reader, ClaimId whenNone, DateTimeOffset receivedAt)
    {
        var id = reader.OptionalParsed<ClaimId>("claimId", ClaimId.MaxLength, ClaimId.TryParse) ?? whenNone;
        var kind = reader.Choice<ClaimKind>("kind");
        var code = reader.OptionalParsed<PromoCode>("code", PromoCode.MaxTypedLength, PromoCode.TryParse);
        var requestedAmount = reader.OptionalWhole("requestedAmount", 0, Amounts.Max);
        var currency = reader.OptionalParsed<Currency>("currency", 10, Currency.TryParse);
        var customer = reader.Object("customer", Customer.Read);
        var order = reader.OptionalObject("order", inner => ClaimedOrder.Read(inner, receivedAt));
        var cart = reader.OptionalObject("cart", Cart.Read);
        var client = reader.OptionalObject("client", ClientInfo.Read);
        var contact = reader.Object("contact", Contact.Read);
        var language = reader.OptionalChoice<ReplyLanguage>("language") ?? ReplyLanguage.En;
        reader.RefuseUnknown();
        if (kind is { } known)
        {
            RefuseWhatDoesNotFit(reader, known);
        }

        if (customer is not null && CustomerIdentity.Of(customer) is null)
        {
            reader.Refuse("customer", "must have an id or an email.");
        }

        var inUse = CurrencyOf(reader, currency, order?.Cart.Currency ?? cart?.Currency);
        return !reader.Failed && kind is { } about && inUse is not null && customer is not null && contact is not null
            ? new Claim(id, about, inUse, customer, contact)
            {
                Code = code,
                RequestedAmount = requestedAmount,
                Order = order,
                Cart = cart,
                Client = client,
                Language = language,
            }
            : null;
    }

    /// <summary>Writes the claim as <see cref="Read"/> takes it: one form for all spellings of the same content.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("claimId", Id.Value);
        writer.WriteString("kind", Vocabulary<ClaimKind>.Words[Kind]);
        if (Code is not null)
        {
            writer.WriteString("code", Code.Value);
        }

        if (RequestedAmount is { } requested)
        {
            writer.WriteNumber("requestedAmount", requested);
        }

        writer.WriteString("currency", Currency.Code);
        writer.WritePropertyName("customer");
        Customer.Write(writer);
        if (Order is not null)
        {
            writer.WritePropertyName("order");
            Order.Write(writer);
        }

        if (Cart is not null)
        {
            writer.WritePropertyName("cart");
            Cart.Write(writer);
        }

        WriteClient(writer);
        writer.WritePropertyName("contact");
        Contact.Write(writer);
        writer.WriteString("language", Vocabulary<ReplyLanguage>.Words[Language]);
        writer.WriteEndObject();
    }

    /// <summary>The claim as UTF-8 JSON.</summary>
    public byte[] ToUtf8()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            Write(writer);
        }

        return buffer.ToArray();
    }

    private static void RefuseWhatDoesNotFit(FieldReader reader, ClaimKind kind)
    {
        if (kind.NeedsOrder())
        {
            foreach (var member in (ReadOnlySpan<string>)["code", "order"])
            {
                if (!reader.Has(member))
                {
                    reader.Refuse(member, $"is required for a claim of kind {Vocabulary<ClaimKind>.Words[kind]}.");
                }
            }
        }

        if (kind != ClaimKind.DiscountRequest && reader.Has("cart"))
        {
            reader.Refuse("cart", "must be left out: only a discount-request has a cart of its own.");
        }
    }

    private static Currency? CurrencyOf(FieldReader reader, Currency? named, Currency? ofCart)
    {
        if (named is null && ofCart is null && !reader.Has("order") && !reader.Has("cart") && !reader.Has("currency"))
        {
            reader.Refuse("currency", "is required when there is neither an order nor a cart.");
        }
        else if (named is not null && ofCart is not null && named != ofCart)
        {
            reader.Refuse("currency", "must be the currency of the order or the cart.");
        }

        return ofCart ?? named;
    }

    private void WriteClient(Utf8JsonWriter writer)
    {
        if (Client is null)
        {
            return;
        }

        writer.WriteStartObject("client");
        if (Client.Address is not null)
        {
            writer.WriteString("address", Client.Address);
        }

        if (Client.Session is not null)
        {
            writer.WriteString("session", Client.Session);
        }

        writer.WriteEndObject();
    }
}
