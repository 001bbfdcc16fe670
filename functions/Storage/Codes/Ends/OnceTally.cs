using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes.Ends;

/// <summary>Counts of table <c>CodeEnds</c>: a row counts, and beside it in its partition stands a row for each code that was counted, under its hash.</summary>
/// <remarks>A count and the rows of what it counts are one transaction, so no code is counted twice, whatever process dies where and however many count at once.</remarks>
internal sealed class OnceTally(TableClient table)
{
    /// <summary>The most codes of a call: a transaction less the count itself.</summary>
    public const int MostCodes = 99;

    public const string Count = nameof(Count);

    /// <summary>Counts codes, each once for good in the partition.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="counter">The key of the row that counts: before every hash in ordinal order.</param>
    /// <param name="says">What that row says beside its count.</param>
    /// <param name="codes">At most <see cref="MostCodes"/>.</param>
    /// <param name="cancellationToken">Gives up; a repeat goes on.</param>
    /// <returns>How many were not counted before.</returns>
    public async Task<int> AddAsync(string partition, string counter, IReadOnlyDictionary<string, string> says, IReadOnlyCollection<PromoCode> codes, CancellationToken cancellationToken)
    {
        var left = codes.Select(HashOf).Distinct(StringComparer.Ordinal).ToList();
        var looked = false;
        while (left.Count > 0)
        {
            var head = await table.FindAsync(partition, counter, cancellationToken).ConfigureAwait(false);
            var next = new TableEntity(partition, counter) { [Count] = (head?.GetInt64(Count) ?? 0) + left.Count };
            foreach (var (column, text) in says)
            {
                next[column] = text;
            }

            List<TableTransactionAction> actions =
            [
                head is null ? new(TableTransactionActionType.Add, next) : new(TableTransactionActionType.UpdateReplace, next, head.ETag),
                .. left.Select(hash => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(partition, hash))),
            ];
            var outcome = await table.TrySubmitAsync(actions, cancellationToken).ConfigureAwait(false);
            if (outcome.Result == WriteResult.Written)
            {
                return left.Count;
            }

            if (outcome.Result == WriteResult.Unknown && !looked)
            {
                // It may have landed; then every row of it stands, and they are this call's own.
                looked = true;
                if (await table.FindAsync(partition, left[0], cancellationToken).ConfigureAwait(false) is not null)
                {
                    return left.Count;
                }
            }

            left = await MissingAsync(partition, left, cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }

    /// <summary>A code in no row but its person's: 128 bits of SHA-256 over one that has 60 random bits itself.</summary>
    private static string HashOf(PromoCode code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Value)).AsSpan(0, 16));

    private async Task<List<string>> MissingAsync(string partition, List<string> hashes, CancellationToken cancellationToken)
    {
        var standing = new bool[hashes.Count];
        await Parallel.ForAsync(0, hashes.Count, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (i, token) =>
            standing[i] = await table.FindAsync(partition, hashes[i], token).ConfigureAwait(false) is not null).ConfigureAwait(false);
        return [.. hashes.Where((_, i) => !standing[i])];
    }
}
