using Azure;

namespace PromoFunctions.Tests.Support.Faults;

/// <summary>An answer of the storage, kept to be given again.</summary>
internal sealed record KeptResponse(int Status, string Reason, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public static async Task<KeptResponse> OfAsync(Response response, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        if (response.ContentStream is { } content)
        {
            await content.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        }

        return new(response.Status, response.ReasonPhrase, [.. response.Headers.Select(header => (header.Name, header.Value))], copy.ToArray());
    }
}
