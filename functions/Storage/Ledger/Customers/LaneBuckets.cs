using Azure;
using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>A bucket as this process last read or wrote it.</summary>
/// <param name="Customers">Who is in it.</param>
/// <param name="ETag">As read or written; default for a row that is not there.</param>
/// <param name="Under">Which of the writer's heads it is known under.</param>
internal sealed record KnownBucket(CustomerBucket Customers, ETag ETag, long Under);

/// <summary>The buckets of a lane that its writer remembers.</summary>
/// <remarks>
/// Every change of a bucket moves the lane's head, so what was read after a head is true as long as that head stands. Past it a bucket is a
/// guess: it may be written still, since its row goes into the transaction with its own ETag, but nobody is refused by it.
/// </remarks>
internal sealed class LaneBuckets(LaneKey lane, PromoTables tables)
{
    /// <summary>Bytes remembered of a lane: all of it up to some 20,000 customers.</summary>
    private const int MostBytes = 512 * 1024;

    private readonly Dictionary<int, KnownBucket> _known = [];
    private long _head;

    /// <summary>A bucket, or null when it must be read first.</summary>
    public KnownBucket? Find(int bucket) => _known.GetValueOrDefault(bucket);

    /// <summary>Whether a bucket is as the present head says.</summary>
    public bool IsSure(int bucket) => _known.TryGetValue(bucket, out var known) && known.Under == _head;

    /// <summary>Another head follows, and other writers may have changed what is known here.</summary>
    public void Doubt() => _head++;

    /// <summary>Forgets what a transaction whose end is not known may have written.</summary>
    public void Forget(IEnumerable<int> buckets)
    {
        foreach (var bucket in buckets)
        {
            _known.Remove(bucket);
        }
    }

    /// <summary>The head's row and every bucket, in one request: who comes to a lane for the first time needs both. Null: the lane has no head.</summary>
    public async Task<TableEntity?> ReadWithHeadAsync(CancellationToken cancellationToken)
    {
        _known.Clear();
        TableEntity? head = null;
        var rows = tables.Lanes.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {lane.Partition} and (RowKey eq {LaneKey.HeadRow} or (RowKey ge {CustomerBucket.Prefix} and RowKey lt {CustomerBucket.End}))"),
            cancellationToken: cancellationToken);
        await foreach (var page in rows.AsPages().ConfigureAwait(false))
        {
            foreach (var row in page.Values)
            {
                // The head sorts before all others: no bucket is older than it.
                if (row.RowKey == LaneKey.HeadRow)
                {
                    head = row;
                }
                else
                {
                    Keep(LaneKey.BucketOfRow(row.RowKey), row);
                }
            }

            if (page.ContinuationToken is null)
            {
                foreach (var bucket in Enumerable.Range(0, CustomerBucket.Count).Where(bucket => !_known.ContainsKey(bucket)))
                {
                    Keep(bucket, null);
                }
            }
            else if (head is not null)
            {
                // A lane of a great many customers: the others are read when somebody needs them.
                break;
            }
        }

        return head;
    }

    /// <summary>Reads the buckets of customers that are not known; with <paramref name="sure"/>, also those that are only guessed.</summary>
    public async Task LoadAsync(IEnumerable<string> customers, bool sure, CancellationToken cancellationToken) =>
        await LoadAsync(customers.Select(LaneKey.BucketOf).Distinct().Where(bucket => sure ? !IsSure(bucket) : !_known.ContainsKey(bucket)).ToList(), cancellationToken).ConfigureAwait(false);

    /// <summary>Reads buckets. They hold under any head read before, since a change of theirs moves it.</summary>
    public async Task LoadAsync(IReadOnlyCollection<int> buckets, CancellationToken cancellationToken)
    {
        var rows = await Task.WhenAll(buckets.Select(async bucket =>
            (bucket, row: await tables.Lanes.FindAsync(lane.Partition, LaneKey.BucketRow(bucket), cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        foreach (var (bucket, row) in rows)
        {
            Keep(bucket, row);
        }
    }

    /// <summary>Takes over what a written transaction made true.</summary>
    /// <param name="written">Its buckets, in the order of its actions after the head.</param>
    /// <param name="etags">Of its actions.</param>
    public void Committed(IReadOnlyList<(int Bucket, CustomerBucket Customers)> written, IReadOnlyList<ETag> etags)
    {
        foreach (var (i, (bucket, customers)) in written.Index())
        {
            if (etags[i + 1] is var etag && etag != default)
            {
                _known[bucket] = new(customers, etag, _head);
            }
            else
            {
                _known.Remove(bucket);
            }
        }

        Trim();
    }

    private void Keep(int bucket, TableEntity? row) =>
        _known[bucket] = row is null ? new(CustomerBucket.Empty, default, _head) : new(CustomerBucket.Read(row), row.ETag, _head);

    /// <summary>Only between transactions: one that is being made needs all that was read for it.</summary>
    private void Trim()
    {
        var bytes = _known.Values.Sum(known => (long)known.Customers.Size);
        foreach (var (bucket, known) in bytes > MostBytes ? _known.ToList() : [])
        {
            if (bytes <= MostBytes)
            {
                break;
            }

            bytes -= known.Customers.Size;
            _known.Remove(bucket);
        }
    }
}
