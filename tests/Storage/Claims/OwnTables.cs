using Azure.Data.Tables;

namespace PromoFunctions.Storage.Tests.Claims;

/// <summary>An installation's tables among those of others.</summary>
internal sealed class OwnTables(string connectionString, string installation, TableClientOptions? options = null) : TableServiceClient(connectionString, options ?? new())
{
    public override TableClient GetTableClient(string tableName) => base.GetTableClient(installation + tableName);
}
