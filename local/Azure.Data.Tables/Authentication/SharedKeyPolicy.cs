using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>
/// Signs each try with the account's key, under the scheme "Shared Key for the Table service":
/// https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key#table-service-shared-key-authorization.
/// </summary>
internal sealed class SharedKeyPolicy(TableSharedKeyCredential credential) : HttpPipelineSynchronousPolicy
{
    private readonly string _scheme = $"SharedKey {credential.AccountName}:";

    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.TryGetValue("Content-Type", out var contentType);

        // The path as it travels, that is, escaped; of the query only "comp" counts.
        var uri = request.Uri.ToUri();
        var text = $"{request.Method}\n\n{contentType}\n{date}\n/{credential.AccountName}{uri.AbsolutePath}{Component(uri.Query)}";
        request.Headers.SetValue("Authorization", _scheme + credential.Sign(text));
    }

    private static string Component(ReadOnlySpan<char> query)
    {
        query = query.TrimStart('?');
        foreach (var part in query.Split('&'))
        {
            var pair = query[part];
            if (pair.StartsWith("comp=", StringComparison.OrdinalIgnoreCase))
            {
                return $"?comp={pair[5..]}";
            }
        }

        return string.Empty;
    }
}
