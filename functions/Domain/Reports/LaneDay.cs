namespace PromoFunctions.Domain.Reports;

/// <summary>What one channel brought on one day; amounts in minor units.</summary>
/// <param name="Redemptions">Uses taken, retroactive ones among them.</param>
/// <param name="Retroactive">Of these, by claims.</param>
/// <param name="Discount">Given away, shipping included.</param>
/// <param name="OrderValue">Goods before discount and without shipping, each order once.</param>
/// <param name="Customers">Customers not counted before on this day; an anonymous order counts as one.</param>
/// <param name="WeekCustomers">Customers not counted before in this ISO week.</param>
/// <param name="MonthCustomers">Customers not counted before in this month.</param>
public sealed record ChannelDay(long Redemptions, long Retroactive, long Discount, long OrderValue, long Customers, long WeekCustomers, long MonthCustomers)
{
    /// <summary>Nothing.</summary>
    public static ChannelDay None { get; } = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>Holds that were not confirmed in time, each order once.</summary>
    public long HoldsExpired { get; init; }

    /// <summary>Refunds made on the day.</summary>
    public long Refunds { get; init; }

    /// <summary>The discount that came back with them.</summary>
    public long RefundedDiscount { get; init; }
}

/// <summary>A day of one lane, a part of a campaign's counters, in one currency.</summary>
/// <param name="Day">The business day.</param>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Lane">The lane, from 0.</param>
/// <param name="Currency">ISO 4217 code of every amount.</param>
/// <param name="Channels">By channel.</param>
/// <param name="Count">Redemptions, counted apart from the channels.</param>
/// <param name="Discount">Discount, counted apart likewise.</param>
public sealed record LaneDay(string Day, string CampaignId, int Lane, string Currency, IReadOnlyDictionary<string, ChannelDay> Channels, long Count, long Discount)
{
    /// <summary>Uses by batch.</summary>
    public IReadOnlyList<BatchUses> Batches { get; init; } = [];

    /// <summary>Uses of codes that the claims desk gave.</summary>
    public IReadOnlyList<GiftUses> Gifts { get; init; } = [];
}

/// <summary>Uses of a batch on one day.</summary>
/// <param name="Batch">As reports call it.</param>
/// <param name="Expires">Of codes with an end of their own, the last day on which they work for a time; null for their campaign's end.</param>
/// <param name="Uses">Taken, less those that full refunds gave back on the day: below 0 when more came back.</param>
public sealed record BatchUses(string Batch, string? Expires, long Uses);

/// <summary>Uses of codes that the claims desk gave, on one day and net like <see cref="BatchUses"/>; amounts in minor units.</summary>
/// <param name="Reason">The kind of the claims.</param>
/// <param name="Agent">Who sent the claims.</param>
/// <param name="Expires">The last day on which the codes work for a time; empty for their campaign's end.</param>
/// <param name="Redeemed">Uses.</param>
/// <param name="Goods">Goods of the orders before discount and without shipping.</param>
/// <param name="Discount">What the codes took.</param>
/// <param name="Days">How many orders came after how many elapsed days.</param>
public sealed record GiftUses(string Reason, string Agent, string Expires, long Redeemed, long Goods, long Discount, IReadOnlyDictionary<int, long> Days);

/// <summary>Retroactive discount, less what refunds brought back, that was booked on another day than that of its orders.</summary>
/// <param name="OrderDay">The day of the orders.</param>
/// <param name="BookedDay">The day in whose figures it is.</param>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Channel">The sales channel.</param>
/// <param name="Discount">Minor units; below 0 where refunds brought more back than claims gave.</param>
public sealed record Adjustment(string OrderDay, string BookedDay, string CampaignId, string Currency, string Channel, long Discount);

/// <summary>Where the books stand. Null days: none yet.</summary>
/// <param name="First">The first day that has a report.</param>
/// <param name="ClosedThrough">No lane takes anything into this day or an earlier one, and their figures are settled.</param>
/// <param name="CountedThrough">The journal of this day and the earlier ones was counted, and their reports are written.</param>
public sealed record BookProgress(string? First, string? ClosedThrough, string? CountedThrough)
{
    /// <summary>Whether nothing more is booked in a period.</summary>
    public bool HasClosed(ReportPeriod period) => string.CompareOrdinal(period.LastDay, ClosedThrough) <= 0;
}

/// <summary>What the books say of a range of days.</summary>
/// <param name="Progress">Where they stand; read before the rest, so that what it calls closed is whole in the rest.</param>
/// <param name="Booked">The roll-ups, one for each lane and day with anything in it.</param>
/// <param name="Counted">The journal, counted row by row, of the days in <paramref name="CountedAt"/>.</param>
/// <param name="CountedAt">When the journal of a day was counted, by day.</param>
/// <param name="Adjustments">Those against the days of the range.</param>
public sealed record BookFigures(
    BookProgress Progress,
    IReadOnlyList<LaneDay> Booked,
    IReadOnlyList<LaneDay> Counted,
    IReadOnlyDictionary<string, DateTimeOffset> CountedAt,
    IReadOnlyList<Adjustment> Adjustments);
