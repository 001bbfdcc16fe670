using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>
/// How the rows of one type are read and written: its public properties and fields, found once. <c>[IgnoreDataMember]</c>
/// leaves one out, <c>[DataMember(Name = …)]</c> names its column.
/// </summary>
internal sealed class RowType
{
    private static readonly ConcurrentDictionary<Type, RowType> s_types = new();

    /// <summary>The members of the interface, bound through it so that explicit implementations count too.</summary>
    private static readonly RowMember[] s_own =
    [
        RowMember.OfInterface(nameof(ITableEntity.PartitionKey), ColumnNames.PartitionKey),
        RowMember.OfInterface(nameof(ITableEntity.RowKey), ColumnNames.RowKey),
        RowMember.OfInterface(nameof(ITableEntity.Timestamp), ColumnNames.Timestamp),
        RowMember.OfInterface(nameof(ITableEntity.ETag), ColumnNames.ETag),
    ];

    private readonly RowMember[] _written;
    private readonly RowMember[] _read;

    private RowType(Type type)
    {
        var members = new List<RowMember>();
        foreach (var member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance))
        {
            if (member.IsDefined(typeof(IgnoreDataMemberAttribute)) || typeof(ITableEntity).GetProperty(member.Name) is not null)
            {
                continue;
            }

            if (member is FieldInfo || (member is PropertyInfo property && property.GetIndexParameters().Length == 0))
            {
                members.Add(RowMember.Of(member));
            }
        }

        _written = [.. members.Where(member => member.CanRead)];
        _read = [.. s_own, .. members.Where(member => member.CanWrite)];
    }

    public static RowType Of(Type type) => s_types.GetOrAdd(type, static key => new RowType(key));

    /// <summary>Writes the columns of a row, keys excepted.</summary>
    public void Write(RowWriter writer, ITableEntity entity)
    {
        foreach (var member in _written)
        {
            member.Write(writer, entity);
        }
    }

    /// <summary>Reads the object that the reader stands at into a fresh row; columns that it has no member for are passed over.</summary>
    public void Read(ref Utf8JsonReader json, ITableEntity entity)
    {
        var expected = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            // Rows come back in the order in which they were written, so the next member is nearly always the one.
            var member = Find(ref json, ref expected);
            json.Read();
            if (member is null)
            {
                json.Skip();
            }
            else
            {
                member.Read(ref json, entity);
            }
        }
    }

    private RowMember? Find(ref Utf8JsonReader json, ref int expected)
    {
        for (var step = 0; step < _read.Length; step++)
        {
            var at = expected + step;
            at = at < _read.Length ? at : at - _read.Length;
            if (json.ValueTextEquals(_read[at].Name.Utf8))
            {
                expected = at + 1 == _read.Length ? 0 : at + 1;
                return _read[at];
            }
        }

        return null;
    }
}
