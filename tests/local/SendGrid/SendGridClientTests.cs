using System.Net;
using System.Text.Json;
using SendGrid.Helpers.Errors.Model;
using SendGrid.Helpers.Mail;
using SendGrid.Helpers.Reliability;

namespace SendGrid.Tests;

public sealed class SendGridClientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static SendGridMessage Mail =>
        MailHelper.CreateSingleEmail(new("shop@example.com"), new("jane@example.com"), "Hello", "text", null);

    [Theory]
    [InlineData("", "/v3/mail/send")]
    [InlineData("/", "/v3/mail/send")]
    [InlineData("/local/sendgrid", "/local/sendgrid/v3/mail/send")]
    [InlineData("/local/sendgrid/", "/local/sendgrid/v3/mail/send")]
    public async Task SendEmailAsync_ToAHost_PostsJsonWithTheBearerKey(string suffix, string path)
    {
        await using ApiServer server = await ApiServer.StartAsync((202, ""));
        var client = new SendGridClient("SG.key", server.Address + suffix, new() { ["X-Shop"] = "tea" });
        SendGridMessage mail = Mail;
        Response response = await client.SendEmailAsync(mail, Cancel);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("m-1", response.DeserializeResponseHeaders()["X-Message-Id"]);
        ApiServer.Asked asked = Assert.Single(server.Requests);
        Assert.Equal("POST", asked.Method);
        Assert.Equal(path, asked.Path);
        Assert.Equal("Bearer SG.key", asked.Headers["Authorization"]);
        Assert.Equal("application/json", asked.Headers["Content-Type"]);
        Assert.Equal("application/json", asked.Headers["Accept"]);
        Assert.StartsWith("sendgrid/", asked.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.Equal("tea", asked.Headers["X-Shop"]);
        Assert.Equal(mail.Serialize(), asked.Body);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task SendEmailAsync_FailedStatus_IsAnsweredOnceAndNotThrown(int status)
    {
        await using ApiServer server = await ApiServer.StartAsync((status, """{"errors":[{"message":"no","field":"from","help":null}],"n":3,"ok":false}"""));
        Response response = await new SendGridClient("k", server.Address).SendEmailAsync(Mail, Cancel);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.False(response.IsSuccessStatusCode);
        Assert.Single(server.Requests);
        Dictionary<string, dynamic> body = await response.DeserializeResponseBodyAsync();
        Assert.Equal(3L, (long)body["n"]);
        Assert.False((bool)body["ok"]);
        Assert.Equal("no", ((JsonElement)body["errors"])[0].GetProperty("message").GetString());
    }

    [Theory]
    [InlineData(400, typeof(BadRequestException))]
    [InlineData(401, typeof(UnauthorizedException))]
    [InlineData(403, typeof(ForbiddenException))]
    [InlineData(404, typeof(NotFoundException))]
    [InlineData(405, typeof(MethodNotAllowedException))]
    [InlineData(413, typeof(PayloadTooLargeException))]
    [InlineData(415, typeof(UnsupportedMediaTypeException))]
    [InlineData(418, typeof(RequestErrorException))]
    [InlineData(429, typeof(TooManyRequestsException))]
    [InlineData(500, typeof(ServerUnavailableException))]
    [InlineData(502, typeof(SendGridInternalException))]
    [InlineData(503, typeof(ServiceNotAvailableException))]
    public async Task SendEmailAsync_FailedStatusWithHttpErrorAsException_ThrowsTheStatussException(int status, Type type)
    {
        await using ApiServer server = await ApiServer.StartAsync((status, """{"errors":[{"message":"bad from","field":"from.email","help":"see"}]}"""));
        var client = new SendGridClient(new SendGridClientOptions { ApiKey = "k", Host = server.Address, HttpErrorAsException = true });
        Exception error = await Assert.ThrowsAsync(type, () => client.SendEmailAsync(Mail, Cancel));

        SendGridErrorResponse? said = JsonSerializer.Deserialize<SendGridErrorResponse>(error.Message);
        Assert.NotNull(said);
        Assert.Equal(status, said.ErrorHttpStatusCode);
        Assert.Equal("bad from", said.SendGridErrorMessage);
        Assert.Equal("from.email", said.FieldWithError);
        Assert.Equal("see", said.HelpLink);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("<html>", null)]
    [InlineData("[1]", null)]
    [InlineData("""{"errors":[]}""", null)]
    [InlineData("""{"errors":["odd"]}""", null)]
    [InlineData("""{"error":"authorization required"}""", "authorization required")]
    public async Task SendEmailAsync_FailureWithAnotherBody_ThrowsAllTheSame(string body, string? message)
    {
        await using ApiServer server = await ApiServer.StartAsync((400, body));
        using var http = new HttpClient(new HttpClientHandler { UseProxy = false });
        var client = new SendGridClient(http, "k", server.Address, httpErrorAsException: true);
        BadRequestException error = await Assert.ThrowsAsync<BadRequestException>(() => client.SendEmailAsync(Mail, Cancel));
        Assert.Equal(message, JsonSerializer.Deserialize<SendGridErrorResponse>(error.Message)?.SendGridErrorMessage);
    }

    [Fact]
    public async Task SendEmailAsync_ToThisMachine_PassesByTheProxy()
    {
        await using ApiServer server = await ApiServer.StartAsync((202, ""));
        Assert.IsType<DeadProxy>(HttpClient.DefaultProxy);
        Response response = await new SendGridClient("k", server.Address).SendEmailAsync(Mail, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task SendEmailAsync_Cancelled_Throws()
    {
        await using ApiServer server = await ApiServer.StartAsync((202, ""));
        var client = new SendGridClient("k", server.Address);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendEmailAsync(Mail, new CancellationToken(canceled: true)));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task SendEmailAsync_WithRetries_SendsAgainUntilItIsTaken()
    {
        await using ApiServer server = await ApiServer.StartAsync((503, ""), (500, ""), (202, ""));
        Response response = await Retrying(server, 2).SendEmailAsync(Mail, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request.Body).Distinct());
    }

    [Fact]
    public async Task SendEmailAsync_RetriesUsedUp_ThrowsHttpRequestException()
    {
        await using ApiServer server = await ApiServer.StartAsync((503, ""));
        await Assert.ThrowsAsync<HttpRequestException>(() => Retrying(server, 2).SendEmailAsync(Mail, Cancel));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task RequestAsync_WithQueryParams_SpreadsArrays()
    {
        await using ApiServer server = await ApiServer.StartAsync((200, "{}"));
        await new SendGridClient("k", server.Address)
            .RequestAsync(BaseClient.Method.GET, queryParams: """{"limit":5,"tag":["a","b"]}""", urlPath: "stats", cancellationToken: Cancel);
        Assert.Equal("/v3/stats?limit=5&tag=a&tag=b", server.Requests.Single().Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void Constructor_NoApiKey_Throws(string? key) =>
        Assert.Throws<ArgumentNullException>(() => new SendGridClient(key, "http://127.0.0.1"));

    [Fact]
    public void SetDataResidency_KnownAndUnknownRegion_SetsTheHostOrThrows()
    {
        var options = new SendGridClientOptions();
        Assert.Equal("https://api.sendgrid.com", options.Host);
        Assert.Equal("https://api.eu.sendgrid.com/", options.SetDataResidency("eu").Host);
        Assert.Throws<InvalidOperationException>(() => options.SetDataResidency("mars"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    public void ReliabilitySettings_RetriesOutOfRange_Throws(int retries) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new ReliabilitySettings(retries, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero));

    private static SendGridClient Retrying(ApiServer server, int retries) => new(new SendGridClientOptions
    {
        ApiKey = "k",
        Host = server.Address,
        ReliabilitySettings = new ReliabilitySettings(retries, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(1)),
    });
}
