using System.Linq.Expressions;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>Filters from expressions: what does not depend on the row is computed here, the rest becomes OData.</summary>
internal sealed class FilterExpression
{
    private readonly StringBuilder _filter = new();
    private readonly ParameterExpression _row;

    private FilterExpression(ParameterExpression row) => _row = row;

    /// <summary>The filter, or null when it lets every row through.</summary>
    /// <exception cref="NotSupportedException">The expression has no OData counterpart.</exception>
    public static string? Translate(LambdaExpression filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var translator = new FilterExpression(filter.Parameters[0]);
        translator.Condition(filter.Body);
        var text = translator._filter.ToString();
        return text == "true" ? null : text;
    }

    private void Condition(Expression expression)
    {
        switch (expression)
        {
            case var constant when !RowDependence.Of(constant, _row):
                _filter.Append(Literal(constant));
                break;
            case BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } both:
                Join(both, "and");
                break;
            case BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } either:
                Join(either, "or");
                break;
            case UnaryExpression { NodeType: ExpressionType.Not } negation:
                _filter.Append("not (");
                Condition(negation.Operand);
                _filter.Append(')');
                break;
            case UnaryExpression { NodeType: ExpressionType.Convert } conversion:
                Condition(conversion.Operand);
                break;
            case BinaryExpression comparison when FilterComparison.Operator(comparison.NodeType) is not null:
                FilterComparison.Append(_filter, comparison, _row, Literal);
                break;
            case MethodCallExpression { Method.Name: nameof(object.Equals) } equality when FilterComparison.AppendEquality(_filter, equality, _row, Literal):
                break;
            case var column when FilterColumn.Of(column, _row) is { } name && (Nullable.GetUnderlyingType(column.Type) ?? column.Type) == typeof(bool):
                _filter.Append(name).Append(" eq true");
                break;
            default:
                throw FilterComparison.Unsupported(expression);
        }
    }

    private void Join(BinaryExpression pair, string word)
    {
        _filter.Append('(');
        Condition(pair.Left);
        _filter.Append(") ").Append(word).Append(" (");
        Condition(pair.Right);
        _filter.Append(')');
    }

    private static string Literal(Expression constant)
    {
        var value = constant is ConstantExpression { Value: var known }
            ? known
            : Expression.Lambda<Func<object?>>(Expression.Convert(constant, typeof(object))).Compile(preferInterpretation: true)();
        return ODataLiteral.TryCreate(value)
            ?? throw new NotSupportedException($"A {value?.GetType()} cannot stand in a filter.");
    }
}
