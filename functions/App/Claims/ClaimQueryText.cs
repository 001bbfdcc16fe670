using System.Globalization;
using System.Text.Json;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Claims;

/// <summary>Reads the query parameters of the list of claims.</summary>
internal static class ClaimQueryText
{
    /// <summary>The query; null when <paramref name="errors"/> got anything, under the parameter's name.</summary>
    public static ClaimQuery? Read(Func<string, string?> parameter, CustomerKeys keys, InputErrors errors)
    {
        // The parameters are read as the members of a body would be, by the same rules and with the same sentences.
        var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var name in (ReadOnlySpan<string>)["status", "customer", "agent", "from", "to", "next"])
            {
                if (parameter(name) is { Length: > 0 } text)
                {
                    writer.WriteString(name, text);
                }
            }

            if (parameter("limit") is { Length: > 0 } limit)
            {
                WriteNumber(writer, "limit", limit);
            }

            writer.WriteEndObject();
        }

        var found = new InputErrors();
        if (JsonInput.Read(json.ToArray(), found, reader => Read(reader, keys)) is { } query)
        {
            return query;
        }

        foreach (var (pointer, sentences) in found.ToList())
        {
            foreach (var sentence in sentences)
            {
                errors.Add(pointer.TrimStart('/'), sentence);
            }
        }

        return null;
    }

    private static ClaimQuery? Read(FieldReader reader, CustomerKeys keys)
    {
        var status = reader.OptionalChoice<ClaimStatus>("status");
        var customer = reader.OptionalText("customer", EmailAddress.MaxLength);
        var agent = reader.OptionalText("agent", Contact.MaxNameLength);
        var from = reader.OptionalInstant("from");
        var to = reader.OptionalInstant("to");
        var limit = reader.OptionalInt("limit", 1, ClaimQuery.MaxLimit) ?? ClaimQuery.DefaultLimit;
        var next = reader.OptionalParsed<ClaimPlace>("next", 200, ClaimPlace.TryParse);
        if (from is { } start && to is { } end && end <= start)
        {
            reader.Refuse("to", "must be after from.");
        }

        return reader.Failed
            ? null
            : new ClaimQuery(status, KeyOf(customer, keys), agent, from?.ToUniversalTime(), to?.ToUniversalTime(), limit, next);
    }

    private static CustomerKey? KeyOf(string? idOrEmail, CustomerKeys keys)
    {
        if (idOrEmail is null)
        {
            return null;
        }

        return EmailAddress.TryParse(idOrEmail, out var email, out _)
            ? keys.Of(Customer.Unknown with { Email = email })
            : keys.Of(Customer.Unknown with { Id = idOrEmail });
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            // Read as text, it is refused with the sentence that says what a number must be.
            writer.WriteString(name, text);
        }
    }
}
