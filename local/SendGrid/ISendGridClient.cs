using System.Net.Http.Headers;
using SendGrid.Helpers.Mail;

namespace SendGrid;

/// <summary>Sends mail through SendGrid's web API v3.</summary>
public interface ISendGridClient
{
    /// <summary>The path used when a request names none.</summary>
    string UrlPath { get; set; }

    /// <summary>The API's version, the first part of every path.</summary>
    string Version { get; set; }

    /// <summary>The content type of requests.</summary>
    string MediaType { get; set; }

    AuthenticationHeaderValue AddAuthorization(KeyValuePair<string, string> header);

    Task<Response> MakeRequest(HttpRequestMessage request, CancellationToken cancellationToken = default);

    Task<Response> RequestAsync(
        BaseClient.Method method,
        string requestBody = null,
        string queryParams = null,
        string urlPath = null,
        CancellationToken cancellationToken = default);

    /// <summary>Posts a mail to <c>mail/send</c>; 202 means that SendGrid took it over.</summary>
    Task<Response> SendEmailAsync(SendGridMessage msg, CancellationToken cancellationToken = default);
}
