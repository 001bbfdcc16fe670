using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>
/// The uses of those customers of a lane whose keys hash to one bucket: row <c>u|bucket</c>. A row a customer would make the lane's partition
/// grow with its customers; this grows by some 24 bytes for each.
/// </summary>
/// <remarks>
/// The bytes: how many channels and their names, then the customers one after the other: key, count, prepared, how many channels it was seen
/// in, and of each its number above and the day's <see cref="DateOnly.DayNumber"/>. Numbers are written in groups of seven bits.
/// </remarks>
internal sealed class CustomerBucket
{
    /// <summary>Buckets of a lane, for good: 64 rows in its partition, and of 10,000,000 customers over sixteen lanes a quarter of a megabyte in each.</summary>
    public const int Count = 64;

    /// <summary>Prefix of the rows.</summary>
    public const string Prefix = "u|";

    /// <summary>Sorts after all of them: the character after the prefix's last.</summary>
    public const string End = "u}";

    /// <summary>A binary property's limit; the entity takes 1 MiB in all.</summary>
    private const int BytesOfProperty = 64 * 1024;

    private const string Day = "yyyy-MM-dd";
    private readonly byte[] _bytes;
    private readonly ImmutableArray<string> _channels;
    private readonly int _first;

    private CustomerBucket(byte[] bytes)
    {
        _bytes = bytes;
        var reader = new BucketReader(bytes);
        var channels = new string[reader.Number()];
        for (var i = 0; i < channels.Length; i++)
        {
            channels[i] = reader.Text();
        }

        _channels = [.. channels];
        _first = bytes.Length - reader.Rest.Length;
    }

    /// <summary>Nobody.</summary>
    public static CustomerBucket Empty { get; } = new([0]);

    /// <summary>Bytes that it takes in its row.</summary>
    public int Size => _bytes.Length;

    /// <summary>Everybody in it; of a key that is not of 32 hexadecimal digits, the text.</summary>
    public IReadOnlyList<(string Key, CustomerUses Uses)> All
    {
        get
        {
            var all = new List<(string, CustomerUses)>();
            var reader = new BucketReader(_bytes.AsSpan(_first));
            while (reader.More)
            {
                var key = new BucketReader(reader.Key());
                var text = key.Number() == BucketWriter.Packed ? Convert.ToHexStringLower(key.Rest) : Encoding.UTF8.GetString(key.Rest);
                all.Add((text, Uses(ref reader)));
            }

            return all;
        }
    }

    public static CustomerBucket Read(TableEntity row)
    {
        using var bytes = new MemoryStream();
        for (var i = 0; row.GetBinary(Property(i)) is { } piece; i++)
        {
            bytes.Write(piece);
        }

        return new(bytes.ToArray());
    }

    /// <summary>A customer's uses; null when there are none.</summary>
    public CustomerUses? Find(string customerKey)
    {
        var key = BucketWriter.KeyOf(customerKey);
        var reader = new BucketReader(_bytes.AsSpan(_first));
        while (reader.More)
        {
            if (reader.Key().SequenceEqual(key))
            {
                return Uses(ref reader);
            }

            reader.SkipUses();
        }

        return null;
    }

    /// <summary>The bucket with some customers' uses as they are now.</summary>
    public CustomerBucket With(IReadOnlyCollection<(string Key, CustomerUses Uses)> changes)
    {
        var changed = changes.Select(change => BucketWriter.KeyOf(change.Key)).ToList();
        var channels = _channels.ToList();
        var entries = new BucketWriter(_bytes.Length + (64 * changes.Count));
        var reader = new BucketReader(_bytes.AsSpan(_first));
        while (reader.More)
        {
            var entry = reader.Rest;
            var key = reader.Key();
            reader.SkipUses();
            if (!IsAmong(changed, key))
            {
                entries.Bytes(entry[..(entry.Length - reader.Rest.Length)]);
            }
        }

        foreach (var ((_, uses), key) in changes.Zip(changed).Where(change => !change.First.Uses.IsNothing))
        {
            entries.Bytes(key);
            Write(entries, uses, channels);
        }

        var all = new BucketWriter(entries.Written.Length + 256);
        all.Number(channels.Count);
        channels.ForEach(all.Text);
        all.Bytes(entries.Written);
        return new(all.Written.ToArray());
    }

    public TableEntity ToRow(LaneKey lane, int bucket)
    {
        var row = new TableEntity(lane.Partition, LaneKey.BucketRow(bucket));
        foreach (var (i, piece) in _bytes.Chunk(BytesOfProperty).Index())
        {
            row[Property(i)] = piece;
        }

        return row;
    }

    private static void Write(BucketWriter entries, CustomerUses uses, List<string> channels)
    {
        entries.Number(uses.Count);
        entries.Number(uses.Prepared);
        entries.Number(uses.Seen.Count);
        foreach (var (channel, day) in uses.Seen)
        {
            var number = channels.IndexOf(channel);
            if (number < 0)
            {
                number = channels.Count;
                channels.Add(channel);
            }

            entries.Number(number);
            entries.Number(DateOnly.ParseExact(day, Day, CultureInfo.InvariantCulture).DayNumber);
        }
    }

    private static bool IsAmong(List<byte[]> keys, ReadOnlySpan<byte> key)
    {
        foreach (var each in keys)
        {
            if (key.SequenceEqual(each))
            {
                return true;
            }
        }

        return false;
    }

    private static string Property(int index) => string.Create(CultureInfo.InvariantCulture, $"B{index:D2}");

    private CustomerUses Uses(ref BucketReader reader)
    {
        var (count, prepared, seen) = (reader.Number(), reader.Number(), CustomerUses.None.Seen);
        for (var left = reader.Number(); left > 0; left--)
        {
            var channel = _channels[reader.Number()];
            seen = seen.SetItem(channel, DateOnly.FromDayNumber(reader.Number()).ToString(Day, CultureInfo.InvariantCulture));
        }

        return new(count, prepared, seen);
    }
}
