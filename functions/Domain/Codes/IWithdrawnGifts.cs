using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Domain.Codes;

/// <summary>Codes that the claims desk gave and that are taken back: those that nobody used are no liability any more.</summary>
public interface IWithdrawnGifts
{
    /// <summary>Voids a code of whatever kind, and counts it when the claims desk gave it and no order has it; one that a hold has is counted once the hold has let it go.</summary>
    /// <param name="code">The code.</param>
    /// <param name="cancellationToken">Gives up; what was begun the sweep ends.</param>
    Task<SetCodeStatusOutcome> VoidAsync(PromoCode code, CancellationToken cancellationToken);

    /// <summary>All that were taken back through a business day, that day included; without their currency, which is their campaign's. One request a thousand rows.</summary>
    Task<IReadOnlyList<WithdrawnGifts>> ReadAsync(string lastDay, CancellationToken cancellationToken);
}

/// <summary>Codes that were taken back unused, each counted once.</summary>
/// <param name="Day">The business day on which they were.</param>
/// <param name="CampaignId">Their campaign.</param>
/// <param name="Reason">The kind of the claims that they were given for.</param>
/// <param name="Agent">Who sent the claims.</param>
/// <param name="Expires">As in <see cref="GiftsIssued"/>.</param>
/// <param name="Count">How many, at least 1.</param>
public sealed record WithdrawnGifts(string Day, string CampaignId, string Reason, string Agent, string Expires, long Count);
