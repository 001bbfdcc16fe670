using System.Net;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.ServiceBus;
using Microsoft.Extensions.Logging;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Local.Worker.Tests.ServiceBusRestTests;

public sealed class ServiceBusRestTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string _queue = AzuriteFixture.NewName("rest");
    private readonly ServiceBusAdministrationClient _administration = new(azurite.ServiceBusConnectionString);
    private readonly ServiceBusClient _client = new(azurite.ServiceBusConnectionString);
    private WebApplication? _app;
    private HttpClient _http = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _administration.CreateQueueAsync(_queue, Stop);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        ServiceBusRest.Map(_app, azurite.ServiceBusConnectionString);
        await _app.StartAsync(Stop);
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await _client.DisposeAsync();
        await _administration.DeleteQueueAsync(_queue, CancellationToken.None);
    }

    [Fact]
    public async Task Post_WithBrokerPropertiesAndHeaders_IsReceivedWithThem()
    {
        using var response = await PostAsync(
            """{"a":1}""",
            ("BrokerProperties", """{"MessageId":"m","CorrelationId":"c","Label":"l","TimeToLive":90,"To":"t","ReplyTo":"r","SessionId":"s","Unknown":{}}"""),
            ("Priority", "\"High\""),
            ("Customer", "12345,ABC"),
            ("Weight", "5"),
            ("Ratio", "2.5"),
            ("Vip", "true"),
            ("x-functions-key", "secret"));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var message = await ReceiveAsync();
        Assert.Equal("""{"a":1}""", message.Body.ToString());
        Assert.Equal("application/json; charset=utf-8", message.ContentType);
        Assert.Equal(("m", "c", "l", "t", "r", "s"), (message.MessageId, message.CorrelationId, message.Subject, message.To, message.ReplyTo, message.SessionId));
        Assert.Equal(TimeSpan.FromSeconds(90), message.TimeToLive);
        Assert.Equal(
            new Dictionary<string, object> { ["Priority"] = "High", ["Customer"] = "12345,ABC", ["Weight"] = 5, ["Ratio"] = 2.5, ["Vip"] = true },
            message.ApplicationProperties);
    }

    [Fact]
    public async Task Post_ScheduledForLater_Waits()
    {
        var due = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var response = await PostAsync("x", ("BrokerProperties", $$"""{"ScheduledEnqueueTimeUtc":"{{due:R}}"}"""));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        await using var receiver = _client.CreateReceiver(_queue);
        var waiting = await receiver.PeekMessageAsync(0, Stop);
        Assert.Equal((ServiceBusMessageState.Scheduled, due), (waiting.State, waiting.ScheduledEnqueueTime));
    }

    [Theory]
    [InlineData("not json", "JSON object")]
    [InlineData("[]", "JSON object")]
    [InlineData("""{"TimeToLive":"long"}""", "TimeToLive")]
    [InlineData("""{"TimeToLive":0}""", "TimeToLive")]
    [InlineData("""{"MessageId":""}""", "MessageId")]
    [InlineData("""{"Label":5}""", "Label")]
    [InlineData("""{"ScheduledEnqueueTimeUtc":"soon"}""", "ScheduledEnqueueTimeUtc")]
    public async Task Post_WithBrokerPropertiesThatCannotBeRead_IsRefusedAndNamed(string header, string named)
    {
        using var response = await PostAsync("x", ("BrokerProperties", header));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(named, await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ToAQueueThatIsNot_IsNotFound()
    {
        using var content = new StringContent("x");
        using var response = await _http.PostAsync(new Uri("/local/servicebus/nothing/messages", UriKind.Relative), content, Stop);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Post_AtTheLimitOfSize_IsTakenAndOneByteMoreIsNot()
    {
        var limit = 256 * 1024;
        using var tooLarge = await PostAsync(new string('x', limit + 1));
        using var properties = await PostAsync(new string('x', limit));
        using var fits = await PostAsync(new string('x', limit - 1024));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, properties.StatusCode);
        Assert.Equal(HttpStatusCode.Created, fits.StatusCode);
        Assert.Equal(limit - 1024, (await ReceiveAsync()).Body.ToMemory().Length);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/local/servicebus/{_queue}/messages", UriKind.Relative));
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, Stop);
    }

    private async Task<ServiceBusReceivedMessage> ReceiveAsync()
    {
        await using var receiver = _client.CreateReceiver(_queue);
        var message = await receiver.ReceiveMessageAsync(TimeSpan.FromMinutes(1), Stop);
        Assert.NotNull(message);
        return message;
    }
}
