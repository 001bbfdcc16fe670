using System.Text.Json;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Campaigns;

/// <summary>How often, and for how much, a campaign may be used. Null is without a limit.</summary>
/// <param name="Total">Redemptions and live holds over all codes and customers, at least 1.</param>
/// <param name="PerCustomer">Redemptions and live holds of one customer over all codes, at least 1.</param>
/// <param name="Budget">Discount given away, shipping included, in minor units, at least 1.</param>
public sealed record Limits(long? Total, int? PerCustomer, long? Budget)
{
    /// <summary>The largest number of uses.</summary>
    public const long MaxUses = 1_000_000_000_000;

    /// <summary>The largest number of uses of one customer.</summary>
    public const int MaxPerCustomer = 1_000_000_000;

    /// <summary>No limit.</summary>
    public static Limits None { get; } = new(null, null, null);

    /// <summary>Reads limits.</summary>
    public static Limits? Read(FieldReader reader)
    {
        var total = reader.OptionalWhole("total", 1, MaxUses);
        var perCustomer = reader.OptionalInt("perCustomer", 1, MaxPerCustomer);
        var budget = reader.OptionalWhole("budget", 1, Amounts.Max);
        reader.RefuseUnknown();
        return reader.Failed ? null : new Limits(total, perCustomer, budget);
    }

    /// <summary>Writes the limits as they are read; null where there is none.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteNumber(writer, "total", Total);
        WriteNumber(writer, "perCustomer", PerCustomer);
        WriteNumber(writer, "budget", Budget);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
