using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What happened to one use of a campaign, as the outbox and the journal keep it. Holds no personal data.</summary>
/// <param name="Kind"><c>redeemed</c>, <c>retroactive</c>, or of a hold <c>held</c> and then <c>redeemed</c>, <c>released</c> or <c>expired</c>; or <c>refunded</c>.</param>
/// <param name="RedemptionId">The redemption it belongs to.</param>
/// <param name="Code">The code used; empty for a refund, which is of all codes of a redemption in the campaign.</param>
/// <param name="Customer">The customer's key; null for an anonymous order.</param>
/// <param name="Channel">The sales channel.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Discount">Minor units: taken, or of a refund what came back.</param>
/// <param name="OrderValue">Minor units; 0 on a second code of the same order and campaign, so that an order counts once.</param>
/// <param name="FirstOfOrder">False on a second code of the same order and campaign; of a refund, on a second redemption of the same campaign and channel.</param>
/// <param name="TermsVersion">The terms that gave the discount.</param>
/// <param name="Day">The business day it is booked on.</param>
/// <param name="OrderDay">For a retroactive one and a refund: the day of the order.</param>
/// <param name="At">When the transaction was made.</param>
internal sealed record OutboxEntry(
    string Kind,
    string RedemptionId,
    string Code,
    string? Customer,
    string Channel,
    string Currency,
    long Discount,
    long OrderValue,
    bool FirstOfOrder,
    int TermsVersion,
    string Day,
    string? OrderDay,
    DateTimeOffset At)
{
    public const string Redeemed = "redeemed";
    public const string Retroactive = "retroactive";
    public const string Held = "held";
    public const string Released = "released";
    public const string Expired = "expired";
    public const string Refunded = "refunded";

    /// <summary>The shop's order id; null in rows of before it was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OrderId { get; init; }

    /// <summary>Of a refund, its <see cref="RefundKey"/>; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Refund { get; init; }

    /// <summary>Of a refund, the uses that it gave back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int UsesReturned { get; init; }

    /// <summary>What a unique or personal code is told by; null of a public one, and of a refund.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UseOrigin? Origin { get; init; }

    /// <summary>Of a refund, the unique and personal codes among <see cref="UsesReturned"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<UseOrigin> Returned => ReturnedOrigins ?? [];

    /// <summary><see cref="Returned"/> as written; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<UseOrigin>? ReturnedOrigins { get; init; }

    /// <summary>Of a refund, the minor units of the budget that it gave back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long BudgetReturned { get; init; }

    /// <summary>Entries that fit one row beside its own properties (252 at most).</summary>
    public const int MostPerRow = 200;

    /// <summary>Of a hold, and of its end: its deadline.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Whether it takes the use; an end of a hold does not.</summary>
    [JsonIgnore]
    public bool Takes => Kind is Held or Retroactive || (Kind == Redeemed && HeldUntil is null);

    /// <summary>Whether it is a redemption: what reports count.</summary>
    [JsonIgnore]
    public bool Redeems => Kind is Redeemed or Retroactive;

    public static TableEntity ToRow(string partition, string rowKey, string batch, IReadOnlyList<OutboxEntry> entries)
    {
        var row = new TableEntity(partition, rowKey)
        {
            ["Batch"] = batch,
            ["At"] = entries[0].At,
            ["Count"] = entries.Count,
        };
        for (var i = 0; i < entries.Count; i++)
        {
            row[Name(i)] = JsonSerializer.Serialize(entries[i]);
        }

        return row;
    }

    public static IReadOnlyList<OutboxEntry> Read(TableEntity row)
    {
        var entries = new List<OutboxEntry>(row.GetInt32("Count") ?? 0);
        for (var i = 0; row.GetString(Name(i)) is { } json; i++)
        {
            entries.Add(JsonSerializer.Deserialize<OutboxEntry>(json)
                ?? throw new InvalidDataException($"Outbox row {row.PartitionKey} {row.RowKey} has an empty entry {i}."));
        }

        return entries;
    }

    private static string Name(int index) => "E" + index.ToString("000", CultureInfo.InvariantCulture);
}
