using System.Text.Json.Serialization;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Codes;

/// <summary>A code as storage has it.</summary>
/// <param name="Code">The code.</param>
/// <param name="CampaignId">What it belongs to; null for a public one, whose campaign the catalogue knows.</param>
/// <param name="Kind">Who may use it.</param>
public sealed record IssuedCode(PromoCode Code, CampaignId? CampaignId, CodeKind Kind)
{
    /// <summary>Where it stands.</summary>
    public CodeStatus Status { get; init; }

    /// <summary>The batch or import that it came with; null for one issued alone.</summary>
    public BatchId? Batch { get; init; }

    /// <summary>The customer that it was issued to; null when anybody may use it.</summary>
    public CustomerKey? BoundTo { get; init; }

    /// <summary>The first instant at which it no longer works; null for its campaign's end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whom to tell before it ends; only of a code that is to be imported, never read back.</summary>
    [JsonIgnore]
    public CodeNotice? Notice { get; init; }

    /// <summary>Why the claims desk gave it; null when it did not.</summary>
    public GiftOrigin? Gift { get; init; }

    /// <summary>The redemption that took it, or means to: what became of that redemption tells whether the code is used. Null when nobody did.</summary>
    public string? TakenBy { get; init; }

    /// <summary>Whether the redemption that took it is known to be redeemed and not refunded in full. False: what became of it must be asked.</summary>
    public bool Settled { get; init; }

    /// <summary>When storage last wrote it: it has stood since then at least. Null for one that was not read from storage.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>What a redemption needs to take it as it was read; null for a public code and for one that was not read from storage.</summary>
    public CodeStamp? Stamp { get; init; }
}

/// <summary>The state in which a code that works once was read.</summary>
/// <param name="ETag">Of its row; null when somebody had the code, so that it must be looked at again.</param>
/// <param name="Version">Counts the changes of what the code says; taking it is none.</param>
/// <param name="InChunk">Whether it is a batch's, whose chunk keeps account of it.</param>
public sealed record CodeStamp(string? ETag, int Version, bool InChunk = false)
{
    /// <summary>The code itself where it bears a name, so that it stands in no other row; null for one that may stand anywhere.</summary>
    [JsonIgnore]
    public PromoCode? Named { get; init; }
}
