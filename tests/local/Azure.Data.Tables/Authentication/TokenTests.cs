using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace PromoFunctions.Azure.Data.Tables.Tests.Authentication;

public sealed class TokenTests
{
    [Theory]
    [InlineData(null, "https://storage.azure.com/.default")]
    [InlineData("https://storage.azure.us/", "https://storage.azure.us/.default")]
    public async Task Request_OfAnIdentity_ShowsATokenForTheAudience(string? audience, string scope)
    {
        using var handler = new RecordingHandler();
        using var client = new HttpClient(handler);
        using var transport = new HttpClientTransport(client);
        var credential = new FixedCredential();
        var options = new TableClientOptions { Transport = transport, Audience = audience is null ? default(TableAudience?) : new TableAudience(audience) };

        var table = new TableClient(new Uri("https://shop.table.core.windows.net"), "Rows", credential, options);
        await table.AddEntityAsync(new TableEntity("p", "r"), TestContext.Current.CancellationToken);

        Assert.Equal("Bearer token", handler.Authorization);
        Assert.Equal(new Uri("https://shop.table.core.windows.net/Rows"), handler.Address);
        Assert.Equal(scope, credential.Scope);
        Assert.Equal("shop", table.AccountName);
    }

    private sealed class FixedCredential : TokenCredential
    {
        public string? Scope { get; private set; }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scope = requestContext.Scopes.Single();
            return new AccessToken("token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }

    private sealed class RecordingHandler : HttpMessageHandler
    {
        public string? Authorization { get; private set; }

        public Uri? Address { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Authorization = request.Headers.Authorization?.ToString();
            Address = request.RequestUri;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));
        }
    }
}
