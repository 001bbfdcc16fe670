using System.Linq.Expressions;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>Comparisons of a column with a value.</summary>
internal static class FilterComparison
{
    public static string? Operator(ExpressionType type) => type switch
    {
        ExpressionType.Equal => "eq",
        ExpressionType.NotEqual => "ne",
        ExpressionType.LessThan => "lt",
        ExpressionType.LessThanOrEqual => "le",
        ExpressionType.GreaterThan => "gt",
        ExpressionType.GreaterThanOrEqual => "ge",
        _ => null,
    };

    /// <summary>Writes <c>Column op literal</c>; the operator turns round when the column stands on the right.</summary>
    public static void Append(StringBuilder filter, BinaryExpression comparison, ParameterExpression row, Func<Expression, string> literal)
    {
        var (left, right) = Operands(comparison);
        var type = comparison.NodeType;
        if (!RowDependence.Of(left, row))
        {
            (left, right, type) = (right, left, Turned(type));
        }

        // The compiler compares enums as numbers, but their columns hold names.
        if (FilterColumn.Of(left, row) is not { } column || RowDependence.Of(right, row) || (left is UnaryExpression { Operand.Type: var compared } && IsEnum(compared)))
        {
            throw Unsupported(comparison);
        }

        filter.Append(column).Append(' ').Append(Operator(type)).Append(' ').Append(literal(right));
    }

    /// <summary>Writes <c>a.Equals(b)</c> or <c>Equals(a, b)</c>, and says whether it was one of the row's.</summary>
    public static bool AppendEquality(StringBuilder filter, MethodCallExpression call, ParameterExpression row, Func<Expression, string> literal)
    {
        var (left, right) = call switch
        {
            { Object: { } owner, Arguments: [var argument] } => (owner, argument),
            { Object: null, Arguments: [var one, var other] } => (one, other),
            _ => throw Unsupported(call),
        };
        var (column, value) = RowDependence.Of(left, row) ? (left, right) : (right, left);
        if (FilterColumn.Of(column, row) is not { } name || RowDependence.Of(value, row))
        {
            return false;
        }

        filter.Append(name).Append(" eq ").Append(literal(value));
        return true;
    }

    public static NotSupportedException Unsupported(Expression expression) => new($"The expression {expression} is not supported in a filter.");

    /// <summary>The sides of the comparison; those of <c>string.Compare(a, b) &lt; 0</c> and <c>a.CompareTo(b) &lt; 0</c> are a and b. The service compares by code units.</summary>
    private static (Expression Left, Expression Right) Operands(BinaryExpression comparison) => comparison switch
    {
        { Left: MethodCallExpression { Method.Name: nameof(string.CompareTo), Object: { } owner, Arguments: [var argument] }, Right: ConstantExpression { Value: 0 } } =>
            (owner, argument),
        { Left: MethodCallExpression { Method.Name: nameof(string.Compare), Object: null, Arguments: [var one, var other] }, Right: ConstantExpression { Value: 0 } } =>
            (one, other),
        { Left: MethodCallExpression { Method.Name: nameof(string.Compare), Object: null, Arguments: [var one, var other, ConstantExpression { Value: StringComparison.Ordinal }] }, Right: ConstantExpression { Value: 0 } } =>
            (one, other),
        _ => (comparison.Left, comparison.Right),
    };

    private static bool IsEnum(Type type) => (Nullable.GetUnderlyingType(type) ?? type).IsEnum;

    private static ExpressionType Turned(ExpressionType type) => type switch
    {
        ExpressionType.LessThan => ExpressionType.GreaterThan,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThanOrEqual,
        ExpressionType.GreaterThan => ExpressionType.LessThan,
        ExpressionType.GreaterThanOrEqual => ExpressionType.LessThanOrEqual,
        _ => type,
    };
}
