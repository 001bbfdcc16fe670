using System.Buffers;
using System.Text.Json;
using PromoFunctions.Domain.Conditions;
using PromoFunctions.Domain.Discounts;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Campaigns;

/// <summary>What a campaign gives, to whom, when: the part whose every change is a new version.</summary>
/// <param name="Currency">Of every amount in the terms.</param>
/// <param name="StartsAt">The first instant at which codes work.</param>
/// <param name="EndsAt">The first instant at which they no longer do; after <paramref name="StartsAt"/>.</param>
/// <param name="Zone">By whose clock hours and days are told.</param>
/// <param name="Discount">What it gives.</param>
/// <param name="Conditions">What it asks; all of them must hold.</param>
/// <param name="CombinesWith">The classes of discount that its codes may be used with, each once.</param>
public sealed record Terms(
    Currency Currency,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    CampaignZone Zone,
    Discount Discount,
    IReadOnlyList<Condition> Conditions,
    IReadOnlyList<DiscountClass> CombinesWith)
{
    /// <summary>The most conditions.</summary>
    public const int MaxConditions = 50;

    /// <summary>Whether an instant lies in the period: its start is included, its end is not.</summary>
    public bool Runs(DateTimeOffset at) => at >= StartsAt && at < EndsAt;

    /// <summary>Whether these terms and <paramref name="other"/> each allow the other's class of discount.</summary>
    public bool CombineWith(Terms other) => CombinesWith.Contains(other.Discount.Class) && other.CombinesWith.Contains(Discount.Class);

    /// <summary>Whether both give the same: instants compare as instants, whatever their offset.</summary>
    public bool GiveTheSameAs(Terms other) =>
        StartsAt == other.StartsAt && EndsAt == other.EndsAt && Canonical().SequenceEqual(other.Canonical());

    /// <summary>Reads the members that are terms; the rest of the object is for somebody else to read.</summary>
    public static Terms? ReadMembers(FieldReader reader)
    {
        var currency = reader.Parsed<Currency>("currency", 10, Currency.TryParse);
        var startsAt = reader.Instant("startsAt");
        var endsAt = reader.Instant("endsAt");
        var zone = reader.Parsed<CampaignZone>("timeZone", CampaignZone.MaxLength, CampaignZone.TryParse);
        var discount = reader.Object("discount", Discount.Read);
        var conditions = reader.OptionalObjects("conditions", MaxConditions, Condition.Read) ?? [];
        var combinesWith = reader.OptionalChoices<DiscountClass>("combinesWith", 10) ?? [];
        if (startsAt is { } start && endsAt is { } end && end <= start)
        {
            reader.Refuse("endsAt", "must be after startsAt.");
        }

        RefuseContradictions(reader, conditions);
        return !reader.Failed && currency is not null && startsAt is not null && endsAt is not null && zone is not null && discount is not null
            ? new Terms(currency, startsAt.Value, endsAt.Value, zone, discount, conditions, [.. combinesWith.Distinct().Order()])
            : null;
    }

    /// <summary>Writes the members that are terms into an open object.</summary>
    public void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("currency", Currency.Code);
        writer.WriteString("startsAt", StartsAt);
        writer.WriteString("endsAt", EndsAt);
        WriteGift(writer);
    }

    private void WriteGift(Utf8JsonWriter writer)
    {
        writer.WriteString("timeZone", Zone.Name);
        writer.WritePropertyName("discount");
        Discount.Write(writer);
        writer.WriteStartArray("conditions");
        foreach (var condition in Conditions)
        {
            condition.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("combinesWith");
        foreach (var discountClass in CombinesWith)
        {
            writer.WriteStringValue(Vocabulary<DiscountClass>.Words[discountClass]);
        }

        writer.WriteEndArray();
    }

    private ReadOnlySpan<byte> Canonical()
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("currency", Currency.Code);
            WriteGift(writer);
            writer.WriteEndObject();
        }

        return json.WrittenSpan;
    }

    private static void RefuseContradictions(FieldReader reader, IReadOnlyList<Condition> conditions)
    {
        for (var later = 1; later < conditions.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (conditions[later].Contradicts(conditions[earlier]) || conditions[earlier].Contradicts(conditions[later]))
                {
                    reader.Refuse("conditions", later, $"must not contradict {reader.PointerTo("conditions", earlier)}: no order could meet both.");
                }
            }
        }
    }
}
