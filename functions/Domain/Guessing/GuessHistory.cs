using System.Buffers.Binary;

namespace PromoFunctions.Domain.Guessing;

/// <summary>
/// When unknown codes came, as far as they still count: an exact sliding window of <see cref="GuessLimits.Window"/>, by whole
/// seconds, each rounded up. Immutable.
/// </summary>
/// <remarks>At most one entry a second is kept, so a history has at most 601 of them.</remarks>
public sealed class GuessHistory
{
    private const int EntryLength = 12;
    private static readonly long WindowSeconds = (long)GuessLimits.Window.TotalSeconds;

    // By second, the oldest first.
    private readonly (long Second, int Count)[] _entries;

    private GuessHistory((long Second, int Count)[] entries) => _entries = entries;

    /// <summary>No unknown code yet.</summary>
    public static GuessHistory None { get; } = new([]);

    /// <summary>The instant from which none of it counts any more; null for an empty history.</summary>
    public DateTimeOffset? ForgottenAt => _entries.Length == 0 ? null : EndOf(_entries[^1].Second);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="FormatException">It did not write this.</exception>
    public static GuessHistory FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % EntryLength != 0)
        {
            throw new FormatException("A history of unknown codes is cut off.");
        }

        var entries = new (long, int)[bytes.Length / EntryLength];
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = bytes.Slice(i * EntryLength, EntryLength);
            entries[i] = (BinaryPrimitives.ReadInt64LittleEndian(entry), BinaryPrimitives.ReadInt32LittleEndian(entry[sizeof(long)..]));
        }

        return new(entries);
    }

    /// <summary>The history as bytes: 12 for each second.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_entries.Length * EntryLength];
        for (var i = 0; i < _entries.Length; i++)
        {
            var entry = bytes.AsSpan(i * EntryLength, EntryLength);
            BinaryPrimitives.WriteInt64LittleEndian(entry, _entries[i].Second);
            BinaryPrimitives.WriteInt32LittleEndian(entry[sizeof(long)..], _entries[i].Count);
        }

        return bytes;
    }

    /// <summary>How many count at an instant: those that came in the ten minutes before it.</summary>
    public int CountAt(DateTimeOffset now)
    {
        var sum = 0;
        foreach (var (second, count) in _entries)
        {
            sum += now < EndOf(second) ? count : 0;
        }

        return sum;
    }

    /// <summary>The history with more codes; what no longer counts is dropped.</summary>
    /// <param name="now">When they came. An instant before the last entry is taken for that one: instances' clocks differ a little.</param>
    /// <param name="count">How many, at least 1.</param>
    public GuessHistory With(DateTimeOffset now, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var kept = _entries.Where(entry => now < EndOf(entry.Second)).ToList();
        var second = RoundedUp(now);
        if (kept.Count > 0 && kept[^1].Second >= second)
        {
            kept[^1] = (kept[^1].Second, kept[^1].Count + count);
        }
        else
        {
            kept.Add((second, count));
        }

        return new([.. kept]);
    }

    /// <summary>Until when whoever has this history is blocked: the instant at which fewer than the limit count. Null when fewer do already.</summary>
    public DateTimeOffset? BlockedUntil(DateTimeOffset now, int limit)
    {
        var counting = CountAt(now);
        if (counting < limit)
        {
            return null;
        }

        foreach (var (second, count) in _entries)
        {
            if (now < EndOf(second))
            {
                counting -= count;
                if (counting < limit)
                {
                    return EndOf(second);
                }
            }
        }

        return ForgottenAt;
    }

    private static long RoundedUp(DateTimeOffset at)
    {
        var second = at.ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds(second) < at ? second + 1 : second;
    }

    private static DateTimeOffset EndOf(long second) => DateTimeOffset.FromUnixTimeSeconds(second + WindowSeconds);
}
