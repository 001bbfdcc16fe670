using System.Runtime.Serialization;

namespace Azure.Messaging.ServiceBus;

/// <summary>An application property as a type byte and its value: AMQP's simple types, so that a receiver gets the type that was sent.</summary>
internal static class PropertyCodec
{
    /// <exception cref="SerializationException">The type is not one that AMQP carries.</exception>
    public static void Write(BinaryWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null: writer.Write((byte)0); break;
            case string v: writer.Write((byte)1); writer.Write(v); break;
            case bool v: writer.Write((byte)2); writer.Write(v); break;
            case byte v: writer.Write((byte)3); writer.Write(v); break;
            case sbyte v: writer.Write((byte)4); writer.Write(v); break;
            case short v: writer.Write((byte)5); writer.Write(v); break;
            case ushort v: writer.Write((byte)6); writer.Write(v); break;
            case int v: writer.Write((byte)7); writer.Write(v); break;
            case uint v: writer.Write((byte)8); writer.Write(v); break;
            case long v: writer.Write((byte)9); writer.Write(v); break;
            case ulong v: writer.Write((byte)10); writer.Write(v); break;
            case float v: writer.Write((byte)11); writer.Write(v); break;
            case double v: writer.Write((byte)12); writer.Write(v); break;
            case decimal v: writer.Write((byte)13); writer.Write(v); break;
            case char v: writer.Write((byte)14); writer.Write((ushort)v); break;
            case Guid v: writer.Write((byte)15); writer.Write(v.ToByteArray()); break;
            case Uri v: writer.Write((byte)16); writer.Write(v.OriginalString); break;
            case DateTime v: writer.Write((byte)17); writer.Write(v.ToUniversalTime().Ticks); break;
            case DateTimeOffset v: writer.Write((byte)18); writer.Write(v.UtcTicks); break;
            case TimeSpan v: writer.Write((byte)19); writer.Write(v.Ticks); break;
            case byte[] v: writer.Write((byte)20); writer.Write(v.Length); writer.Write(v); break;
            default:
                throw new SerializationException($"The application property '{name}' is of the type {value.GetType()}, which a message cannot carry.");
        }
    }

    // A property whose value is null arrives as null, as it does over AMQP, though the dictionary's type does not say so.
    public static object Read(BinaryReader reader) => reader.ReadByte() switch
    {
        0 => null!, // See above.
        1 => reader.ReadString(),
        2 => reader.ReadBoolean(),
        3 => reader.ReadByte(),
        4 => reader.ReadSByte(),
        5 => reader.ReadInt16(),
        6 => reader.ReadUInt16(),
        7 => reader.ReadInt32(),
        8 => reader.ReadUInt32(),
        9 => reader.ReadInt64(),
        10 => reader.ReadUInt64(),
        11 => reader.ReadSingle(),
        12 => reader.ReadDouble(),
        13 => reader.ReadDecimal(),
        14 => (char)reader.ReadUInt16(),
        15 => new Guid(reader.ReadBytes(16)),
        16 => new Uri(reader.ReadString(), UriKind.RelativeOrAbsolute),
        17 => new DateTime(reader.ReadInt64(), DateTimeKind.Utc),
        18 => new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
        19 => TimeSpan.FromTicks(reader.ReadInt64()),
        20 => reader.ReadBytes(reader.ReadInt32()),
        var type => throw new SerializationException($"A property of the type {type} cannot be read by this version."),
    };
}
