using Azure.Data.Tables;
using PromoFunctions.Storage.Ledger;

namespace PromoFunctions.Storage.Catalog;

/// <summary>Keys of table <c>Catalog</c>: one partition, so that a change of a campaign, its versions, its codes and the log of changes is one transaction.</summary>
internal static class CampaignRow
{
    public const string Partition = "catalog";

    /// <summary>Prefix of the campaigns' rows.</summary>
    public const string Prefix = "m|";

    public const string Revision = nameof(Revision);
    public const string Currency = nameof(Currency);
    public const string Total = nameof(Total);
    public const string Budget = nameof(Budget);
    public const string PerCustomer = nameof(PerCustomer);

    public static string KeyOf(string campaignId) => Prefix + campaignId;

    /// <summary>The limits that the ledger keeps for the campaign.</summary>
    public static LaneLimits LimitsOf(TableEntity row) => new(
        row.GetInt32(Revision) ?? 0,
        row.GetString(Currency) ?? "",
        row.GetInt64(Total),
        row.GetInt64(Budget),
        row.GetInt32(PerCustomer));
}
