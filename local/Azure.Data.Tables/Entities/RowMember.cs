using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>One property or field of a type and the column that it is.</summary>
internal abstract class RowMember(ColumnName name)
{
    public ColumnName Name { get; } = name;

    public abstract bool CanRead { get; }

    public abstract bool CanWrite { get; }

    public abstract void Write(RowWriter writer, object entity);

    public abstract void Read(ref Utf8JsonReader json, object entity);

    /// <summary>A member of a caller's type.</summary>
    /// <exception cref="NotSupportedException">No column can hold its type.</exception>
    public static RowMember Of(MemberInfo member)
    {
        var name = member.GetCustomAttribute<DataMemberAttribute>() is { Name: { } given } ? given : member.Name;
        return Create(member, ColumnName.Of(name));
    }

    /// <summary>A member of <see cref="ITableEntity"/>.</summary>
    public static RowMember OfInterface(string property, string column) => Create(
        typeof(ITableEntity).GetProperty(property) ?? throw new MissingMemberException(nameof(ITableEntity), property),
        ColumnName.OfProtocol(column));

    private static RowMember Create(MemberInfo member, ColumnName name)
    {
        var type = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        var bound = typeof(RowMember<>).MakeGenericType(type);
        try
        {
            return (RowMember)(Activator.CreateInstance(bound, member, name) ?? throw new MissingMemberException(bound.Name));
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is NotSupportedException unsupported)
        {
            throw new NotSupportedException($"{member.DeclaringType}.{member.Name}: {unsupported.Message}", unsupported);
        }
    }
}

/// <summary>A member by its type, with compiled accessors.</summary>
internal sealed class RowMember<T> : RowMember
{
    private readonly Func<object, T>? _get;
    private readonly Action<object, T>? _set;
    private readonly EdmCodec<T> _codec = EdmCodec.Of<T>();

    public RowMember(MemberInfo member, ColumnName name)
        : base(name)
    {
        var (readable, writable) = member is PropertyInfo property
            ? (property.GetMethod is { IsPublic: true }, property.SetMethod is { IsPublic: true })
            : (true, !((FieldInfo)member).IsInitOnly);
        var declaring = member.DeclaringType ?? throw new MissingMemberException(member.Name);
        var entity = Expression.Parameter(typeof(object), "entity");
        var access = Expression.MakeMemberAccess(
            declaring.IsValueType ? Expression.Unbox(entity, declaring) : Expression.Convert(entity, declaring), member);
        if (readable)
        {
            _get = Expression.Lambda<Func<object, T>>(access, entity).Compile();
        }

        if (writable)
        {
            var value = Expression.Parameter(typeof(T), "value");
            _set = Expression.Lambda<Action<object, T>>(Expression.Assign(access, value), entity, value).Compile();
        }
    }

    public override bool CanRead => _get is not null;

    public override bool CanWrite => _set is not null;

    public override void Write(RowWriter writer, object entity)
    {
        // A null is a column that is not there: the service drops nulls.
        if (_get is not null && _get(entity) is { } value)
        {
            _codec.Write(writer, Name, value);
        }
    }

    public override void Read(ref Utf8JsonReader json, object entity)
    {
        if (_set is not null && json.TokenType != JsonTokenType.Null)
        {
            _set(entity, _codec.Read(ref json, Name));
        }
    }
}
