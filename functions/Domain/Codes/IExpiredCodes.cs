namespace PromoFunctions.Domain.Codes;

/// <summary>The codes that ended unused, each counted once on the last business day on which it worked.</summary>
public interface IExpiredCodes
{
    /// <summary>How many of the codes with an end of their own ended in a range of days, both ends included, without being redeemed or voided; as far as the sweep has come.</summary>
    Task<IReadOnlyList<ExpiredCount>> ReadAsync(string firstDay, string lastDay, CancellationToken cancellationToken);
}

/// <summary>Codes of one batch that ended on one day.</summary>
/// <param name="Day">The business day, <c>yyyy-MM-dd</c>.</param>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Batch">The import; null for personal codes that were issued alone.</param>
/// <param name="Count">How many, at least 1.</param>
public sealed record ExpiredCount(string Day, string CampaignId, BatchId? Batch, long Count);
