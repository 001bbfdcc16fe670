using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using PromoFunctions.Storage.Connections;

namespace PromoFunctions.Storage.Tables;

/// <summary>Opens the storage account that the settings <c>PromoStorage</c> name.</summary>
internal sealed class TableConnection
{
    private const string Name = "PromoStorage";
    private const string Address = "tableServiceUri";

    private readonly Connection _connection;
    private readonly Uri? _endpoint;

    /// <exception cref="InvalidOperationException">The settings are missing or wrong; the message names them.</exception>
    public TableConnection(IConfiguration configuration)
    {
        _connection = Connection.Read(configuration, Name, Address, "the storage account");
        if (_connection is Connection.ByIdentity { Address: var text })
        {
            // A token is a secret: it does not travel in the clear.
            _endpoint = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
                ? uri
                : throw new InvalidOperationException($"The setting {Name}__{Address} is '{text}'; it must be an https address, such as https://account.table.core.windows.net.");
        }
    }

    /// <summary>A client of the account.</summary>
    public TableServiceClient Open(TableClientOptions options) => _connection switch
    {
        Connection.ByText way => new(way.Text, options),
        Connection.ByIdentity way when _endpoint is not null => new(_endpoint, way.Credential, options),
        _ => throw new InvalidOperationException("A connection is by text or by identity."),
    };
}
