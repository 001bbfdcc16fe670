using System.Text.Json;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Campaigns;

/// <summary>For which occasions a campaign gives personal codes away, and how often.</summary>
/// <param name="Occasions">1 to 20 words, each once.</param>
/// <param name="ValidHours">How long such a code works, in hours from its issue, from 1 to 87,600.</param>
/// <param name="OncePer">How often the same customer gets one for the same occasion.</param>
public sealed record OfferRules(IReadOnlyList<string> Occasions, int ValidHours, OfferFrequency OncePer)
{
    /// <summary>The most characters of an occasion.</summary>
    public const int MaxOccasionLength = 64;

    private const int MaxOccasions = 20;
    private const int TenYears = 87_600;

    /// <summary>Reads the rules.</summary>
    public static OfferRules? Read(FieldReader reader)
    {
        var occasions = reader.Texts("occasions", MaxOccasions, MaxOccasionLength, minItems: 1);
        var validHours = reader.Int("validHours", 1, TenYears);
        var oncePer = reader.Choice<OfferFrequency>("oncePer");
        reader.RefuseUnknown();
        return occasions is not null && validHours is not null && oncePer is not null && !reader.Failed
            ? new OfferRules([.. occasions.Distinct(StringComparer.Ordinal)], validHours.Value, oncePer.Value)
            : null;
    }

    /// <summary>Writes the rules as they are read.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("occasions");
        foreach (var occasion in Occasions)
        {
            writer.WriteStringValue(occasion);
        }

        writer.WriteEndArray();
        writer.WriteNumber("validHours", ValidHours);
        writer.WriteString("oncePer", Vocabulary<OfferFrequency>.Words[OncePer]);
        writer.WriteEndObject();
    }
}

/// <summary>How often an offer for the same occasion is made.</summary>
public enum OfferFrequency
{
    /// <summary>Once.</summary>
    Customer,

    /// <summary>Once a calendar year.</summary>
    Year,
}
