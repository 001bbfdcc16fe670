using System.Runtime.Serialization;
using System.Text;

namespace Azure.Messaging.ServiceBus;

/// <summary>A message's properties as bytes, its body apart: a format byte, the texts with a null mark, times as ticks, then the application's properties by type.</summary>
internal static class MessageCodec
{
    /// <summary>The largest message, and batch, of Service Bus's Standard tier: 262,144 bytes of body and properties.</summary>
    public const long MaxMessageBytes = 256 * 1024;

    private const byte Format = 1;

    /// <summary>Bytes of body and properties.</summary>
    /// <exception cref="SerializationException">A property is of a type that AMQP does not carry.</exception>
    public static long SizeOf(MessageContent content) => content.Body.ToMemory().Length + Properties(content).Length;

    /// <exception cref="SerializationException">A property is of a type that AMQP does not carry.</exception>
    public static byte[] Properties(MessageContent content)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Format);
        foreach (var text in (ReadOnlySpan<string?>)[
            content.MessageId, content.PartitionKey, content.TransactionPartitionKey, content.SessionId, content.ReplyToSessionId,
            content.CorrelationId, content.Subject, content.To, content.ContentType, content.ReplyTo])
        {
            writer.Write(text is not null);
            writer.Write(text ?? string.Empty);
        }

        writer.Write(content.TimeToLive?.Ticks ?? -1);
        writer.Write(content.ScheduledEnqueueTime?.UtcTicks ?? -1);
        writer.Write(content.ApplicationProperties.Count);
        foreach (var (name, value) in content.ApplicationProperties)
        {
            writer.Write(name);
            PropertyCodec.Write(writer, name, value);
        }

        writer.Flush();
        return stream.ToArray();
    }

    public static MessageContent Read(byte[] properties, BinaryData body)
    {
        using var reader = new BinaryReader(new MemoryStream(properties), Encoding.UTF8);
        var format = reader.ReadByte();
        if (format != Format)
        {
            throw new SerializationException($"A message of format {format} cannot be read by this version, which reads {Format}.");
        }

        var content = new MessageContent
        {
            Body = body,
            MessageId = Text(reader),
            PartitionKey = Text(reader),
            TransactionPartitionKey = Text(reader),
            SessionId = Text(reader),
            ReplyToSessionId = Text(reader),
            CorrelationId = Text(reader),
            Subject = Text(reader),
            To = Text(reader),
            ContentType = Text(reader),
            ReplyTo = Text(reader),
        };
        content.TimeToLive = Ticks(reader) is { } life ? TimeSpan.FromTicks(life) : null;
        content.ScheduledEnqueueTime = Ticks(reader) is { } scheduled ? new DateTimeOffset(scheduled, TimeSpan.Zero) : null;
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            content.ApplicationProperties[reader.ReadString()] = PropertyCodec.Read(reader);
        }

        return content;
    }

    private static string? Text(BinaryReader reader)
    {
        var present = reader.ReadBoolean();
        var text = reader.ReadString();
        return present ? text : null;
    }

    private static long? Ticks(BinaryReader reader) => reader.ReadInt64() is >= 0 and var ticks ? ticks : null;
}
