using System.Threading.Channels;
using PromoFunctions.Domain.Attempts;

namespace PromoFunctions.Storage.Attempts;

/// <summary>Attempts of this process that wait to be written, in memory and bounded by their number and their size: when full, the newest is left out and counted.</summary>
internal sealed class AttemptQueue
{
    /// <summary>The most that wait.</summary>
    public const int Most = 5_000;

    /// <summary>The most lines of carts and the like that wait: some 200 bytes each.</summary>
    public const int MostWeight = 100_000;

    private readonly Channel<Item> _items = Channel.CreateBounded<Item>(new BoundedChannelOptions(Most) { SingleReader = true });
    private int _weight;
    private long _dropped;
    private long _told;

    /// <summary>How many were left out.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How many were left out since this was last asked.</summary>
    public long TakeDropped()
    {
        var dropped = Dropped;
        return dropped - Interlocked.Exchange(ref _told, dropped);
    }

    public void Add(SentCodes sent)
    {
        var weight = sent.Weight;
        if (Interlocked.Add(ref _weight, weight) <= MostWeight && _items.Writer.TryWrite(new(sent, weight, null)))
        {
            return;
        }

        Interlocked.Add(ref _weight, -weight);
        Interlocked.Increment(ref _dropped);
    }

    /// <summary>Ends when everything added before it is dealt with; at once when nothing can be added any more.</summary>
    public Task PassedAsync()
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _items.Writer.TryWrite(new(null, 0, passed)) ? passed.Task : Task.CompletedTask;
    }

    /// <summary>Takes no more.</summary>
    public void Close() => _items.Writer.TryComplete();

    /// <summary>False when closed and empty.</summary>
    public ValueTask<bool> AnyAsync() => _items.Reader.WaitToReadAsync();

    /// <summary>What waits, at most <paramref name="most"/>. Room is made when <see cref="Done"/> is told.</summary>
    public IReadOnlyList<Item> Take(int most)
    {
        var taken = new List<Item>();
        while (taken.Count < most && _items.Reader.TryRead(out var item))
        {
            taken.Add(item);
        }

        return taken;
    }

    /// <summary>These are dealt with.</summary>
    public void Done(IReadOnlyList<Item> items)
    {
        foreach (var (_, weight, passed) in items)
        {
            Interlocked.Add(ref _weight, -weight);
            passed?.TrySetResult();
        }
    }

    /// <summary>An attempt, or a mark that tells when it is passed.</summary>
    internal sealed record Item(SentCodes? Sent, int Weight, TaskCompletionSource? Passed);
}
