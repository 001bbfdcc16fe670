using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.DependencyInjection;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Http;

public sealed class HttpTriggerTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Probe probe = new();
    private RunningApp? app;
    private HttpClient? client;

    private HttpClient Client => client ?? throw new InvalidOperationException("Not started.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(TestApp.Setup(azurite, typeof(HttpFunctions)), probe, builder => builder.Services.AddScoped<Scoped>());
        client = app.Client();
    }

    public async ValueTask DisposeAsync()
    {
        probe.Gate.TrySetResult();
        client?.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Route_Default_IsTheFunctionsNameUnderThePrefix() =>
        Assert.Equal("""{"hello":"GET"}""", await Client.GetStringAsync(new Uri("/api/Anonymous", UriKind.Relative), Cancellation));

    [Fact]
    public async Task Parameters_RouteValuesContextAndToken_AreBound()
    {
        Assert.Equal("GET 7 tea Item True", await Client.GetStringAsync(new Uri("/api/items/7/tea", UriKind.Relative), Cancellation));
        Assert.Equal("GET 7 none Item True", await Client.GetStringAsync(new Uri("/api/items/7", UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task Constraint_NotMet_IsNotFound() => await AssertProblemAsync(HttpMethod.Get, "/api/items/seven", HttpStatusCode.NotFound);

    [Fact]
    public async Task Method_OtherThanTheTriggers_IsNotAllowedAndNamesThoseThatAre()
    {
        var response = await AssertProblemAsync(HttpMethod.Put, "/api/items/7", HttpStatusCode.MethodNotAllowed);
        Assert.Equal(["DELETE", "GET"], response.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task Route_Unknown_IsNotFound() => await AssertProblemAsync(HttpMethod.Get, "/api/nothing", HttpStatusCode.NotFound);

    [Fact]
    public async Task FromBody_Json_IsRead()
    {
        var response = await Client.PostAsJsonAsync("/api/body", new Greeting("Jane", 2), Cancellation);
        Assert.Equal("Jane 2 application/json; charset=utf-8", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("/api/Outputs", HttpStatusCode.NoContent)]
    [InlineData("/api/Outputs?teapot", (HttpStatusCode)418)]
    public async Task HttpResult_PropertyOfTheReturnedClass_IsTheAnswer(string path, HttpStatusCode expected)
    {
        var response = await Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Exception_Unhandled_IsAProblemThatSaysNothingOfIt()
    {
        var response = await AssertProblemAsync(HttpMethod.Get, "/api/Throws", HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_BeyondTheServersLimit_IsTooLarge()
    {
        using var content = new ByteArrayContent(new byte[30_000_001]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/Upload") { Content = content };
        request.Headers.ExpectContinue = true;
        await AssertProblemAsync(await Client.SendAsync(request, Cancellation), HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Body_WithinTheServersLimit_ReachesTheFunction()
    {
        using var content = new ByteArrayContent(new byte[2_000_000]);
        var response = await Client.PostAsync(new Uri("/api/Upload", UriKind.Relative), content, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Scope_OfAnInvocation_IsItsOwnAndEndsWithIt()
    {
        var path = new Uri("/api/Scope", UriKind.Relative);
        Assert.Equal("True True False 36", await Client.GetStringAsync(path, Cancellation));
        Assert.Equal("True True False 36", await Client.GetStringAsync(path, Cancellation));
        var scopes = probe.Objects.Cast<Scoped>().ToList();
        Assert.Equal(2, scopes.Distinct().Count());

        // Both were answered; the second's scope may still be closing.
        Assert.True(SpinWait.SpinUntil(() => scopes.All(scope => scope.IsDisposed), TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Caller_GoneAway_CancelsTheToken()
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var call = Client.GetAsync(new Uri("/api/Slow", UriKind.Relative), gone.Token);
        Assert.Equal("began", await probe.NextAsync());
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("cancelled", await probe.NextAsync());
    }

    [Fact]
    public async Task Stop_WhileARequestRuns_WaitsForItsAnswer()
    {
        var call = Client.GetStringAsync(new Uri("/api/Slow", UriKind.Relative), Cancellation);
        Assert.Equal("began", await probe.NextAsync());
        var stopping = app?.StopAsync(Cancellation) ?? Task.CompletedTask;
        Assert.False(stopping.IsCompleted);
        probe.Gate.SetResult();
        Assert.Equal("GET", await call);
        await stopping;
    }

    [Fact]
    public async Task RoutePrefix_Empty_PutsRoutesAtTheRoot()
    {
        var setup = TestApp.Setup(azurite, typeof(HttpFunctions)) with { HostJson = new HostJson { RoutePrefix = "" } };
        await using var other = await TestApp.StartAsync(setup, probe, builder => builder.Services.AddScoped<Scoped>());
        using var otherClient = other.Client();
        Assert.Equal("""{"hello":"GET"}""", await otherClient.GetStringAsync(new Uri("/Anonymous", UriKind.Relative), Cancellation));
    }

    private async Task<HttpResponseMessage> AssertProblemAsync(HttpMethod method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, path);
        return await AssertProblemAsync(await Client.SendAsync(request, Cancellation), expected);
    }

    private static async Task<HttpResponseMessage> AssertProblemAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        return response;
    }
}
