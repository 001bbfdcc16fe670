using System.Runtime.CompilerServices;

namespace PromoFunctions.Storage.Tables;

/// <summary>Reads side by side, and hands out in order: one round trip does not wait for another, and memory holds no more than what is under way.</summary>
internal static class ReadAhead
{
    /// <summary>What reading each item gives, in the items' order.</summary>
    /// <param name="items">Drawn as there is room.</param>
    /// <param name="width">The most that are read at once.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public static async IAsyncEnumerable<TRead> ReadAheadAsync<TItem, TRead>(
        this IAsyncEnumerable<TItem> items,
        int width,
        Func<TItem, CancellationToken, Task<TRead>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var underWay = new Queue<Task<TRead>>(width);
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (underWay.Count == width)
            {
                yield return await underWay.Dequeue().ConfigureAwait(false);
            }

            underWay.Enqueue(read(item, cancellationToken));
        }

        while (underWay.TryDequeue(out var last))
        {
            yield return await last.ConfigureAwait(false);
        }
    }
}
