namespace PromoFunctions.App.Tests.Reports.Histories;

/// <summary>What happened in a history, told by whoever made it happen: all that the naive reports know.</summary>
internal sealed class HistoryEvents
{
    public List<Used> Uses { get; } = [];

    public List<Returned> Returns { get; } = [];

    public List<Lapsed> Lapses { get; } = [];

    public List<Issued> Issues { get; } = [];

    public List<Given> Gifts { get; } = [];

    public List<Withdrawn> Withdrawals { get; } = [];

    public List<Claimed> Claims { get; } = [];
}

/// <summary>A code was redeemed, for good.</summary>
/// <param name="At">When it was booked.</param>
/// <param name="OrderedAt">When the order was placed: of a hold, when it was taken.</param>
internal sealed record Used(
    DateTimeOffset At,
    DateTimeOffset OrderedAt,
    string Order,
    string? Customer,
    string Channel,
    string Currency,
    long Goods,
    string Campaign,
    long Discount,
    bool Retroactive,
    string Batch,
    string? LastDay)
{
    /// <summary>Null unless the claims desk gave the code.</summary>
    public Given? Gift { get; init; }
}

/// <summary>A refund brought discount of a use back.</summary>
internal sealed record Returned(DateTimeOffset At, Used Use, long Discount, bool Whole);

/// <summary>A hold ran out.</summary>
internal sealed record Lapsed(DateTimeOffset At, string Campaign, string Currency, string Channel);

/// <summary>Codes were issued.</summary>
internal sealed record Issued(DateTimeOffset At, string Campaign, string Batch, long Count, string? LastDay);

/// <summary>The claims desk gave a code.</summary>
internal sealed record Given(DateTimeOffset At, string Reason, string Agent, string Campaign, string Currency, string LastDay);

/// <summary>A code of the claims desk was voided or erased before anybody used it.</summary>
internal sealed record Withdrawn(DateTimeOffset At, Given Gift);

/// <summary>A claim came in, or was decided.</summary>
/// <param name="What"><c>received</c> or the outcome.</param>
internal sealed record Claimed(DateTimeOffset At, string Kind, string Currency, string What, long Minutes, long Amount, long Beyond);
