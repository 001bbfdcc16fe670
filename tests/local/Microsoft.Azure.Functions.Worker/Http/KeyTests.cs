using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Runtime;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.Http;
using Microsoft.Extensions.DependencyInjection;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Http;

public sealed class KeyTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private RunningApp? app;
    private HttpClient? client;

    private HttpClient Client => client ?? throw new InvalidOperationException("Not started.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(TestApp.Setup(azurite, typeof(HttpFunctions)), new Probe(), builder => builder.Services.AddScoped<Scoped>());
        client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = app.BaseAddress };
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("Anonymous", null, true)]
    [InlineData("Anonymous", "wrong", true)]
    [InlineData("Guarded", null, false)]
    [InlineData("Guarded", "", false)]
    [InlineData("Guarded", "wrong", false)]
    [InlineData("Guarded", "storefront", false)]
    [InlineData("Guarded", "storefront-loca", false)]
    [InlineData("Guarded", "storefront-local2", false)]
    [InlineData("Guarded", "STOREFRONT-LOCAL", false)]
    [InlineData("Guarded", "storefront-local", true)]
    [InlineData("Guarded", "helpdesk-local", false)]
    [InlineData("Guarded", "master-local", true)]
    [InlineData("Shared", "storefront-local", true)]
    [InlineData("Shared", "helpdesk-local", true)]
    [InlineData("Shared", "finance-local", false)]
    [InlineData("Shared", "master-local", true)]
    [InlineData("Unlisted", "storefront-local", false)]
    [InlineData("Unlisted", "finance-local", false)]
    [InlineData("Unlisted", "master-local", true)]
    [InlineData("AdminOnly", "storefront-local", false)]
    [InlineData("AdminOnly", "master-local", true)]
    public async Task Function_WithAKey_OpensToItsAudiencesAndTheMaster(string function, string? key, bool opens)
    {
        var expected = opens ? HttpStatusCode.OK : HttpStatusCode.Unauthorized;
        using var byHeader = new HttpRequestMessage(HttpMethod.Get, $"/api/{function}");
        if (key is not null)
        {
            byHeader.Headers.TryAddWithoutValidation("x-functions-key", key);
        }

        await AssertAsync(await Client.SendAsync(byHeader, Cancellation), expected);
        var query = key is null ? "" : $"?code={Uri.EscapeDataString(key)}";
        await AssertAsync(await Client.GetAsync(new Uri($"/api/{function}{query}", UriKind.Relative), Cancellation), expected);
    }

    [Fact]
    public async Task Key_VeryLong_IsRefused() =>
        await AssertAsync(await Client.GetAsync(new Uri($"/api/Guarded?code={new string('é', 1000)}", UriKind.Relative), Cancellation), HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("GET", "/local")]
    [InlineData("GET", "/LOCAL/")]
    [InlineData("GET", "/local/nothing")]
    [InlineData("GET", "/admin/functions")]
    [InlineData("GET", "/admin/host/status")]
    [InlineData("POST", "/admin/functions/Guarded")]
    [InlineData("POST", "/Admin/functions/nothing")]
    public async Task HostsOwn_WithoutTheMasterKey_IsClosedWhateverIsThere(string method, string path)
    {
        using var without = new HttpRequestMessage(new HttpMethod(method), path);
        await AssertAsync(await Client.SendAsync(without, Cancellation), HttpStatusCode.Unauthorized);
        using var audience = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "x-functions-key", "storefront-local" } } };
        await AssertAsync(await Client.SendAsync(audience, Cancellation), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task LocalPages_OnceOpenedWithTheCode_OpenWithTheCookieAndAdminDoesNot()
    {
        var first = await Client.GetAsync(new Uri("/local?code=master-local", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/local", cookie, StringComparison.OrdinalIgnoreCase);

        var pair = cookie.Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, await StatusWithCookieAsync("/local", pair));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWithCookieAsync("/admin/functions", pair));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWithCookieAsync("/local", "local-key=wrong"));
    }

    [Fact]
    public async Task LocalPages_WithTheKeyAsBearerToken_Open()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/local");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "master-local");
        var response = await Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("/api/Guarded", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AdminFunctions_List_NamesEachWithItsRoute()
    {
        var functions = await Client.GetFromJsonAsync<JsonElement>(new Uri("/admin/functions?code=master-local", UriKind.Relative), Cancellation);
        var item = functions.EnumerateArray().Single(function => function.GetProperty("name").GetString() == "Item");
        Assert.Equal("/api/items/{id:int}/{name?}", item.GetProperty("route").GetString());
        Assert.Equal("anonymous", item.GetProperty("authLevel").GetString());
    }

    [Fact]
    public async Task AdminStatus_OfARunningHost_IsRunning()
    {
        var status = await Client.GetFromJsonAsync<JsonElement>(new Uri("/admin/host/status?code=master-local", UriKind.Relative), Cancellation);
        Assert.Equal("Running", status.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("nothing", HttpStatusCode.NotFound)]
    [InlineData("Guarded", HttpStatusCode.BadRequest)]
    public async Task AdminRun_OfNoSuchFunctionOrAnHttpOne_IsRefused(string function, HttpStatusCode expected) =>
        await AssertAsync(await Client.PostAsync(new Uri($"/admin/functions/{function}?code=master-local", UriKind.Relative), null, Cancellation), expected);

    [Fact]
    public void KeyFile_Broken_IsRefusedInASentence()
    {
        using var folder = new TempFolder("keys");
        var path = Path.Combine(folder.Path, "function-keys.json");
        File.WriteAllText(path, """{ "storefront": [ 7 ] }""");
        Assert.Contains("storefront must be a list", Assert.Throws<StartupException>(() => FunctionKeys.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KeyFile_OfTheRepository_IsRead()
    {
        var keys = FunctionKeys.Load(Path.Combine(RuntimeSetup.FindRepositoryRoot(), "infra", "function-keys.json"));
        Assert.Contains("ValidateCodes", keys.Audiences["storefront"]);
    }

    private async Task<HttpStatusCode> StatusWithCookieAsync(string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", cookie } } };
        return (await Client.SendAsync(request, Cancellation)).StatusCode;
    }

    private static async Task AssertAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        Assert.Equal(expected, response.StatusCode);
        if (expected != HttpStatusCode.OK)
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
            Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        }
    }
}
