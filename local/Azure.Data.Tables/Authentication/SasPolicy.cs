using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>Puts a shared access signature into the query of each try; the credential may change it in between.</summary>
internal sealed class SasPolicy(AzureSasCredential credential) : HttpPipelineSynchronousPolicy
{
    private const string AppliedKey = "Azure.Data.Tables.Sas";

    public override void OnSendingRequest(HttpMessage message)
    {
        var signature = credential.Signature.TrimStart('?');
        var query = message.TryGetProperty(AppliedKey, out var before) && before is string applied
            ? message.Request.Uri.Query.Replace(applied, signature, StringComparison.Ordinal)
            : $"{(message.Request.Uri.Query is { Length: > 1 } some ? some + "&" : "?")}{signature}";
        message.Request.Uri.Query = query;
        message.SetProperty(AppliedKey, signature);
    }
}
