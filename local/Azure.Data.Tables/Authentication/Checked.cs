using System.Runtime.CompilerServices;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>What the constructors of both clients ask of their arguments.</summary>
internal static class Checked
{
    public static T NotNull<T>(T? value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }

    /// <summary>A signature is a secret: it travels over https, or not beyond this machine.</summary>
    public static Uri Secure(Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return endpoint.Scheme == Uri.UriSchemeHttps || endpoint.IsLoopback
            ? endpoint
            : throw new ArgumentException("Cannot use a shared access signature without HTTPS.", nameof(endpoint));
    }

    public static Uri SasUri(Uri endpoint) => Secure(endpoint).Query.Length > 1
        ? endpoint
        : throw new ArgumentException($"{nameof(endpoint)} must contain a SAS token query.", nameof(endpoint));

    public static HttpPipelinePolicy Bearer(TokenCredential credential, TableClientOptions? options) =>
        new BearerTokenAuthenticationPolicy(NotNull(credential), (options?.Audience ?? TableAudience.AzurePublicCloud).Scope);
}
