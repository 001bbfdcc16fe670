using System.Linq.Expressions;

namespace Azure.Data.Tables;

/// <summary>Whether an expression looks at the row.</summary>
internal sealed class RowDependence : ExpressionVisitor
{
    private readonly ParameterExpression _row;
    private bool _found;

    private RowDependence(ParameterExpression row) => _row = row;

    public static bool Of(Expression expression, ParameterExpression row)
    {
        var visitor = new RowDependence(row);
        visitor.Visit(expression);
        return visitor._found;
    }

    protected override Expression VisitParameter(ParameterExpression node)
    {
        _found |= node == _row;
        return node;
    }
}
