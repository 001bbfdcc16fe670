using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Http;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Hosting;

/// <summary>That the parts are put together: settings, mailbox, queues over HTTP, logs.</summary>
public sealed class WiringTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Setting_ThatNamesTheAppItself_HasItsRealAddressWhileServicesAreRegistered()
    {
        string? seen = null;
        var setup = TestApp.Setup(azurite) with
        {
            Settings = new Dictionary<string, string> { ["MailHost"] = "http://localhost:7071/local/sendgrid", ["Other"] = "http://localhost:70711/x" },
        };
        await using var app = await TestApp.StartAsync(setup, new Probe(), builder => seen = builder.Configuration["MailHost"]);
        Assert.Equal($"{app.BaseAddress}local/sendgrid", seen);
        Assert.Equal("http://localhost:70711/x", app.Services.GetRequiredService<IConfiguration>()["Other"]);
    }

    [Fact]
    public async Task Mailbox_AsksForAKeyInSendGridsWords()
    {
        await using var app = await TestApp.StartAsync(TestApp.Setup(azurite), new Probe());
        using var client = app.Client();
        using var mail = new StringContent("{}", Encoding.UTF8, "application/json");
        var refused = await client.PostAsync(new Uri("/local/sendgrid/v3/mail/send", UriKind.Relative), mail, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("\"errors\"", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri("/local/mail", UriKind.Relative), Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/local/mail?code=master-local", UriKind.Relative), Cancellation)).StatusCode);
    }

    [Fact]
    public async Task QueueOverHttp_WithTheMasterKeyAlone_TakesAMessage()
    {
        var queue = AzuriteFixture.NewName("rest");
        await using var app = await TestApp.StartAsync(TestApp.Setup(azurite) with { Queues = [new QueueDescription { Name = queue }] }, new Probe());
        using var client = app.Client();
        var path = new Uri($"/local/servicebus/{queue}/messages", UriKind.Relative);
        using var refused = new StringContent("no");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync(path, refused, Cancellation)).StatusCode);

        using var taken = new StringContent("yes") { Headers = { { "X-Ignored", "1" } } };
        client.DefaultRequestHeaders.Add("x-functions-key", "master-local");
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync(path, taken, Cancellation)).StatusCode);
        await using var bus = new ServiceBusClient(azurite.ServiceBusConnectionString);
        await using var receiver = bus.CreateReceiver(queue);
        var messages = await receiver.PeekMessagesAsync(10, cancellationToken: Cancellation);
        Assert.Equal("yes", Assert.Single(messages).Body.ToString());
    }

    [Fact]
    public async Task Queues_AlreadyThere_DoNotHinderTheStart()
    {
        var setup = TestApp.Setup(azurite) with { Queues = [new QueueDescription { Name = AzuriteFixture.NewName("twice") }] };
        await using var first = await TestApp.StartAsync(setup, new Probe());
        await using var second = await TestApp.StartAsync(setup, new Probe());
        Assert.NotEqual(first.BaseAddress, second.BaseAddress);
    }

    [Fact]
    public async Task Logs_OfRequests_CarryNoValueOfThePath()
    {
        using var logs = new Capture();
        var setup = TestApp.Setup(azurite, typeof(HttpFunctions)) with
        {
            HostJson = new HostJson { LogLevels = new Dictionary<string, LogLevel> { ["default"] = LogLevel.Information } },
        };
        await using (var app = await TestApp.StartAsync(setup, new Probe(), builder =>
        {
            builder.Services.AddScoped<Scoped>();
            builder.Logging.AddProvider(logs);
        }))
        {
            using var client = app.Client();
            foreach (var path in new[] { "/api/items/7/JANE-SECRET", "/api/JANE-SECRET", "/api/Throws?code=JANE-SECRET", "/api/items/JANE-SECRET?x=JANE-SECRET" })
            {
                await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            }
        }

        Assert.Contains(logs.Lines, line => line.Contains("Function Throws failed", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("JANE-SECRET", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Service_ThatFailsToBeDisposed_DoesNotKeepThePortOrStorage()
    {
        var app = await TestApp.StartAsync(TestApp.Setup(azurite), new Probe(), builder => builder.Services.AddSingleton<FailsToBeDisposed>());
        app.Services.GetRequiredService<FailsToBeDisposed>();
        var port = app.BaseAddress.Port;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await app.DisposeAsync());
        var setup = TestApp.Setup(azurite);
        await using var next = await TestApp.StartAsync(setup with { Options = setup.Options with { Port = port } }, new Probe());
        Assert.Equal(port, next.BaseAddress.Port);
    }

    private sealed class FailsToBeDisposed : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException();
    }

    private sealed class Capture : ILoggerProvider, ILogger
    {
        public ConcurrentBag<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
