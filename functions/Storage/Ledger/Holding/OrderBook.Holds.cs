using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>Ends of holds, row <c>d|n</c>, of which the first insert wins; and the attempts that follow them.</content>
internal sealed partial class OrderBook
{
    private const string Ending = nameof(Ending);

    /// <summary>How a hold ended, or null while nobody has ended it.</summary>
    public async Task<HoldEnding?> FindEndingAsync(OrderKey key, CancellationToken cancellationToken) =>
        await tables.Orders.FindAsync(key.Hash, key.EndRow, cancellationToken).ConfigureAwait(false) is { } row ? Read(row) : null;

    /// <summary>Ends a hold unless it has ended; answers the end that stands.</summary>
    public async Task<HoldEnding> EndAsync(OrderKey key, HoldEnding ending, DateTimeOffset at, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = new TableEntity(key.Hash, key.EndRow) { [Ending] = WordOf(ending), ["At"] = at };
            if (await tables.Orders.TryInsertAsync(row, cancellationToken).ConfigureAwait(false) == WriteResult.Written)
            {
                return ending;
            }

            if (await FindEndingAsync(key, cancellationToken).ConfigureAwait(false) is { } standing)
            {
                return standing;
            }
        }
    }

    /// <summary>The last attempt that exists, from one on that does: as many requests as its number has binary digits, twice at most, since no number is left out.</summary>
    /// <param name="from">An attempt that exists.</param>
    /// <param name="before">Its <see cref="Attempt.Before"/>.</param>
    /// <param name="cancellationToken">Stops between requests.</param>
    public async Task<(OrderKey Last, int Before)> FindLastAsync(OrderKey from, int before, CancellationToken cancellationToken)
    {
        var (last, step) = (from, 1);
        for (; await FindBeforeAsync(last with { Attempt = last.Attempt + step }, cancellationToken).ConfigureAwait(false) is { } found; step *= 2)
        {
            (last, before) = (last with { Attempt = last.Attempt + step }, found);
        }

        // The last one lies less than a step ahead.
        for (step /= 2; step > 0; step /= 2)
        {
            if (await FindBeforeAsync(last with { Attempt = last.Attempt + step }, cancellationToken).ConfigureAwait(false) is { } found)
            {
                (last, before) = (last with { Attempt = last.Attempt + step }, found);
            }
        }

        return (last, before);
    }

    /// <summary>An attempt's <see cref="Attempt.Before"/>; null when there is no such attempt.</summary>
    private async Task<int?> FindBeforeAsync(OrderKey key, CancellationToken cancellationToken)
    {
        var row = await tables.Orders.GetEntityIfExistsAsync<TableEntity>(key.Hash, key.IntentRow, [nameof(Attempt.Before)], cancellationToken).ConfigureAwait(false);
        return row is { HasValue: true, Value: { } found } ? found.GetInt32(nameof(Attempt.Before)) ?? 0 : null;
    }

    private static string WordOf(HoldEnding ending) => ending switch
    {
        HoldEnding.Confirmed => "confirm",
        HoldEnding.Released => "release",
        HoldEnding.Expired => "expire",
        _ => throw new ArgumentOutOfRangeException(nameof(ending), ending, "No such end of a hold."),
    };

    internal static HoldEnding Read(TableEntity row) => row.GetString(Ending) switch
    {
        "confirm" => HoldEnding.Confirmed,
        "release" => HoldEnding.Released,
        "expire" => HoldEnding.Expired,
        _ => throw new InvalidDataException("The row of a hold's end cannot be read."),
    };
}
