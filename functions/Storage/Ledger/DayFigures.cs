using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What one channel brought on one day in one lane; amounts in minor units of the campaign's currency.</summary>
/// <param name="Redemptions">Uses taken, retroactive ones among them.</param>
/// <param name="Retroactive">Of these, by claims.</param>
/// <param name="Discount">Given away, shipping included.</param>
/// <param name="OrderValue">Goods before discount, each order once.</param>
/// <param name="Customers">Customers not seen before in this channel on this day.</param>
/// <param name="WeekCustomers">Customers not seen before in this channel in this ISO week: a week's days add up to its customers.</param>
/// <param name="MonthCustomers">The same for the month.</param>
internal sealed record ChannelFigures(long Redemptions, long Retroactive, long Discount, long OrderValue, long Customers, long WeekCustomers, long MonthCustomers)
{
    public static ChannelFigures None { get; } = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>Holds that were not confirmed in time, each order once.</summary>
    public long HoldsExpired { get; init; }

    /// <summary>Refunds made on the day.</summary>
    public long Refunds { get; init; }

    /// <summary>The discount that came back with them.</summary>
    public long RefundedDiscount { get; init; }

    /// <summary>What a use that is taken brings.</summary>
    /// <param name="entry">The use, on its day.</param>
    /// <param name="seen">The last day on which its customer was counted in its channel; null when it was not, or for an anonymous order.</param>
    public static ChannelFigures Of(OutboxEntry entry, string? seen)
    {
        // An anonymous order counts as a customer of its own, once.
        var counts = entry.Customer is not null || entry.FirstOfOrder;
        return new(
            1,
            entry.Kind == OutboxEntry.Retroactive ? 1 : 0,
            entry.Discount,
            entry.OrderValue,
            counts && seen != entry.Day ? 1 : 0,
            counts && (seen is null || BusinessCalendar.WeekOf(seen) != BusinessCalendar.WeekOf(entry.Day)) ? 1 : 0,
            counts && (seen is null || BusinessCalendar.MonthOf(seen) != BusinessCalendar.MonthOf(entry.Day)) ? 1 : 0);
    }

    public ChannelFigures Plus(ChannelFigures other) => new(
        Redemptions + other.Redemptions,
        Retroactive + other.Retroactive,
        Discount + other.Discount,
        OrderValue + other.OrderValue,
        Customers + other.Customers,
        WeekCustomers + other.WeekCustomers,
        MonthCustomers + other.MonthCustomers)
    {
        HoldsExpired = HoldsExpired + other.HoldsExpired,
        Refunds = Refunds + other.Refunds,
        RefundedDiscount = RefundedDiscount + other.RefundedDiscount,
    };
}

/// <summary>The figures of one day in one lane.</summary>
/// <param name="Channels">By channel.</param>
/// <param name="Count">Redemptions, counted apart from the channels' figures: what the control row compares them with.</param>
/// <param name="Discount">Discount, counted apart likewise.</param>
internal sealed record DayFigures(ImmutableSortedDictionary<string, ChannelFigures> Channels, long Count, long Discount)
{
    /// <summary>By batch and by gift; null in days of before they were counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UseFigures? Uses { get; init; }

    public static DayFigures None { get; } = new(ImmutableSortedDictionary.Create<string, ChannelFigures>(StringComparer.Ordinal), 0, 0);

    public DayFigures Add(string channel, ChannelFigures figures) => new(
        Channels.SetItem(channel, (Channels.GetValueOrDefault(channel) ?? ChannelFigures.None).Plus(figures)),
        Count + figures.Redemptions,
        Discount + figures.Discount)
    {
        Uses = Uses,
    };

    /// <summary>With an entry's uses, beside the figures of its channel.</summary>
    public DayFigures Add(OutboxEntry entry, ChannelFigures figures)
    {
        var uses = (Uses ?? UseFigures.None).Add(entry);
        return Add(entry.Channel, figures) with { Uses = uses.IsNone ? null : uses };
    }

    public static string Write(ImmutableSortedDictionary<string, DayFigures> days) => OrdinalJson.Write(days);

    public string WriteOne() => OrdinalJson.WriteOne(this);

    public static DayFigures? ReadOne(string json) => OrdinalJson.ReadOne<DayFigures>(json);

    public static ImmutableSortedDictionary<string, DayFigures> Read(string? json) => OrdinalJson.Read<DayFigures>(json);
}
