using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;

namespace PromoFunctions.Azure.Data.Tables.Tests.Protocol;

public sealed class RetryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task Request_ThatFailsForAWhile_IsRepeatedUntilItSucceeds(int status)
    {
        await using var server = await MisbehavingServer.Start((context, n) => MisbehavingServer.Answer(context, n < 3 ? status : 204));

        var response = await Table(server).AddEntityAsync(new TableEntity("p", "r"), Stop);

        Assert.Equal((204, 3), (response.Status, server.Requests));
    }

    [Fact]
    public async Task Request_ThatKeepsFailing_ThrowsTheLastFailureWithItsCode()
    {
        await using var server = await MisbehavingServer.Start((context, _) => MisbehavingServer.Answer(context, 503, "ServerBusy"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table(server, retries: 2).AddEntityAsync(new TableEntity("p", "r"), Stop));

        Assert.Equal((503, "ServerBusy", 3), (failure.Status, failure.ErrorCode, server.Requests));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(412)]
    public async Task Request_ThatIsRefused_IsNotRepeated(int status)
    {
        await using var server = await MisbehavingServer.Start((context, _) => MisbehavingServer.Answer(context, status, "Refused"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table(server).AddEntityAsync(new TableEntity("p", "r"), Stop));

        Assert.Equal((status, "Refused", 1), (failure.Status, failure.ErrorCode, server.Requests));
    }

    [Fact]
    public async Task Request_WhoseAnswerNeverComes_IsRepeatedAfterTheNetworkTimeout()
    {
        await using var server = await MisbehavingServer.Start(async (context, n) =>
        {
            if (n == 1)
            {
                // The client gives up first: the wait ends when it hangs up.
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            }

            context.Response.StatusCode = 204;
        });

        var response = await Table(server, timeout: TimeSpan.FromSeconds(1)).AddEntityAsync(new TableEntity("p", "r"), Stop);

        Assert.Equal(204, response.Status);
        Assert.True(server.Requests >= 2);
    }

    [Fact]
    public async Task Request_WhoseConnectionBreaks_IsRepeated()
    {
        await using var server = await MisbehavingServer.Start((context, n) =>
        {
            if (n == 1)
            {
                context.Abort();
                return Task.CompletedTask;
            }

            return MisbehavingServer.Answer(context, 204);
        });

        var response = await Table(server).UpsertEntityAsync(new TableEntity("p", "r"), cancellationToken: Stop);

        Assert.Equal(204, response.Status);
        Assert.True(server.Requests >= 2);
    }

    [Fact]
    public async Task Transaction_ThatFailsOnce_IsRepeatedWhole()
    {
        var bodies = new List<string>();
        await using var server = await MisbehavingServer.Start(async (context, n) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            bodies.Add(await reader.ReadToEndAsync(Stop));
            if (n == 1)
            {
                context.Response.StatusCode = 500;
                return;
            }

            context.Response.StatusCode = 202;
            context.Response.ContentType = "multipart/mixed; boundary=batchresponse_1";
            await context.Response.WriteAsync(
                "--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n"
                + "--changesetresponse_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                + "HTTP/1.1 204 No Content\r\nETag: W/\"datetime'1'\"\r\n\r\n\r\n--changesetresponse_1--\r\n--batchresponse_1--\r\n",
                Stop);
        });

        var response = await Table(server).SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r"))], Stop);

        Assert.Equal(new ETag("W/\"datetime'1'\""), Assert.Single(response.Value).Headers.ETag);
        Assert.Equal(2, bodies.Count);
        Assert.Equal(bodies[0], bodies[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--b--\r\n")]
    [InlineData("--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\r\n")]
    [InlineData("--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 204 No Content\r\n")]
    [InlineData("--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 2\r\n\r\n--b--")]
    [InlineData("--b\r\nContent-Type: multipart/mixed\r\n\r\n--b--")]
    [InlineData("--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--b--")]
    public async Task Transaction_WhoseAnswerIsCutShort_FailsRatherThanSucceeds(string answer)
    {
        await using var server = await MisbehavingServer.Start((context, _) =>
        {
            context.Response.StatusCode = 202;
            context.Response.ContentType = "multipart/mixed; boundary=b";
            return context.Response.WriteAsync(answer, Stop);
        });

        await Assert.ThrowsAsync<InvalidDataException>(
            () => Table(server).SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r"))], Stop));
    }

    [Fact]
    public async Task EveryTry_OfARequest_IsSignedAnewAndSeenByThePolicies()
    {
        var counter = new CountingPolicy();
        await using var server = await MisbehavingServer.Start((context, n) => MisbehavingServer.Answer(context, n < 3 ? 500 : 204));

        await Table(server, policy: counter).AddEntityAsync(new TableEntity("p", "r"), Stop);

        Assert.Equal(3, counter.Count);
        Assert.All(server.Seen, seen =>
        {
            Assert.StartsWith("SharedKey devstoreaccount1:", seen.Headers.Authorization.ToString(), StringComparison.Ordinal);
            Assert.Equal("return-no-content", seen.Headers["Prefer"]);
            Assert.Equal("2020-12-06", seen.Headers["x-ms-version"]);
        });
    }

    [Fact]
    public async Task Request_OverATransportOfTheCaller_GoesThroughIt()
    {
        await using var server = await MisbehavingServer.Start((context, _) => MisbehavingServer.Answer(context, 204));
        using var handler = new CountingHandler { InnerHandler = new HttpClientHandler { UseProxy = false } };
        using var client = new HttpClient(handler);
        using var transport = new HttpClientTransport(client);
        var options = new TableClientOptions { Transport = transport };

        await new TableClient(server.Endpoint, "Rows", Credential(), options).AddEntityAsync(new TableEntity("p", "r"), Stop);

        Assert.Equal(1, handler.Count);
    }

    [Fact]
    public async Task Request_ToThisMachine_PassesByTheProxyAndLeavesTheOptionsAlone()
    {
        await using var server = await MisbehavingServer.Start((context, _) => MisbehavingServer.Answer(context, 204));
        var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
        var endpoint = new UriBuilder(server.Endpoint) { Host = "localhost" }.Uri;
        Assert.False(HttpClient.DefaultProxy.IsBypassed(endpoint));

        await new TableClient(endpoint, "Rows", Credential(), options).AddEntityAsync(new TableEntity("p", "r"), Stop);

        Assert.Equal(1, server.Requests);
        Assert.Same(HttpClientTransport.Shared, options.Transport);
    }

    [Fact]
    public async Task Failure_WithABodyThatIsNoJson_HasTheStatusAndTheHeadersCode()
    {
        await using var server = await MisbehavingServer.Start((context, _) =>
        {
            context.Response.StatusCode = 403;
            context.Response.Headers["x-ms-error-code"] = "AuthenticationFailed";
            return context.Response.WriteAsync("<html>no</html>");
        });

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table(server).AddEntityAsync(new TableEntity("p", "r"), Stop));

        Assert.Equal((403, "AuthenticationFailed"), (failure.Status, failure.ErrorCode));
    }

    private static TableSharedKeyCredential Credential() => new("devstoreaccount1", "a2V5");

    private static TableClient Table(MisbehavingServer server, int retries = 3, TimeSpan? timeout = null, HttpPipelinePolicy? policy = null)
    {
        var options = new TableClientOptions
        {
            Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5), MaxRetries = retries, NetworkTimeout = timeout ?? TimeSpan.FromSeconds(100) },
        };
        if (policy is not null)
        {
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        }

        return new TableClient(server.Endpoint, "Rows", Credential(), options);
    }

    private sealed class CountingPolicy : HttpPipelineSynchronousPolicy
    {
        public int Count { get; private set; }

        public override void OnSendingRequest(HttpMessage message) => Count++;
    }

    private sealed class CountingHandler : DelegatingHandler
    {
        public int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Count++;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
