using System.Collections.Immutable;
using System.Text.Json;
using Azure.Data.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>One customer's uses in a lane.</summary>
/// <param name="Exists">Whether the row stands in the table; a new one is inserted, so that a row we did not know of is a conflict.</param>
/// <param name="Count">Redemptions and prepared uses that count against <c>perCustomer</c>.</param>
/// <param name="Seen">By channel: the last day, ISO week and month in which the customer was counted.</param>
internal sealed record CustomerUses(bool Exists, int Count, ImmutableSortedDictionary<string, SeenPeriods> Seen)
{
    public static CustomerUses None { get; } = new(false, 0, ImmutableSortedDictionary.Create<string, SeenPeriods>(StringComparer.Ordinal));

    public static CustomerUses Read(TableEntity row) => new(
        true,
        row.GetInt32(nameof(Count)) ?? 0,
        (JsonSerializer.Deserialize<ImmutableSortedDictionary<string, SeenPeriods>>(row.GetString(nameof(Seen)) ?? "{}")
            ?? None.Seen).WithComparers(StringComparer.Ordinal));

    public TableEntity ToRow(LaneKey lane, string customerKey) => new(lane.Partition, LaneKey.CustomerRow(customerKey))
    {
        [nameof(Count)] = Count,
        [nameof(Seen)] = JsonSerializer.Serialize(Seen),
    };
}

/// <summary>The periods in which a customer was last counted; ordinal comparison is order of time.</summary>
internal sealed record SeenPeriods(string Day, string Week, string Month);
