using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>An account's endpoint and the pipeline to it; the clients of its tables share it.</summary>
internal sealed class TableAccount
{
    private readonly HttpPipeline _pipeline;
    private readonly string _sas;
    private readonly string _version;
    private readonly TableSharedKeyCredential? _credential;

    public TableAccount(Uri endpoint, TableClientOptions? options, HttpPipelinePolicy? authentication, TableSharedKeyCredential? credential = null, string? accountName = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        options ??= new TableClientOptions();
        _version = options.VersionString;
        _credential = credential;
        Endpoint = new UriBuilder(endpoint) { Query = string.Empty }.Uri;
        Root = Endpoint.AbsoluteUri.TrimEnd('/');
        _sas = endpoint.Query.TrimStart('?');
        AccountName = accountName ?? credential?.AccountName ?? NameOf(endpoint);

        var pipeline = new HttpPipelineOptions(options) { RequestFailedDetailsParser = ErrorParser.Instance };
        if (authentication is not null)
        {
            pipeline.PerRetryPolicies.Add(authentication);
        }

        _pipeline = LoopbackTransport.Build(pipeline, Endpoint);
    }

    /// <summary>The endpoint without its query.</summary>
    public Uri Endpoint { get; }

    /// <summary>The endpoint as text, without a slash at its end.</summary>
    public string Root { get; }

    public string AccountName { get; }

    /// <summary>The account that a connection string names.</summary>
    public static TableAccount Of(string connectionString, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        var parsed = ConnectionString.Parse(connectionString);
        HttpPipelinePolicy? authentication = parsed switch
        {
            { Sas: { } sas } => new SasPolicy(new AzureSasCredential(sas)),
            { Credential: { } credential } => new SharedKeyPolicy(credential),
            _ => null,
        };
        return new TableAccount(parsed.Endpoint, options, authentication, parsed.Credential, parsed.AccountName);
    }

    /// <summary>The key that shared access signatures are made with.</summary>
    /// <exception cref="InvalidOperationException">The client was not given one.</exception>
    public TableSharedKeyCredential SigningKey() =>
        _credential ?? throw new InvalidOperationException("A shared access signature takes a client that was given the account's key.");

    /// <summary>The address of something in the account; the path begins with a slash and is escaped, as is the query.</summary>
    public Uri Address(string path, string query = "")
    {
        var all = (query.Length, _sas.Length) switch
        {
            (0, 0) => string.Empty,
            (_, 0) => "?" + query,
            (0, _) => "?" + _sas,
            _ => $"?{query}&{_sas}",
        };
        return new Uri(Root + path + all);
    }

    /// <summary>A request with the headers that all of them carry.</summary>
    public HttpMessage Message(RequestMethod method, Uri address)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(address);
        message.Request.Headers.Add("x-ms-version", _version);
        message.Request.Headers.Add("DataServiceVersion", "3.0");
        message.Request.Headers.Add("Accept", "application/json;odata=minimalmetadata");
        return message;
    }

    public Response Send(HttpMessage message, CancellationToken cancellationToken)
    {
        _pipeline.Send(message, cancellationToken);
        return message.Response;
    }

    public async ValueTask<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response;
    }

    /// <summary>An account is the first label of its host, or, behind an address or a name without dots, the first part of the path.</summary>
    private static string NameOf(Uri endpoint)
    {
        if (endpoint.HostNameType == UriHostNameType.Dns && endpoint.Host.IndexOf('.', StringComparison.Ordinal) is var dot and > 0)
        {
            return endpoint.Host[..dot];
        }

        return endpoint.Segments.Length > 1 ? endpoint.Segments[1].TrimEnd('/') : string.Empty;
    }
}
