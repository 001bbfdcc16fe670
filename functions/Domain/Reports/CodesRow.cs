namespace PromoFunctions.Domain.Reports;

/// <summary>The codes of one batch of a campaign as they stood at the period's end.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Batch">The batch's or import's id, <see cref="Public"/> or <see cref="Personal"/>, see <see cref="NameOf"/>.</param>
/// <param name="Issued">Codes issued by then, voided ones among them.</param>
/// <param name="Redeemed">Their uses that stood then: one that a full refund gave back counts no longer.</param>
/// <param name="Expired">Codes that had run out by then without being redeemed; 0 of public ones.</param>
/// <param name="IssuedInPeriod">Of <paramref name="Issued"/>, those of the period.</param>
/// <param name="RedeemedInPeriod">Uses of the period, less those that full refunds gave back in it: below 0 when more came back.</param>
public sealed record CodesRow(string CampaignId, string Batch, long Issued, long Redeemed, long Expired, long IssuedInPeriod, long RedeemedInPeriod)
{
    /// <summary>The batch of all codes that anybody may use.</summary>
    public const string Public = "public";

    /// <summary>The batch of the personal codes that were issued one by one.</summary>
    public const string Personal = "personal";

    /// <summary>What precedes the id of a batch that has one of the names above.</summary>
    private const string Marked = "batch:";

    /// <summary>Redeemed of issued, rounded to 6 decimals; of public codes the uses of each. Null when none is issued.</summary>
    public decimal? RedemptionRate => Rate.Of(Redeemed, Issued);

    /// <summary>What a batch is called in reports.</summary>
    /// <param name="id">The id of a batch or import.</param>
    public static string NameOf(string id) => id is Public or Personal ? Marked + id : id;

    /// <summary>By campaign and batch, each by ordinal.</summary>
    public static IReadOnlyList<CodesRow> InOrder(IEnumerable<CodesRow> rows) =>
        [.. rows.OrderBy(row => row.CampaignId, StringComparer.Ordinal).ThenBy(row => row.Batch, StringComparer.Ordinal)];
}
