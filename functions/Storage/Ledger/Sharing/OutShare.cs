using System.Collections.Immutable;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Room on its way from one lane to another: taken from the source's share, not yet in the target's.</summary>
/// <param name="To">The lane that gets it.</param>
/// <param name="Units">Uses.</param>
/// <param name="Money">Minor units of the budget.</param>
/// <param name="At">When it left.</param>
internal sealed record OutShare(int To, long Units, long Money, DateTimeOffset At)
{
    public static ImmutableSortedDictionary<string, OutShare> None { get; } = OrdinalJson.Read<OutShare>(null);
}
