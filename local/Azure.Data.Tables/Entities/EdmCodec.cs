using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>How values of one .NET type are read and written as a column.</summary>
internal abstract class EdmCodec<T>
{
    public abstract void Write(RowWriter writer, ColumnName name, T value);

    public abstract T Read(ref Utf8JsonReader json, ColumnName name);
}

/// <summary>Finds codecs.</summary>
internal static class EdmCodec
{
    private static readonly Dictionary<Type, object> s_codecs = new object[]
    {
        new StringCodec(), new BooleanCodec(), new Int32Codec(), new Int64Codec(), new UInt64Codec(), new DoubleCodec(), new GuidCodec(),
        new DateTimeCodec(), new DateTimeOffsetCodec(), new BytesCodec(), new BinaryDataCodec(), new ETagCodec(),
    }.ToDictionary(codec => codec.GetType().BaseType?.GetGenericArguments()[0] ?? throw new InvalidOperationException(codec.GetType().Name));

    /// <summary>The codec of a type or of its nullable form.</summary>
    /// <exception cref="NotSupportedException">No column can hold the type.</exception>
    public static EdmCodec<T> Of<T>() => (EdmCodec<T>)Of(typeof(T));

    private static object Of(Type type)
    {
        if (s_codecs.TryGetValue(type, out var codec))
        {
            return codec;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Make(typeof(NullableCodec<>), underlying, Of(underlying));
        }

        return type.IsEnum
            ? Make(typeof(EnumCodec<>), type)
            : throw new NotSupportedException($"no column can hold a {type}; [IgnoreDataMember] leaves it out.");
    }

    private static object Make(Type open, Type argument, params object[] arguments) =>
        Activator.CreateInstance(open.MakeGenericType(argument), arguments) ?? throw new MissingMemberException(open.Name);
}
