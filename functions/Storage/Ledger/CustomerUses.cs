using System.Collections.Immutable;
using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>One customer's uses in a lane.</summary>
/// <param name="Exists">Whether the row stands in the table; a new one is inserted, so that a row we did not know of is a conflict.</param>
/// <param name="Count">Redemptions and prepared uses that count against <c>perCustomer</c>.</param>
/// <param name="Prepared">Of these, the uses of orders that are not decided yet.</param>
/// <param name="Seen">By channel: the last day, ISO week and month in which the customer was counted.</param>
internal sealed record CustomerUses(bool Exists, int Count, int Prepared, ImmutableSortedDictionary<string, SeenPeriods> Seen)
{
    public static CustomerUses None { get; } = new(false, 0, 0, ImmutableSortedDictionary.Create<string, SeenPeriods>(StringComparer.Ordinal));

    public static CustomerUses Read(TableEntity row) => new(
        true,
        row.GetInt32(nameof(Count)) ?? 0,
        row.GetInt32(nameof(Prepared)) ?? 0,
        OrdinalJson.Read<SeenPeriods>(row.GetLongText(nameof(Seen))));

    /// <summary>Marks the customer as seen in a channel, and forgets the channels whose periods are all over: a row holds a month's channels at most.</summary>
    public CustomerUses SeenIn(string channel, SeenPeriods now) => this with
    {
        Seen = Seen
            .RemoveRange(Seen.Where(seen => string.CompareOrdinal(seen.Value.Month, now.Month) < 0 && string.CompareOrdinal(seen.Value.Week, now.Week) < 0).Select(seen => seen.Key))
            .SetItem(channel, now),
    };

    public TableEntity ToRow(LaneKey lane, string customerKey)
    {
        var row = new TableEntity(lane.Partition, LaneKey.CustomerRow(customerKey))
        {
            [nameof(Count)] = Count,
            [nameof(Prepared)] = Prepared,
        };
        row.SetLongText(nameof(Seen), OrdinalJson.Write(Seen));
        return row;
    }
}

/// <summary>The periods in which a customer was last counted; ordinal comparison is order of time.</summary>
internal sealed record SeenPeriods(string Day, string Week, string Month);
