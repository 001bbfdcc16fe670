using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes.Ends;

/// <summary>Table <c>CodeEnds</c>: partition day, campaign and import; row <c>!</c> counts, and beside it stands a row for each code that was counted, under its hash.</summary>
/// <remarks>A count and the rows of what it counts are one transaction, so no code is counted twice, whatever process dies where and however many sweep at once.</remarks>
internal sealed class ExpiredTally(PromoTables tables)
{
    /// <summary>The most codes of a call: a transaction less the count itself.</summary>
    public const int MostCodes = 99;

    private const string Head = "!";
    private const string Day = nameof(Day);
    private const string Campaign = nameof(Campaign);
    private const string Batch = nameof(Batch);
    private const string Count = nameof(Count);

    /// <summary>Counts codes of one day, campaign and import, each once for good.</summary>
    /// <returns>How many were not counted before.</returns>
    public async Task<int> AddAsync(string day, CampaignId campaign, BatchId? batch, IReadOnlyCollection<PromoCode> codes, CancellationToken cancellationToken)
    {
        var partition = $"{day}|{campaign.Value}|{batch?.Value}";
        var left = codes.Select(HashOf).Distinct(StringComparer.Ordinal).ToList();
        var looked = false;
        while (left.Count > 0)
        {
            var head = await tables.CodeEnds.FindAsync(partition, Head, cancellationToken).ConfigureAwait(false);
            var next = new TableEntity(partition, Head)
            {
                [Day] = day,
                [Campaign] = campaign.Value,
                [Batch] = batch?.Value ?? "",
                [Count] = (head?.GetInt64(Count) ?? 0) + left.Count,
            };
            List<TableTransactionAction> actions =
            [
                head is null ? new(TableTransactionActionType.Add, next) : new(TableTransactionActionType.UpdateReplace, next, head.ETag),
                .. left.Select(hash => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(partition, hash))),
            ];
            var outcome = await tables.CodeEnds.TrySubmitAsync(actions, cancellationToken).ConfigureAwait(false);
            if (outcome.Result == WriteResult.Written)
            {
                return left.Count;
            }

            if (outcome.Result == WriteResult.Unknown && !looked)
            {
                // It may have landed; then every row of it stands, and they are this call's own.
                looked = true;
                if (await tables.CodeEnds.FindAsync(partition, left[0], cancellationToken).ConfigureAwait(false) is not null)
                {
                    return left.Count;
                }
            }

            left = await MissingAsync(partition, left, cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }

    /// <summary>The counts of a range of days, both ends included.</summary>
    public async Task<IReadOnlyList<ExpiredCount>> ReadAsync(string firstDay, string lastDay, CancellationToken cancellationToken)
    {
        // All partitions of a day begin with it and a bar.
        var end = lastDay + "~";
        var counts = new List<ExpiredCount>();
        await foreach (var row in tables.CodeEnds.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {firstDay} and PartitionKey lt {end} and RowKey eq {Head}"), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            counts.Add(new(row.GetString(Day), row.GetString(Campaign), row.GetString(Batch) is { Length: > 0 } batch ? BatchId.Parse(batch) : null, row.GetInt64(Count) ?? 0));
        }

        return counts;
    }

    /// <summary>A code in no row but its person's: 128 bits of SHA-256 over one that has 60 random bits itself.</summary>
    private static string HashOf(PromoCode code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Value)).AsSpan(0, 16));

    private async Task<List<string>> MissingAsync(string partition, List<string> hashes, CancellationToken cancellationToken)
    {
        var standing = new bool[hashes.Count];
        await Parallel.ForAsync(0, hashes.Count, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (i, token) =>
            standing[i] = await tables.CodeEnds.FindAsync(partition, hashes[i], token).ConfigureAwait(false) is not null).ConfigureAwait(false);
        return [.. hashes.Where((_, i) => !standing[i])];
    }
}
