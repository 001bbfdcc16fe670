using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Tests;

/// <summary>Values for tests, made the way the edge makes them: from JSON.</summary>
internal static class Given
{
    internal static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    internal static readonly CustomerKeys Keys = new("a secret of some length"u8);

    internal static T Value<T>(string json, Func<FieldReader, T?> read)
        where T : class
    {
        var errors = new InputErrors();
        var value = JsonInput.Read(Encoding.UTF8.GetBytes(json), errors, read);
        return value ?? throw new InvalidOperationException("Not valid: " + string.Join("; ", Lines(errors)));
    }

    /// <summary>The errors of a JSON text, as "pointer sentence".</summary>
    internal static string[] Errors<T>(string json, Func<FieldReader, T?> read)
        where T : class
    {
        var errors = new InputErrors();
        var value = JsonInput.Read(Encoding.UTF8.GetBytes(json), errors, read);
        Assert.Equal(errors.IsEmpty, value is not null);
        return Lines(errors);
    }

    internal static string Json(Action<Utf8JsonWriter> write)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    /// <summary>A cart of lines "sku category quantity unitPrice", a trailing "sale" for lines on sale; ids are 1, 2, …</summary>
    internal static Cart Cart(string[] lines, string currency = "EUR", long shipping = 0, string channel = "web", string region = "DE")
    {
        var json = lines.Select((line, index) =>
        {
            var part = line.Split(' ');
            return $$"""
                { "id": "{{index + 1}}", "sku": "{{part[0]}}", "categories": ["{{part[1]}}"], "quantity": {{part[2]}},
                  "unitPrice": {{part[3]}}, "onSale": {{(part.Length > 4 ? "true" : "false")}} }
                """;
        });
        return Value(
            $$"""
            { "currency": "{{currency}}", "channel": "{{channel}}", "region": "{{region}}", "shipping": {{shipping}},
              "lines": [ {{string.Join(", ", json)}} ] }
            """,
            Domain.Carts.Cart.Read);
    }

    internal static string Items(string more = "") => $$"""{ "target": "items"{{more}} }""";

    internal static string PercentOff(string percent, string target = "items", string more = "") =>
        $$"""{ "kind": "percent-off", "percent": {{percent}}, "appliesTo": { "target": "{{target}}"{{more}} } }""";

    internal static string AmountOff(long amount, string target = "items", string more = "") =>
        $$"""{ "kind": "amount-off", "amount": {{amount}}, "appliesTo": { "target": "{{target}}"{{more}} } }""";

    internal static string DefinitionJson(
        string discount,
        string conditions = "[]",
        string limits = "{}",
        string combinesWith = "[]",
        string status = "active",
        string currency = "EUR",
        string startsAt = "2026-06-01T00:00:00+02:00",
        string endsAt = "2026-09-01T00:00:00+02:00",
        string zone = "Europe/Berlin",
        bool announce = false) => $$"""
        { "name": "A campaign", "goal": "retention", "status": "{{status}}", "currency": "{{currency}}",
          "startsAt": "{{startsAt}}", "endsAt": "{{endsAt}}", "timeZone": "{{zone}}",
          "discount": {{discount}}, "conditions": {{conditions}}, "limits": {{limits}}, "combinesWith": {{combinesWith}},
          "announce": {{(announce ? "true" : "false")}} }
        """;

    internal static Campaign Campaign(string id, string definition) =>
        Domain.Campaigns.Campaign.Create(CampaignId.Parse(id), Value(definition, CampaignDefinition.Read));

    internal static Candidate Candidate(string code, string definition, string? id = null) =>
        new(PromoCode.Parse(code), Campaign(id ?? code.ToLowerInvariant(), definition));

    internal static Customer Customer(string json) => Value(json, Domain.Customers.Customer.Read);

    internal static Purchase Purchase(Cart cart, string? customer = null, DateTimeOffset? at = null)
    {
        var who = customer is null ? null : Customer(customer);
        return new Purchase(cart, who, Keys.Of(who), at ?? Noon);
    }

    internal static OrderEvaluation Evaluation(Purchase purchase, params Candidate[] candidates) =>
        Evaluate.Codes(candidates, purchase, Phrases.English);

    internal static Discount Discount(string json) => Value(json, Domain.Discounts.Discount.Read);

    internal static Condition Condition(string json) => Value(json, Domain.Conditions.Condition.Read);

    /// <summary>What a discount takes off each line of a cart.</summary>
    internal static long[] LinesOff(string discount, Cart cart)
    {
        var reduction = Discount(discount).TakeOff(Basket.Of(cart));
        return reduction.Lines.IsEmpty ? new long[cart.Lines.Count] : reduction.Lines.ToArray();
    }

    /// <summary>What a condition says of an order; null when it is met.</summary>
    internal static Reason? Refusal(string condition, Cart cart, string? customer = null, DateTimeOffset? at = null, string zone = "Europe/Berlin", string? appliesTo = null, Phrases? phrases = null)
    {
        var order = new OrderContext(
            PromoCode.Parse("BIG5"),
            cart,
            customer is null ? Domain.Customers.Customer.Unknown : Customer(customer),
            at ?? Noon,
            CampaignZone.Parse(zone),
            Value(appliesTo ?? Items(), AppliesTo.Read),
            phrases ?? Phrases.English);
        return Condition(condition).Check(order);
    }

    private static string[] Lines(InputErrors errors) =>
        [.. errors.ToList().SelectMany(place => place.Value.Select(sentence => place.Key + " " + sentence))];
}
