using System.Collections.Immutable;

namespace PromoFunctions.Domain.Reports;

/// <summary>Where a campaign's codes stood at the end of a day: all that happened to them until then.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Batches">By batch, and by the last day of its codes where they differ in that.</param>
/// <param name="Gifts">The codes that the claims desk gave.</param>
public sealed record CodesStanding(string CampaignId, ImmutableArray<BatchStanding> Batches, ImmutableArray<GiftStanding> Gifts)
{
    /// <summary>The last day of codes whose time was over when the day ended: they are one, so that a standing stays short.</summary>
    public const string Over = "over";
}

/// <summary>Codes of a batch.</summary>
/// <param name="Batch">As reports call it.</param>
/// <param name="Expires">The last day on which they work for a time, or <see cref="CodesStanding.Over"/>; null for their campaign's end.</param>
/// <param name="Issued">Codes.</param>
/// <param name="Redeemed">Their uses, less those given back.</param>
public sealed record BatchStanding(string Batch, string? Expires, long Issued, long Redeemed)
{
    /// <summary>Codes that ran out unused.</summary>
    /// <param name="campaignOver">Whether their campaign is over.</param>
    public long Expired(bool campaignOver) => Batch != CodesRow.Public && (campaignOver || Expires == CodesStanding.Over) ? Issued - Redeemed : 0;
}

/// <summary>Codes that the claims desk gave; amounts in minor units.</summary>
/// <param name="Reason">The kind of the claims.</param>
/// <param name="Agent">Who sent the claims.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Expires">As in <see cref="BatchStanding"/>, empty for their campaign's end.</param>
/// <param name="Issued">Codes.</param>
/// <param name="Redeemed">Their uses, less those given back.</param>
/// <param name="Goods">Goods of the orders before discount and without shipping.</param>
/// <param name="Discount">What the codes took.</param>
/// <param name="Days">How many of the orders came after how many elapsed days.</param>
public sealed record GiftStanding(string Reason, string Agent, string Currency, string Expires, long Issued, long Redeemed, long Goods, long Discount, ImmutableSortedDictionary<int, long> Days)
{
    /// <summary>Taken back unused: voided, or erased with their person.</summary>
    public long Withdrawn { get; init; }

    /// <summary>Codes that ran out unused.</summary>
    /// <param name="campaignOver">Whether their campaign is over.</param>
    public long Expired(bool campaignOver) => campaignOver || Expires == CodesStanding.Over ? Issued - Redeemed - Withdrawn : 0;
}

/// <summary>How many codes of a batch stood at the end of a day.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Batch">As reports call it.</param>
/// <param name="Expires">Of codes with an end of their own, the last day on which they work for a time; null for their campaign's end.</param>
/// <param name="Count">Issued by then.</param>
public sealed record CodesIssued(string CampaignId, string Batch, string? Expires, long Count);

/// <summary>Codes that the claims desk gave on a day.</summary>
/// <param name="Reason">The kind of the claims.</param>
/// <param name="Agent">Who sent the claims.</param>
/// <param name="CampaignId">The campaign of the codes.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Expires">The last day on which they work for a time; empty for their campaign's end.</param>
/// <param name="Count">Codes.</param>
public sealed record GiftsIssued(string Reason, string Agent, string CampaignId, string Currency, string Expires, long Count);

/// <summary>Codes that the claims desk gave and that were taken back unused.</summary>
/// <param name="Day">The business day on which they were.</param>
/// <param name="Reason">The kind of the claims.</param>
/// <param name="Agent">Who sent the claims.</param>
/// <param name="CampaignId">The campaign of the codes.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Expires">As in <see cref="GiftsIssued"/>.</param>
/// <param name="Count">Codes.</param>
public sealed record GiftsWithdrawn(string Day, string Reason, string Agent, string CampaignId, string Currency, string Expires, long Count);
