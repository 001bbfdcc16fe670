#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.Linq.Expressions;

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>An OData filter from an interpolated string, whose values are quoted and escaped.</summary>
    /// <exception cref="ArgumentException">A value is of a type that a filter cannot hold.</exception>
    public static string CreateQueryFilter(FormattableString filter) => FilterText.Create(filter);

    /// <summary>An OData filter from an expression over the row's properties, the typed getters and the indexer of <see cref="TableEntity"/> included.</summary>
    /// <exception cref="NotSupportedException">The expression has no OData counterpart.</exception>
    public static string CreateQueryFilter<T>(Expression<Func<T, bool>> filter) => FilterExpression.Translate(filter);

    /// <summary>The rows that a filter lets through, in the order of their keys.</summary>
    /// <param name="filter">An OData filter; null for all rows.</param>
    /// <param name="maxPerPage">Rows that one answer holds at most, up to 1,000.</param>
    /// <param name="select">The columns wanted; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public virtual AsyncPageable<T> QueryAsync<T>(string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => Rows<T>(filter, maxPerPage, select).Async(cancellationToken);

    /// <inheritdoc cref="QueryAsync{T}(string, int?, IEnumerable{string}, CancellationToken)" />
    public virtual AsyncPageable<T> QueryAsync<T>(Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => Rows<T>(CreateQueryFilter(filter), maxPerPage, select).Async(cancellationToken);

    /// <inheritdoc cref="QueryAsync{T}(string, int?, IEnumerable{string}, CancellationToken)" />
    public virtual Pageable<T> Query<T>(string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => Rows<T>(filter, maxPerPage, select).Sync(cancellationToken);

    /// <inheritdoc cref="QueryAsync{T}(string, int?, IEnumerable{string}, CancellationToken)" />
    public virtual Pageable<T> Query<T>(Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => Rows<T>(CreateQueryFilter(filter), maxPerPage, select).Sync(cancellationToken);

    private PagedQuery<T> Rows<T>(string filter, int? maxPerPage, IEnumerable<string> select)
        where T : class, ITableEntity
    {
        var query = new RowQuery(filter, select is null ? null : string.Join(',', select));
        return new PagedQuery<T>(
            _account,
            (size, token) => TableRequests.Query(_account, Name, query, size, ContinuationToken.Parse(token)),
            static response => Page<T>.FromValues(RowReader.ReadMany<T>(response), ContinuationToken.From(response), response),
            maxPerPage);
    }
}
