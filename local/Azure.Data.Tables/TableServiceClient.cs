#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>The tables of an account. Safe for use by many threads; make one and keep it.</summary>
public partial class TableServiceClient
{
    private readonly TableAccount _account;

    /// <summary>A client from a connection string, <c>UseDevelopmentStorage=true</c> included.</summary>
    /// <exception cref="InvalidOperationException">The connection string is not valid.</exception>
    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    /// <summary>A client from a connection string, <c>UseDevelopmentStorage=true</c> included.</summary>
    /// <exception cref="InvalidOperationException">The connection string is not valid.</exception>
    public TableServiceClient(string connectionString, TableClientOptions options = null)
        : this(TableAccount.Of(connectionString, options))
    {
    }

    /// <summary>A client whose endpoint carries a shared access signature in its query.</summary>
    /// <exception cref="ArgumentException">The endpoint is neither https nor this machine, or has no query.</exception>
    public TableServiceClient(Uri endpoint, TableClientOptions options = null)
        : this(new TableAccount(Checked.SasUri(endpoint), options, authentication: null))
    {
    }

    /// <summary>A client that shows a shared access signature.</summary>
    /// <exception cref="ArgumentException">The endpoint is neither https nor this machine.</exception>
    public TableServiceClient(Uri endpoint, AzureSasCredential credential)
        : this(endpoint, credential, null)
    {
    }

    /// <summary>A client that shows a shared access signature.</summary>
    /// <exception cref="ArgumentException">The endpoint is neither https nor this machine.</exception>
    public TableServiceClient(Uri endpoint, AzureSasCredential credential, TableClientOptions options = null)
        : this(new TableAccount(Checked.Secure(endpoint), options, new SasPolicy(Checked.NotNull(credential))))
    {
    }

    /// <summary>A client that signs with the account's key.</summary>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null)
    {
    }

    /// <summary>A client that signs with the account's key.</summary>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options)
        : this(new TableAccount(endpoint, options, new SharedKeyPolicy(Checked.NotNull(credential)), credential))
    {
    }

    /// <summary>A client that shows an identity's tokens.</summary>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(new TableAccount(endpoint, options, Checked.Bearer(tokenCredential, options)))
    {
    }

    /// <summary>A client without an account, for a subclass that stands in for one.</summary>
    protected TableServiceClient()
    {
    }

    private TableServiceClient(TableAccount account) => _account = account;

    /// <summary>The account's name.</summary>
    public virtual string AccountName => _account.AccountName;

    /// <summary>The endpoint, without a shared access signature.</summary>
    public virtual Uri Uri => _account.Endpoint;

    /// <summary>A client of one table, over the same connections. The table is not looked at.</summary>
    public virtual TableClient GetTableClient(string tableName)
    {
        ArgumentNullException.ThrowIfNull(tableName);
        return new TableClient(_account, tableName);
    }
}
