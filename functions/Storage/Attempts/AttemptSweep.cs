using PromoFunctions.Domain.Attempts;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Attempts;

/// <summary>Deletes the attempts of days that no claim asks about any more.</summary>
public sealed class AttemptSweep(PromoTables tables, TimeProvider clock)
{
    private readonly AttemptTables _tables = new(tables);

    /// <summary>Deletes the tables that are due. One request when none is, one more for each that is.</summary>
    /// <returns>How many days.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken) =>
        _tables.DeleteBeforeAsync(AttemptTables.DayOf(clock.GetUtcNow() - IAttemptJournal.Kept), cancellationToken);
}
