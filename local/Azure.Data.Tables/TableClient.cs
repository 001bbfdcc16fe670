#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>One table of an account. Safe for use by many threads; make one and keep it.</summary>
public partial class TableClient
{
    private readonly TableAccount _account;

    /// <summary>A client from a connection string, <c>UseDevelopmentStorage=true</c> included.</summary>
    /// <exception cref="InvalidOperationException">The connection string is not valid.</exception>
    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    /// <summary>A client from a connection string, <c>UseDevelopmentStorage=true</c> included.</summary>
    /// <exception cref="InvalidOperationException">The connection string is not valid.</exception>
    public TableClient(string connectionString, string tableName, TableClientOptions options = null)
        : this(TableAccount.Of(connectionString, options), tableName)
    {
    }

    /// <summary>A client whose endpoint is a table's and carries a shared access signature in its query.</summary>
    /// <exception cref="ArgumentException">The endpoint is neither https nor this machine, has no query, or names no table.</exception>
    public TableClient(Uri endpoint, TableClientOptions options = null)
        : this(TableUri.Split(Checked.SasUri(endpoint)), options, authentication: null)
    {
    }

    /// <summary>A client whose endpoint is a table's, and that shows a shared access signature.</summary>
    /// <exception cref="ArgumentException">The endpoint is neither https nor this machine, or names no table.</exception>
    public TableClient(Uri endpoint, AzureSasCredential credential, TableClientOptions options = null)
        : this(TableUri.Split(Checked.Secure(endpoint)), options, new SasPolicy(Checked.NotNull(credential)))
    {
    }

    /// <summary>A client that signs with the account's key.</summary>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null)
    {
    }

    /// <summary>A client that signs with the account's key.</summary>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions options = null)
        : this(new TableAccount(endpoint, options, new SharedKeyPolicy(Checked.NotNull(credential)), credential), tableName)
    {
    }

    /// <summary>A client that shows an identity's tokens.</summary>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(new TableAccount(endpoint, options, Checked.Bearer(tokenCredential, options)), tableName)
    {
    }

    internal TableClient(TableAccount account, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _account = account;
        Name = tableName;
        Uri = new Uri($"{account.Root}/{tableName}");
    }

    private TableClient((Uri Service, string Table) address, TableClientOptions options, HttpPipelinePolicy authentication)
        : this(new TableAccount(address.Service, options, authentication), address.Table)
    {
    }

    /// <summary>A client without an account, for a subclass that stands in for one.</summary>
    protected TableClient()
    {
    }

    /// <summary>The table's name.</summary>
    public virtual string Name { get; }

    /// <summary>The account's name.</summary>
    public virtual string AccountName => _account.AccountName;

    /// <summary>The table's address, without a shared access signature.</summary>
    public virtual Uri Uri { get; }

    /// <summary>Creates the table.</summary>
    /// <exception cref="RequestFailedException">409 <c>TableAlreadyExists</c> or <c>TableBeingDeleted</c>.</exception>
    public virtual Response<TableItem> Create(CancellationToken cancellationToken = default)
    {
        using var message = TableRequests.CreateTable(_account, Name);
        return Created(_account.Send(message, cancellationToken), mayExist: false);
    }

    /// <inheritdoc cref="Create" />
    public virtual async Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default)
    {
        using var message = TableRequests.CreateTable(_account, Name);
        return Created(await _account.SendAsync(message, cancellationToken).ConfigureAwait(false), mayExist: false);
    }

    /// <summary>Creates the table unless it exists.</summary>
    /// <exception cref="RequestFailedException">409 <c>TableBeingDeleted</c>, among others.</exception>
    public virtual Response<TableItem> CreateIfNotExists(CancellationToken cancellationToken = default)
    {
        using var message = TableRequests.CreateTable(_account, Name);
        return Created(_account.Send(message, cancellationToken), mayExist: true);
    }

    /// <inheritdoc cref="CreateIfNotExists" />
    public virtual async Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = TableRequests.CreateTable(_account, Name);
        return Created(await _account.SendAsync(message, cancellationToken).ConfigureAwait(false), mayExist: true);
    }

    /// <summary>Deletes the table with its rows. One that does not exist is answered with status 404 and no exception.</summary>
    public virtual Response Delete(CancellationToken cancellationToken = default)
    {
        using var message = TableRequests.DeleteTable(_account, Name);
        return Expect(_account.Send(message, cancellationToken), 204, 404);
    }

    /// <inheritdoc cref="Delete" />
    public virtual async Task<Response> DeleteAsync(CancellationToken cancellationToken = default)
    {
        using var message = TableRequests.DeleteTable(_account, Name);
        return Expect(await _account.SendAsync(message, cancellationToken).ConfigureAwait(false), 204, 404);
    }

    private Response<TableItem> Created(Response response, bool mayExist)
    {
        if (response.Status is not (201 or 204))
        {
            var failure = new RequestFailedException(response);
            if (!mayExist || response.Status != 409 || failure.ErrorCode != TableErrorCode.TableAlreadyExists.ToString())
            {
                throw failure;
            }
        }

        return Response.FromValue(new TableItem(Name), response);
    }

    private static Response Expect(Response response, int status, int? other = null) =>
        response.Status == status || response.Status == other ? response : throw new RequestFailedException(response);
}
