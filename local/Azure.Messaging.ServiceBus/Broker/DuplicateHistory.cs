using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// The ids of messages that have left the queue within the window; those still in it have a row beside the message's own. Kept
/// out of the queue's table, because every look into that one scans it. A table per window's length of time, by when the message
/// left: an id is looked for in the one or two tables that the window touches, and a table is dropped whole once it lies behind it.
/// A queue whose window is changed forgets what it had recorded under the old one.
/// </summary>
internal sealed class DuplicateHistory(TableServiceClient tables, QueueDescription description, StorageClock clock)
{
    // Clocks of processes differ by less: theirs agree with the storage's to a second.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);
    private const string Accepted = "Accepted";

    private TimeSpan Window => description.Properties.DuplicateDetectionHistoryTimeWindow;

    private string Prefix => description.Tables + "H";

    /// <summary>The form of a message id in keys: 128 bits of its SHA-256. Ids are compared as they are written, case included.</summary>
    public static string KeyOf(string messageId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)).AsSpan(0, 16));

    /// <summary>The partition that messages of this id are kept in.</summary>
    public static int PartitionOf(string key) => int.Parse(key.AsSpan(0, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public bool IsWithinWindow(DateTimeOffset accepted) => accepted > clock.Now - Window;

    /// <summary>
    /// Whether the id's row beside the message is surely the message's own. Only an id older than the window is given to a newer
    /// message, and this asks with time to spare.
    /// </summary>
    public bool SurelyOwns(DateTimeOffset accepted) => accepted > clock.Now - Window + Skew;

    public async Task<bool> ContainsAsync(string key, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var found = await Task.WhenAll(Epochs(now).Select(epoch => LookAsync(epoch, key, cancellationToken))).ConfigureAwait(false);
        return found.Any(accepted => accepted is { } at && IsWithinWindow(at));
    }

    /// <summary>Remembers an id. Done before its message's row goes, so that at no instant is it in neither place.</summary>
    public async Task RecordAsync(string key, DateTimeOffset accepted, CancellationToken cancellationToken)
    {
        if (!IsWithinWindow(accepted))
        {
            return;
        }

        var epoch = clock.Now.UtcTicks / Window.Ticks;
        var table = tables.GetTableClient(Name(epoch));
        var row = new TableEntity(key[..2], key) { [Accepted] = accepted };
        try
        {
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException missing) when (StorageFailures.IsTableMissing(missing))
        {
            await table.CreateIfNotExistsAsync(cancellationToken).ConfigureAwait(false);
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
            await DropBeforeAsync(epoch - 2, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Drops all of it, with the queue.</summary>
    public Task DropAsync(CancellationToken cancellationToken) => DropBeforeAsync(long.MaxValue, cancellationToken);

    private async Task<DateTimeOffset?> LookAsync(long epoch, string key, CancellationToken cancellationToken)
    {
        try
        {
            var row = await tables.GetTableClient(Name(epoch)).GetEntityIfExistsAsync<TableEntity>(key[..2], key, cancellationToken: cancellationToken).ConfigureAwait(false);
            return row.HasValue ? row.Value?.GetDateTimeOffset(Accepted) : null;
        }
        catch (RequestFailedException missing) when (StorageFailures.IsTableMissing(missing))
        {
            return null;
        }
    }

    // An id within the window left the queue within it too, by some process's clock.
    private IEnumerable<long> Epochs(DateTimeOffset now)
    {
        var last = (now + Skew).UtcTicks / Window.Ticks;
        for (var epoch = (now - Window - Skew).UtcTicks / Window.Ticks; epoch <= last; epoch++)
        {
            yield return epoch;
        }
    }

    private async Task DropBeforeAsync(long epoch, CancellationToken cancellationToken)
    {
        var from = Prefix;
        var to = Prefix + ":"; // The character after '9'.
        var listed = tables.QueryAsync(table => table.Name.CompareTo(from) >= 0 && table.Name.CompareTo(to) < 0, cancellationToken: cancellationToken);
        await foreach (var table in listed.ConfigureAwait(false))
        {
            // Looked at again, as the emulator may list more than the filter asks for.
            if (table.Name.StartsWith(from, StringComparison.Ordinal)
                && long.TryParse(table.Name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var old)
                && old < epoch)
            {
                await tables.DeleteTableAsync(table.Name, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private string Name(long epoch) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{epoch:D12}");
}
