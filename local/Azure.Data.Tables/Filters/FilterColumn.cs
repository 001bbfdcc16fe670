using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>The column that an expression reads.</summary>
internal static class FilterColumn
{
    /// <summary>Its name; null when the expression is no column of the row.</summary>
    public static string? Of(Expression expression, ParameterExpression row) => expression switch
    {
        // A widened, boxed or unwrapped column is still the column.
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } conversion => Of(conversion.Operand, row),
        MemberExpression { Member.Name: nameof(Nullable<int>.Value), Expression: { } inner } when Nullable.GetUnderlyingType(inner.Type) is not null => Of(inner, row),
        MemberExpression { Expression: { } owner } member when IsRow(owner, row) => NameOf(member.Member),

        // row["Name"], row.GetString("Name") and its like.
        MethodCallExpression { Object: { } owner, Arguments: [var name] } call when IsRow(owner, row) && IsGetter(call.Method) && !RowDependence.Of(name, row) =>
            Expression.Lambda<Func<string>>(name).Compile(preferInterpretation: true)(),
        _ => null,
    };

    private static bool IsRow(Expression expression, ParameterExpression row) =>
        expression == row || (expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs } conversion && IsRow(conversion.Operand, row));

    private static bool IsGetter(MethodInfo method) =>
        method.GetParameters() is [{ ParameterType: var type }] && type == typeof(string)
        && (method.Name == "get_Item" || (method.DeclaringType == typeof(TableEntity) && method.Name.StartsWith("Get", StringComparison.Ordinal)));

    private static string NameOf(MemberInfo member) =>
        member.GetCustomAttribute<DataMemberAttribute>() is { Name: { } given } ? given
        : member.DeclaringType == typeof(TableItem) ? "TableName"
        : member.Name;
}
