namespace PromoFunctions.Domain.Claims.Deciding;

/// <summary>A personal code that a ruling gives.</summary>
/// <param name="Kind">What for.</param>
/// <param name="Percent">What it takes off an order: more than 0, at most 100, with at most 4 decimals.</param>
/// <param name="Days">How long it works from its issue, at least 1.</param>
public sealed record CodeGift(CodeGiftKind Kind, decimal Percent, int Days);

/// <summary>What the desk gives codes for.</summary>
public enum CodeGiftKind
{
    /// <summary>For good custom, or although the answer is no.</summary>
    Goodwill,

    /// <summary>To win an unhappy customer back.</summary>
    Recovery,
}
