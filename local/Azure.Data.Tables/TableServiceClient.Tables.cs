#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.Linq.Expressions;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

public partial class TableServiceClient
{
    /// <summary>An OData filter from an interpolated string, whose values are quoted and escaped.</summary>
    /// <exception cref="ArgumentException">A value is of a type that a filter cannot hold.</exception>
    public static string CreateQueryFilter(FormattableString filter) => FilterText.Create(filter);

    /// <summary>An OData filter from an expression over <see cref="TableItem.Name"/>.</summary>
    /// <exception cref="NotSupportedException">The expression has no OData counterpart.</exception>
    public static string CreateQueryFilter(Expression<Func<TableItem, bool>> filter) => FilterExpression.Translate(filter);

    /// <summary>Creates a table.</summary>
    /// <exception cref="RequestFailedException">409 <c>TableAlreadyExists</c> or <c>TableBeingDeleted</c>.</exception>
    public virtual Response<TableItem> CreateTable(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).Create(cancellationToken);

    /// <inheritdoc cref="CreateTable" />
    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateAsync(cancellationToken);

    /// <summary>Creates a table unless it exists.</summary>
    /// <exception cref="RequestFailedException">409 <c>TableBeingDeleted</c>, among others.</exception>
    public virtual Response<TableItem> CreateTableIfNotExists(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExists(cancellationToken);

    /// <inheritdoc cref="CreateTableIfNotExists" />
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Deletes a table with its rows. One that does not exist is answered with status 404 and no exception.</summary>
    public virtual Response DeleteTable(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).Delete(cancellationToken);

    /// <inheritdoc cref="DeleteTable" />
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).DeleteAsync(cancellationToken);

    /// <summary>The account's tables, by an OData filter over <c>TableName</c>; null for all.</summary>
    public virtual Pageable<TableItem> Query(string filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        Tables(filter, maxPerPage).Sync(cancellationToken);

    /// <inheritdoc cref="Query(string, int?, CancellationToken)" />
    public virtual Pageable<TableItem> Query(FormattableString filter, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        Tables(CreateQueryFilter(filter), maxPerPage).Sync(cancellationToken);

    /// <inheritdoc cref="Query(string, int?, CancellationToken)" />
    public virtual Pageable<TableItem> Query(Expression<Func<TableItem, bool>> filter, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        Tables(CreateQueryFilter(filter), maxPerPage).Sync(cancellationToken);

    /// <inheritdoc cref="Query(string, int?, CancellationToken)" />
    public virtual AsyncPageable<TableItem> QueryAsync(string filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        Tables(filter, maxPerPage).Async(cancellationToken);

    /// <inheritdoc cref="Query(string, int?, CancellationToken)" />
    public virtual AsyncPageable<TableItem> QueryAsync(FormattableString filter, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        Tables(CreateQueryFilter(filter), maxPerPage).Async(cancellationToken);

    /// <inheritdoc cref="Query(string, int?, CancellationToken)" />
    public virtual AsyncPageable<TableItem> QueryAsync(Expression<Func<TableItem, bool>> filter, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        Tables(CreateQueryFilter(filter), maxPerPage).Async(cancellationToken);

    private PagedQuery<TableItem> Tables(string filter, int? maxPerPage) => new(
        _account,
        (size, token) => TableRequests.ListTables(_account, filter, size, token),
        TableList.Read,
        maxPerPage);
}
