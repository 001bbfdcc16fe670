using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SendGrid.Helpers.Errors;
using SendGrid.Helpers.Mail;
using SendGrid.Helpers.Reliability;

namespace SendGrid;

/// <summary>Builds requests to <c>{host}/{version}/{path}</c> and answers with what came back.</summary>
public abstract class BaseClient : ISendGridClient
{
    private const string Json = "application/json";

    private static readonly Version ClientVersion = typeof(BaseClient).Assembly.GetName().Version;

    private readonly BaseClientOptions options;
    private readonly HttpClient client;

    protected BaseClient(BaseClientOptions options)
        : this(httpClient: null, options)
    {
    }

    protected BaseClient(IWebProxy webProxy, BaseClientOptions options)
        : this(OwnClient(webProxy, options), options)
    {
    }

    protected BaseClient(HttpClient httpClient, BaseClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        client = httpClient ?? OwnClient(webProxy: null, options);
        if (options.RequestHeaders is not null && options.RequestHeaders.TryGetValue("Content-Type", out string contentType))
        {
            MediaType = contentType;
        }
    }

    /// <summary>The HTTP methods that the API uses.</summary>
    public enum Method
    {
        DELETE,
        GET,
        PATCH,
        POST,
        PUT,
    }

    public string UrlPath
    {
        get => options.UrlPath;
        set => options.UrlPath = value;
    }

    public string Version
    {
        get => options.Version;
        set => options.Version = value;
    }

    public string MediaType { get; set; } = Json;

    /// <summary>The value of an authorization header, "scheme parameter", in two parts.</summary>
    public virtual AuthenticationHeaderValue AddAuthorization(KeyValuePair<string, string> header)
    {
        string[] parts = header.Value.Split();
        return new AuthenticationHeaderValue(parts[0], parts[1]);
    }

    public virtual async Task<Response> MakeRequest(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        HttpResponseMessage answer = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode && options.HttpErrorAsException)
        {
            await ErrorHandler.ThrowException(answer).ConfigureAwait(false);
        }

        return new Response(answer.StatusCode, answer.Content, answer.Headers);
    }

    /// <param name="method">The HTTP method.</param>
    /// <param name="requestBody">The body as JSON; null for none.</param>
    /// <param name="queryParams">A JSON object whose values, or whose arrays' values, become query parameters.</param>
    /// <param name="urlPath">What follows the version; null for <see cref="UrlPath"/>.</param>
    /// <param name="cancellationToken">Gives the request up.</param>
    public async Task<Response> RequestAsync(
        Method method,
        string requestBody = null,
        string queryParams = null,
        string urlPath = null,
        CancellationToken cancellationToken = default)
    {
        // Not disposed: the response's content and the caller's handlers may still refer to it, as in the official client.
        var request = new HttpRequestMessage(new HttpMethod(method.ToString()), Address(urlPath, queryParams));
        if (requestBody is not null)
        {
            request.Content = new StringContent(requestBody, Encoding.UTF8, MediaType);
            if (MediaType == Json && request.Content.Headers.ContentType is { } contentType)
            {
                contentType.CharSet = null;
            }
        }

        foreach ((string name, string value) in options.RequestHeaders ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Authorization = options.Auth;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
        request.Headers.UserAgent.TryParseAdd($"sendgrid/{ClientVersion} csharp");
        return await MakeRequest(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Response> SendEmailAsync(SendGridMessage msg, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(msg);
        return await RequestAsync(Method.POST, msg.Serialize(), urlPath: "mail/send", cancellationToken: cancellationToken)
            .ConfigureAwait(false);
    }

    private static HttpClient OwnClient(IWebProxy webProxy, BaseClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var handler = new HttpClientHandler();
        if (webProxy is not null)
        {
            handler.Proxy = webProxy;
            handler.PreAuthenticate = true;
        }
        else if (Uri.TryCreate(options.Host, UriKind.Absolute, out Uri host) && host.IsLoopback)
        {
            // A mailbox on this machine: no proxy of the environment leads back to it.
            handler.UseProxy = false;
        }

        return new HttpClient(new RetryDelegatingHandler(handler, options.ReliabilitySettings));
    }

    private Uri Address(string urlPath, string queryParams)
    {
        string path = urlPath ?? options.UrlPath;
        string version = options.Version is null ? "" : $"{options.Version}/";
        return new Uri($"{options.Host.TrimEnd('/')}/{version}{path}{Query(queryParams)}");
    }

    private static string Query(string queryParams)
    {
        if (queryParams is null)
        {
            return "";
        }

        using JsonDocument document = JsonDocument.Parse(queryParams);
        IEnumerable<string> pairs =
            from member in document.RootElement.EnumerateObject()
            from value in member.Value.ValueKind == JsonValueKind.Array ? [.. member.Value.EnumerateArray()] : new[] { member.Value }
            select $"{member.Name}={value}";
        return $"?{string.Join('&', pairs)}";
    }
}
