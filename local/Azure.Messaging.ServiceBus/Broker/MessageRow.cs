using System.Globalization;
using Azure.Data.Tables;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// A message as a row. Key: partition <c>0</c> to <c>f</c>, which the sequence number ends in, and <c>m</c> with the number in 19
/// digits. Bodies and properties lie in chunks, as a property of a row holds 64 KiB.
/// </summary>
internal sealed class MessageRow
{
    public const string State = "State";
    public const string Visible = "Visible";
    public const string Lock = "Lock";
    public const string LockedUntil = "LockedUntil";
    public const string Deliveries = "Deliveries";
    public const string Reason = "Reason";
    public const string Description = "Description";
    public const string Enqueued = "Enqueued";
    public const string BodyLength = "BodyLength";
    public const string PropertiesLength = "PropertiesLength";
    private const string Accepted = "Accepted";
    private const string Expires = "Expires";
    private const string Id = "Id";
    private const string Duplicate = "Duplicate";
    private const string Body = "Body";
    private const string Properties = "Properties";
    private const int Chunk = 64_000;

    /// <summary>Earlier than any time: a row that can be received at once.</summary>
    public static readonly DateTimeOffset AtOnce = DateTimeOffset.UnixEpoch;

    /// <summary>Later than any time.</summary>
    public static readonly DateTimeOffset Never = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TableEntity _entity;

    public MessageRow(TableEntity entity)
    {
        _entity = entity;
        Tag = entity.ETag;
        Number = NumberOf(entity.RowKey);
    }

    public TableEntity Entity => _entity;

    /// <summary>The ETag last seen; moves on with every write through this object.</summary>
    public ETag Tag { get; set; }

    public long Number { get; }

    public string PartitionKey => _entity.PartitionKey;

    public string RowKey => _entity.RowKey;

    public RowState RowState => (RowState)_entity.GetInt32(State).GetValueOrDefault();

    public DateTimeOffset VisibleAt => Time(Visible);

    public DateTimeOffset EnqueuedAt => Time(Enqueued);

    /// <summary>When it was sent, which for a scheduled message is before it was enqueued.</summary>
    public DateTimeOffset AcceptedAt => Time(Accepted);

    public DateTimeOffset ExpiresAt => Time(Expires);

    public Guid LockToken => _entity.GetGuid(Lock).GetValueOrDefault();

    public DateTimeOffset LockEnd => Time(LockedUntil);

    public int DeliveryCount => _entity.GetInt32(Deliveries).GetValueOrDefault();

    /// <summary>The message's own id, drawn by its sender; tells two messages apart where numbers might meet.</summary>
    public Guid Uid => _entity.GetGuid(Id).GetValueOrDefault();

    /// <summary>The hash of the message id when the queue looks for duplicates, else null.</summary>
    public string? DuplicateKey => _entity.GetString(Duplicate);

    public string? DeadLetterReason => _entity.GetString(Reason);

    public string? DeadLetterDescription => _entity.GetString(Description);

    public static string Partition(int partition) => partition.ToString("x", CultureInfo.InvariantCulture);

    public static string Key(long number) => string.Create(CultureInfo.InvariantCulture, $"m{number:D19}");

    public static long NumberOf(string rowKey) => long.Parse(rowKey.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>A new message's row.</summary>
    public static MessageRow Draft(MessageContent content, long number, DateTimeOffset now, DateTimeOffset enqueued, string? duplicateKey)
    {
        var entity = new TableEntity(Partition(SequenceNumbers.PartitionOf(number)), Key(number))
        {
            [Enqueued] = enqueued,
            [Accepted] = now,
            [Expires] = content.TimeToLive is { } life && life < Never - enqueued ? enqueued + life : Never,
            [Lock] = Guid.Empty,
            [LockedUntil] = AtOnce,
            [Deliveries] = 0,
            [Id] = Guid.NewGuid(),
        };
        if (duplicateKey is not null)
        {
            entity[Duplicate] = duplicateKey;
        }

        Put(entity, Body, BodyLength, content.Body.ToMemory());
        PutProperties(entity, content);
        var row = new MessageRow(entity);
        row.PutFinalState();
        return row;
    }

    /// <summary>The same message under another number, for when one was taken.</summary>
    public MessageRow Renumbered(long number) =>
        new(new TableEntity(_entity) { PartitionKey = Partition(SequenceNumbers.PartitionOf(number)), RowKey = Key(number) });

    /// <summary>Where a message goes once it is certain: into the queue, or to wait for its time.</summary>
    public TableEntity FinalState()
    {
        var change = Change();
        PutFinalState(change);
        return change;
    }

    /// <summary>Takes a change over that has been merged into the stored row.</summary>
    public void Apply(TableEntity change)
    {
        foreach (var (name, value) in change)
        {
            _entity[name] = value;
        }
    }

    /// <summary>An empty change of this row, to be merged into it.</summary>
    public TableEntity Change() => new(PartitionKey, RowKey);

    public static void PutProperties(TableEntity entity, MessageContent content) =>
        Put(entity, Properties, PropertiesLength, MessageCodec.Properties(content));

    public MessageContent Content() => MessageCodec.Read(Get(Properties, PropertiesLength), BinaryData.FromBytes(Get(Body, BodyLength)));

    /// <summary>The message as a receiver sees it, without a lock.</summary>
    public ServiceBusReceivedMessage ToMessage(DateTimeOffset now, EntityPath path) => new(Content())
    {
        DeliveryCount = DeliveryCount,
        SequenceNumber = Number,
        EnqueuedSequenceNumber = Number,
        EnqueuedTime = EnqueuedAt,
        LockedUntil = LockToken == Guid.Empty || LockEnd <= now ? default : LockEnd,
        DeadLetterSource = path.DeadLetter ? path.Queue : null,
        State = RowState switch
        {
            RowState.Deferred => ServiceBusMessageState.Deferred,
            RowState.Scheduled when VisibleAt > now => ServiceBusMessageState.Scheduled,
            _ => ServiceBusMessageState.Active,
        },
    };

    private void PutFinalState() => PutFinalState(_entity);

    private void PutFinalState(TableEntity entity)
    {
        var scheduled = EnqueuedAt > AcceptedAt;
        entity[State] = (int)(scheduled ? RowState.Scheduled : RowState.Active);
        entity[Visible] = scheduled ? EnqueuedAt : AtOnce;
    }

    private static void Put(TableEntity entity, string name, string length, ReadOnlyMemory<byte> bytes)
    {
        entity[length] = bytes.Length;
        for (var (i, start) = (0, 0); start < bytes.Length; i++, start += Chunk)
        {
            entity[name + i.ToString(CultureInfo.InvariantCulture)] = bytes.Slice(start, Math.Min(Chunk, bytes.Length - start)).ToArray();
        }
    }

    // Length decides, not the chunks found: a change to fewer chunks leaves the last ones behind.
    private byte[] Get(string name, string length)
    {
        var bytes = new byte[_entity.GetInt32(length).GetValueOrDefault()];
        for (var (i, start) = (0, 0); start < bytes.Length; i++, start += Chunk)
        {
            var chunk = _entity.GetBinary(name + i.ToString(CultureInfo.InvariantCulture));
            chunk.AsSpan(0, Math.Min(Chunk, bytes.Length - start)).CopyTo(bytes.AsSpan(start));
        }

        return bytes;
    }

    private DateTimeOffset Time(string name) => _entity.GetDateTimeOffset(name).GetValueOrDefault();
}
