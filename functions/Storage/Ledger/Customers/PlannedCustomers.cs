using Azure.Data.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Customers' uses as a plan leaves them: what it has changed, over the lane's buckets as they are known. No I/O.</summary>
internal sealed class PlannedCustomers(LaneKey lane, LaneBuckets buckets)
{
    private readonly Dictionary<string, CustomerUses> _uses = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, List<string>> _touched = [];
    private readonly HashSet<int> _doubted = [];
    private readonly List<(int Bucket, CustomerBucket Customers)> _written = [];

    /// <summary>Buckets that are changed.</summary>
    public int Count => _touched.Count;

    /// <summary>Buckets that were doubted.</summary>
    public IReadOnlyCollection<int> Doubted => _doubted;

    /// <summary>The changed buckets as they are written, in the order of their actions; none before those are made.</summary>
    public IReadOnlyList<(int Bucket, CustomerBucket Customers)> Written => _written;

    /// <summary>A customer's uses; null when there are none.</summary>
    public CustomerUses? Find(string key) => _uses.GetValueOrDefault(key) ?? Bucket(LaneKey.BucketOf(key)).Customers.Find(key);

    /// <summary>Notes that a customer's uses stand in the way, unless they are sure: those of a bucket that is only guessed must be read first.</summary>
    public void Doubt(string key)
    {
        var bucket = LaneKey.BucketOf(key);
        if (!buckets.IsSure(bucket))
        {
            _doubted.Add(bucket);
        }
    }

    /// <summary>Changes a customer's uses.</summary>
    /// <returns>Bytes by which the request grows, from above.</returns>
    public long Keep(string key, CustomerUses uses)
    {
        var weight = 0L;
        if (!_uses.ContainsKey(key))
        {
            weight += WeightOf(uses);
            var bucket = LaneKey.BucketOf(key);
            if (!_touched.TryGetValue(bucket, out var changed))
            {
                _touched[bucket] = changed = [];
                weight += WeightOf(Bucket(bucket).Customers);
            }

            changed.Add(key);
        }

        _uses[key] = uses;
        return weight;
    }

    /// <summary>What writes the changed buckets.</summary>
    public IReadOnlyList<TableTransactionAction> Actions()
    {
        var actions = new List<TableTransactionAction>();
        _written.Clear();
        foreach (var (bucket, changed) in _touched)
        {
            // By its own ETag: the head's alone would do for what was read under it, this one makes a guess safe as well.
            var known = Bucket(bucket);
            var customers = known.Customers.With([.. changed.Select(key => (key, _uses[key]))]);
            var row = customers.ToRow(lane, bucket);
            actions.Add(known.ETag == default ? new(TableTransactionActionType.Add, row) : new(TableTransactionActionType.UpdateReplace, row, known.ETag));
            _written.Add((bucket, customers));
        }

        return actions;
    }

    /// <summary>One that was not read is taken for empty: if it is not, the transaction fails as a whole and it is read.</summary>
    private KnownBucket Bucket(int bucket) => buckets.Find(bucket) ?? new(CustomerBucket.Empty, default, 0);

    private static long WeightOf(CustomerUses uses) => 50 + uses.Seen.Sum(seen => 10 + LanePlan.WeightOf(seen.Key));

    /// <summary>Binary: four characters for three bytes, some of them escaped.</summary>
    private static long WeightOf(CustomerBucket customers) => 500 + (2L * customers.Size);
}
