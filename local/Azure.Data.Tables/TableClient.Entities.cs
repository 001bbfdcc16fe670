#nullable disable annotations // The official assembly carries none: code must compile the same against both.

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>Inserts a row. The response's ETag header is the row's version.</summary>
    /// <exception cref="RequestFailedException">409 <c>EntityAlreadyExists</c>; 404 <c>TableNotFound</c>; 400 when the row is none that the service takes.</exception>
    public virtual Response AddEntity<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ThrowIfNull(entity);
        using var message = TableRequests.Insert(_account, Name, entity);
        return Expect(_account.Send(message, cancellationToken), 204, 201);
    }

    /// <inheritdoc cref="AddEntity{T}" />
    public virtual async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ThrowIfNull(entity);
        using var message = TableRequests.Insert(_account, Name, entity);
        return Expect(await _account.SendAsync(message, cancellationToken).ConfigureAwait(false), 204, 201);
    }

    /// <summary>Reads a row.</summary>
    /// <param name="partitionKey">The row's partition.</param>
    /// <param name="rowKey">The row's key.</param>
    /// <param name="select">The columns wanted; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">404 <c>ResourceNotFound</c>: there is no such row; <c>TableNotFound</c>: no such table.</exception>
    public virtual Response<T> GetEntity<T>(string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = Point(partitionKey, rowKey, select);
        var response = Expect(_account.Send(message, cancellationToken), 200);
        return Response.FromValue(RowReader.ReadOne<T>(response), response);
    }

    /// <inheritdoc cref="GetEntity{T}" />
    public virtual async Task<Response<T>> GetEntityAsync<T>(string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = Point(partitionKey, rowKey, select);
        var response = Expect(await _account.SendAsync(message, cancellationToken).ConfigureAwait(false), 200);
        return Response.FromValue(RowReader.ReadOne<T>(response), response);
    }

    /// <summary>Reads a row that may be missing: an answer of 404, the table's absence included, is a response without a value.</summary>
    /// <inheritdoc cref="GetEntity{T}" path="/param" />
    public virtual NullableResponse<T> GetEntityIfExists<T>(string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = Point(partitionKey, rowKey, select);
        return Maybe<T>(_account.Send(message, cancellationToken));
    }

    /// <inheritdoc cref="GetEntityIfExists{T}" />
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = Point(partitionKey, rowKey, select);
        return Maybe<T>(await _account.SendAsync(message, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Writes a row, whether it exists or not.</summary>
    public virtual Response UpsertEntity<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ThrowIfNull(entity);
        using var message = TableRequests.Put(_account, Name, entity, mode, default);
        return Expect(_account.Send(message, cancellationToken), 204);
    }

    /// <inheritdoc cref="UpsertEntity{T}" />
    public virtual async Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ThrowIfNull(entity);
        using var message = TableRequests.Put(_account, Name, entity, mode, default);
        return Expect(await _account.SendAsync(message, cancellationToken).ConfigureAwait(false), 204);
    }

    /// <summary>Writes a row that exists and has the given version. The response's ETag header is its new version.</summary>
    /// <param name="entity">The row.</param>
    /// <param name="ifMatch">The version; <see cref="ETag.All"/> for any.</param>
    /// <param name="mode">What becomes of the columns that the entity does not name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">There is no ETag.</exception>
    /// <exception cref="RequestFailedException">412 <c>UpdateConditionNotSatisfied</c>; 404 <c>ResourceNotFound</c>.</exception>
    public virtual Response UpdateEntity<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ThrowIfNull(entity);
        ThrowIfDefault(ifMatch);
        using var message = TableRequests.Put(_account, Name, entity, mode, ifMatch);
        return Expect(_account.Send(message, cancellationToken), 204);
    }

    /// <inheritdoc cref="UpdateEntity{T}" />
    public virtual async Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ThrowIfNull(entity);
        ThrowIfDefault(ifMatch);
        using var message = TableRequests.Put(_account, Name, entity, mode, ifMatch);
        return Expect(await _account.SendAsync(message, cancellationToken).ConfigureAwait(false), 204);
    }

    /// <summary>Deletes a row that has the given version. One that does not exist is answered with status 404 and no exception.</summary>
    /// <param name="partitionKey">The row's partition.</param>
    /// <param name="rowKey">The row's key.</param>
    /// <param name="ifMatch">The version; the default stands for any.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">412 <c>UpdateConditionNotSatisfied</c>.</exception>
    public virtual Response DeleteEntity(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        using var message = TableRequests.Delete(_account, Name, partitionKey, rowKey, ifMatch);
        return Expect(_account.Send(message, cancellationToken), 204, 404);
    }

    /// <inheritdoc cref="DeleteEntity(string, string, ETag, CancellationToken)" />
    public virtual async Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        using var message = TableRequests.Delete(_account, Name, partitionKey, rowKey, ifMatch);
        return Expect(await _account.SendAsync(message, cancellationToken).ConfigureAwait(false), 204, 404);
    }

    /// <summary>Deletes a row by the keys of an entity, whose own ETag is not looked at.</summary>
    /// <inheritdoc cref="DeleteEntity(string, string, ETag, CancellationToken)" path="/exception" />
    public virtual Response DeleteEntity(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntity(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    /// <inheritdoc cref="DeleteEntity(ITableEntity, ETag, CancellationToken)" />
    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    private Core.HttpMessage Point(string partitionKey, string rowKey, IEnumerable<string> select)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        return TableRequests.Get(_account, Name, partitionKey, rowKey, select is null ? null : string.Join(',', select));
    }

    private static NullableResponse<T> Maybe<T>(Response response)
        where T : class, ITableEntity => response.Status == 404
            ? new NoValueResponse<T>(response)
            : Response.FromValue(RowReader.ReadOne<T>(Expect(response, 200)), response);

    private static void ThrowIfNull(ITableEntity entity) => ArgumentNullException.ThrowIfNull(entity);

    private static void ThrowIfDefault(ETag ifMatch)
    {
        if (ifMatch == default)
        {
            throw new ArgumentException("Value cannot be empty.", nameof(ifMatch));
        }
    }
}
