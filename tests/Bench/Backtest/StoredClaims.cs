using Azure.Data.Tables;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Storage.Claims;

namespace PromoFunctions.Bench.Backtest;

/// <summary>Puts claims into the tables in bulk, past the store: what takes it a dozen requests takes little more than one here.</summary>
internal static class StoredClaims
{
    private const int AtOnce = 32;
    private const int MostActions = 100;

    /// <summary>Writes them, with some rows in the list that a crash would have left.</summary>
    public static async Task WriteAsync(TableServiceClient tables, IReadOnlyList<MadeClaim> claims, PolicyVersion policy, CancellationToken cancellationToken)
    {
        var (rows, index) = (tables.GetTableClient("Claims"), tables.GetTableClient("ClaimIndex"));
        var listed = claims.Select((claim, i) => new ClaimIndexKey(ClaimIndexKey.All, claim.ReceivedAt, ClaimId.Parse(claim.Id)))
            .Concat(claims.Where((_, i) => i % 500 == 0).Select(claim => new ClaimIndexKey(ClaimIndexKey.All, claim.ReceivedAt.AddMilliseconds(50), ClaimId.Parse(claim.Id))))
            .GroupBy(key => key.Partition)
            .SelectMany(slot => slot.Chunk(MostActions))
            .Select(keys => keys.Select(key => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(key.Partition, key.Row))));
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(listed, options, async (actions, token) => await index.SubmitTransactionAsync(actions, token));
        await Parallel.ForEachAsync(claims, options, async (claim, token) =>
        {
            var row = new ClaimRows(ClaimId.Parse(claim.Id), claim.ReceivedAt, claim.Kind, "kim", null, null, 0) { State = claim.ToState(policy) };
            await rows.SubmitTransactionAsync(
                [new(TableTransactionActionType.Add, row.ToRow())],
                token);
        });
    }
}
