using System.Security.Cryptography;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// Sequence numbers that rise with time and name their partition, drawn without asking anybody:
/// 51 bits of microseconds since 2020 by the storage's clock (71 years), 8 bits that this process drew at random, 4 bits of
/// partition. Why no two messages of a queue share one: within a process the microseconds strictly increase; across processes
/// equal numbers need the same microsecond and the same random bits, and even then the number is the row's key, so the second
/// insert meets a conflict and draws again. A number can come back only after its first bearer has left the queue, and the
/// move to the dead-letter queue compares the messages' own ids before it takes two rows for one.
/// </summary>
internal sealed class SequenceNumbers
{
    public const int Partitions = 16;

    /// <summary>This process's numbers, for all queues.</summary>
    public static readonly SequenceNumbers Shared = new();


    private const int PartitionBits = 4;
    private const int ProcessBits = 8;
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly long Process = RandomNumberGenerator.GetInt32(1 << ProcessBits);
    private long _last;

    public long Next(DateTimeOffset now, int partition)
    {
        var wanted = (now - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var next = Math.Max(wanted, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return (((next << ProcessBits) | Process) << PartitionBits) | (long)partition;
            }
        }
    }

    public static int PartitionOf(long number) => (int)(number & (Partitions - 1));
}
