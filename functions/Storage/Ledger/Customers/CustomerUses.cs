using System.Collections.Immutable;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Storage.Ledger;

/// <summary>One customer's uses in a lane.</summary>
/// <param name="Count">Redemptions, holds and prepared uses that count against <c>perCustomer</c>.</param>
/// <param name="Prepared">Of these, the uses of orders that are not decided yet.</param>
/// <param name="Seen">By channel: the last day on which the customer was counted, <c>yyyy-MM-dd</c>. Its week and month follow from it.</param>
internal sealed record CustomerUses(int Count, int Prepared, ImmutableSortedDictionary<string, string> Seen)
{
    public static CustomerUses None { get; } = new(0, 0, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>Whether nothing is to be remembered.</summary>
    public bool IsNothing => Count == 0 && Prepared == 0 && Seen.IsEmpty;

    /// <summary>Marks the customer as seen in a channel, and forgets the channels whose periods are all over: a month's channels are kept at most.</summary>
    public CustomerUses SeenIn(string channel, string day) => this with
    {
        Seen = Seen
            .RemoveRange(Seen.Where(seen => IsBefore(BusinessCalendar.MonthOf(seen.Value), BusinessCalendar.MonthOf(day)) && IsBefore(BusinessCalendar.WeekOf(seen.Value), BusinessCalendar.WeekOf(day))).Select(seen => seen.Key))
            .SetItem(channel, day),
    };

    private static bool IsBefore(string period, string other) => string.CompareOrdinal(period, other) < 0;
}
