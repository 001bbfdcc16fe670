using System.Text.Json;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Customers;

/// <summary>What the shop says about a customer. Every member may be missing.</summary>
/// <param name="Id">The shop's own id.</param>
/// <param name="Email">As sent.</param>
/// <param name="FirstName">As sent.</param>
/// <param name="OrdersPlaced">Orders before this one; null when the shop does not say.</param>
/// <param name="Tags">Compared without regard to case.</param>
public sealed record Customer(string? Id, string? Email, string? FirstName, int? OrdersPlaced, IReadOnlyList<string> Tags)
{
    /// <summary>The most characters of an id, a first name or a tag.</summary>
    public const int MaxNameLength = 100;

    /// <summary>The most tags.</summary>
    public const int MaxTags = 100;

    /// <summary>A customer of whom nothing is known.</summary>
    public static Customer Unknown { get; } = new(null, null, null, null, []);

    /// <summary>Reads a customer.</summary>
    public static Customer? Read(FieldReader reader)
    {
        var id = reader.OptionalText("id", MaxNameLength);
        var email = reader.OptionalParsed<string>("email", EmailAddress.MaxLength, EmailAddress.TryParse);
        var firstName = reader.OptionalText("firstName", MaxNameLength);
        var ordersPlaced = reader.OptionalInt("ordersPlaced", 0, 1_000_000);
        var tags = reader.OptionalTexts("tags", MaxTags, MaxNameLength) ?? [];
        reader.RefuseUnknown();
        return reader.Failed ? null : new Customer(id, email, firstName, ordersPlaced, tags);
    }

    /// <summary>Writes the customer as <see cref="Read"/> takes it; what is unknown is left out.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteText(writer, "id", Id);
        WriteText(writer, "email", Email);
        WriteText(writer, "firstName", FirstName);
        if (OrdersPlaced is { } orders)
        {
            writer.WriteNumber("ordersPlaced", orders);
        }

        writer.WriteStartArray("tags");
        foreach (var tag in Tags)
        {
            writer.WriteStringValue(tag);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
