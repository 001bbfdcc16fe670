using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Inventory;

/// <summary>Which promotions are asked for; what is null asks for all.</summary>
/// <param name="Text">Part of the id, the name, the summary or a public code; compared without regard to case.</param>
/// <param name="Status">Where the campaign stands.</param>
/// <param name="From">The period ends after this instant.</param>
/// <param name="To">The period starts before this instant.</param>
public sealed record InventoryQuery(string? Text, CampaignStatus? Status, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>The most characters of a text.</summary>
    public const int MaxTextLength = 200;

    /// <summary>Reads the query parameters.</summary>
    /// <returns>The query, or what is wrong.</returns>
    public static (InventoryQuery? Query, Problem? Problem) Read(HttpRequest request)
    {
        // Read as the members of a body would be, by the same rules and with the same sentences.
        var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var name in (ReadOnlySpan<string>)["text", "status"])
            {
                Write(writer, name, request.Query[name].ToString());
            }

            foreach (var name in (ReadOnlySpan<string>)["from", "to"])
            {
                // An offset's plus that was not escaped arrives as a space, which no instant has.
                Write(writer, name, request.Query[name].ToString().Replace(' ', '+'));
            }

            writer.WriteEndObject();
        }

        var found = new InputErrors();
        if (JsonInput.Read(json.ToArray(), found, Read) is { } query)
        {
            return (query, null);
        }

        var errors = new InputErrors();
        foreach (var (pointer, sentences) in found.ToList())
        {
            foreach (var sentence in sentences)
            {
                errors.Add(pointer.TrimStart('/'), sentence);
            }
        }

        return (null, Problem.Invalid(errors));
    }

    private static InventoryQuery? Read(FieldReader reader)
    {
        var text = reader.OptionalText("text", MaxTextLength);
        var status = reader.OptionalChoice<CampaignStatus>("status");
        var from = reader.OptionalInstant("from");
        var to = reader.OptionalInstant("to");
        if (from >= to)
        {
            reader.Refuse("to", "must be after from.");
        }

        return reader.Failed ? null : new InventoryQuery(text, status, from, to);
    }

    private static void Write(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0)
        {
            writer.WriteString(name, value);
        }
    }
}
