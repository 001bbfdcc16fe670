using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>A lane's counters: the row that every transaction of the lane carries with its ETag.</summary>
internal sealed record LaneHead
{
    /// <summary>As read; a transaction dies when the row has moved on.</summary>
    public ETag ETag { get; init; }

    /// <summary>The campaign's revision by which the limits below were set.</summary>
    public int Revision { get; init; }

    /// <summary>Over how many lanes the campaign's limits are shared out.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>In lane 0, the bank: the campaign's <c>total</c> that all shares, and what is on its way between lanes, add up to. Null without that limit.</summary>
    public long? GrantedUnits { get; init; }

    /// <summary>The same of <c>budget</c>.</summary>
    public long? GrantedMoney { get; init; }

    /// <summary>Room on its way to other lanes, by transfer.</summary>
    public ImmutableSortedDictionary<string, OutShare> Out { get; init; } = OutShare.None;

    /// <summary>Whether a limit is about to be saved where there was none: nothing is free until it is, and nobody is refused for that.</summary>
    public bool Frozen { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; init; } = "";

    /// <summary>This lane's share of <c>total</c>; null without that limit. Free = share − used − prepared − held.</summary>
    public long? Units { get; init; }

    /// <summary>This lane's share of <c>budget</c> in minor units; null without that limit.</summary>
    public long? Money { get; init; }

    /// <summary><c>perCustomer</c>; null without that limit.</summary>
    public int? PerCustomer { get; init; }

    public long Used { get; init; }

    public long UsedMoney { get; init; }

    /// <summary>Uses of orders over several campaigns that are not decided yet.</summary>
    public long Prepared { get; init; }

    public long PreparedMoney { get; init; }

    /// <summary>Uses set aside until a deadline.</summary>
    public long Held { get; init; }

    public long HeldMoney { get; init; }

    /// <summary>No hold of the lane is over before this; null when nothing is held.</summary>
    public DateTimeOffset? EarliestDeadline { get; init; }

    /// <summary>Holds whose uses are given back and that the lane has not booked yet; still among the held.</summary>
    public ImmutableArray<ReleasedHold> Released { get; init; } = [];

    /// <summary>Sequence of the last outbox row.</summary>
    public long Sequence { get; init; }

    /// <summary>Id of the last transaction, so that its writer knows it by a later look.</summary>
    public string Batch { get; init; } = "";

    /// <summary>Id of the change that lowered the limits below the campaign's saved ones; empty when none is under way.</summary>
    public string Lowering { get; init; } = "";

    /// <summary>When that was; null when none is under way.</summary>
    public DateTimeOffset? LoweredAt { get; init; }

    /// <summary>The last business day that takes no more redemptions, <c>yyyy-MM-dd</c>; empty when none is sealed.</summary>
    public string SealedThrough { get; init; } = "";

    /// <summary>Figures of the days that are not yet in table <c>Rollups</c>, by day.</summary>
    public ImmutableSortedDictionary<string, DayFigures> Days { get; init; } = DayFigures.Read(null);

    /// <summary>Uses taken, prepared or held.</summary>
    public long Taken => Used + Prepared + Held;

    /// <summary>Their discount.</summary>
    public long TakenMoney => UsedMoney + PreparedMoney + HeldMoney;

    /// <summary>Uses left in this lane; null without a limit.</summary>
    public long? FreeUnits => Units - Taken;

    /// <summary>Minor units left; null without a limit.</summary>
    public long? FreeMoney => Money - TakenMoney;

    /// <summary>A lane's first head: the bank has all of the limits, another lane asks for its share when it needs one.</summary>
    public static LaneHead First(LaneKey lane, LaneLimits limits) => new()
    {
        Revision = limits.Revision,
        Lanes = limits.Lanes,
        Currency = limits.Currency,
        Units = lane.Lane == 0 || limits.Units is null ? limits.Units : 0,
        Money = lane.Lane == 0 || limits.Money is null ? limits.Money : 0,
        GrantedUnits = lane.Lane == 0 ? limits.Units : null,
        GrantedMoney = lane.Lane == 0 ? limits.Money : null,
        PerCustomer = limits.PerCustomer,
    };

    public static LaneHead Read(TableEntity row) => new()
    {
        ETag = row.ETag,
        Revision = row.GetInt32(nameof(Revision)) ?? 0,
        Lanes = row.GetInt32(nameof(Lanes)) ?? 1,
        GrantedUnits = row.GetInt64(nameof(GrantedUnits)),
        GrantedMoney = row.GetInt64(nameof(GrantedMoney)),
        Out = OrdinalJson.Read<OutShare>(row.GetLongText(nameof(Out))),
        Frozen = row.GetBoolean(nameof(Frozen)) ?? false,
        Currency = row.GetString(nameof(Currency)) ?? "",
        Units = row.GetInt64(nameof(Units)),
        Money = row.GetInt64(nameof(Money)),
        PerCustomer = row.GetInt32(nameof(PerCustomer)),
        Used = row.GetInt64(nameof(Used)) ?? 0,
        UsedMoney = row.GetInt64(nameof(UsedMoney)) ?? 0,
        Prepared = row.GetInt64(nameof(Prepared)) ?? 0,
        PreparedMoney = row.GetInt64(nameof(PreparedMoney)) ?? 0,
        Held = row.GetInt64(nameof(Held)) ?? 0,
        HeldMoney = row.GetInt64(nameof(HeldMoney)) ?? 0,
        EarliestDeadline = row.GetDateTimeOffset(nameof(EarliestDeadline)),
        Released = ReleasedHold.Read(row),
        Sequence = row.GetInt64(nameof(Sequence)) ?? 0,
        Batch = row.GetString(nameof(Batch)) ?? "",
        Lowering = row.GetString(nameof(Lowering)) ?? "",
        LoweredAt = row.GetDateTimeOffset(nameof(LoweredAt)),
        SealedThrough = row.GetString(nameof(SealedThrough)) ?? "",
        Days = DayFigures.Read(row.GetLongText(nameof(Days))),
    };

    public TableEntity ToRow(LaneKey lane)
    {
        var row = new TableEntity(lane.Partition, LaneKey.HeadRow)
        {
            [nameof(Revision)] = Revision,
            [nameof(Currency)] = Currency,
            [nameof(Used)] = Used,
            [nameof(UsedMoney)] = UsedMoney,
            [nameof(Prepared)] = Prepared,
            [nameof(PreparedMoney)] = PreparedMoney,
            [nameof(Held)] = Held,
            [nameof(HeldMoney)] = HeldMoney,
            [nameof(Sequence)] = Sequence,
            [nameof(Batch)] = Batch,
            [nameof(SealedThrough)] = SealedThrough,
        };
        row.SetLongText(nameof(Days), DayFigures.Write(Days));
        if (EarliestDeadline is { } deadline)
        {
            row[nameof(EarliestDeadline)] = deadline;
        }

        ReleasedHold.Write(row, Released);

        if (Lanes > 1)
        {
            row[nameof(Lanes)] = Lanes;
            if (!Out.IsEmpty)
            {
                row.SetLongText(nameof(Out), OrdinalJson.Write(Out));
            }

            if (Frozen)
            {
                row[nameof(Frozen)] = true;
            }
        }

        if (GrantedUnits is { } grantedUnits)
        {
            row[nameof(GrantedUnits)] = grantedUnits;
        }

        if (GrantedMoney is { } grantedMoney)
        {
            row[nameof(GrantedMoney)] = grantedMoney;
        }

        if (LoweredAt is { } loweredAt)
        {
            row[nameof(Lowering)] = Lowering;
            row[nameof(LoweredAt)] = loweredAt;
        }

        if (Units is { } units)
        {
            row[nameof(Units)] = units;
        }

        if (Money is { } money)
        {
            row[nameof(Money)] = money;
        }

        if (PerCustomer is { } perCustomer)
        {
            row[nameof(PerCustomer)] = perCustomer;
        }

        return row;
    }
}
