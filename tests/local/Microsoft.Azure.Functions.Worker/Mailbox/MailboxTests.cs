using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using PromoFunctions.Tests.Support;

namespace Microsoft.Azure.Functions.Worker.Runtime.Mail.Tests;

/// <summary>An Azurite for this class alone: the mailbox's table has one fixed name.</summary>
public sealed class MailboxTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private const string Minimal =
        """{"from":{"email":"shop@example.com"},"personalizations":[{"to":[{"email":"jane@example.com"}]}],"subject":"Hi","content":[{"type":"text/plain","value":"text"}]}""";

    private readonly HttpClient http = new();
    private WebApplication? app;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var tables = new TableServiceClient(azurite.ConnectionString);
        await tables.GetTableClient("localmail").DeleteAsync(Cancel);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        Mailbox.Map(app, tables);
        await app.StartAsync(Cancel);
        http.BaseAddress = new Uri(app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Send_AMailWithEverything_IsTakenAndShownAsItWas()
    {
        using HttpResponseMessage answer = await SendAsync("""
            {"from":{"name":"Tea Shop","email":"shop@example.com"},
             "personalizations":[{"to":[{"email":"jane@example.com","name":"Jane"}],"cc":[{"email":"kim@example.com"}],"headers":{"X-Kind":"offer"},"subject":"Your code","custom_args":{"claimId":"t-1"},"substitutions":{"-code-":"JANE1"}}],
             "content":[{"type":"text/plain","value":"Use -code-"},{"type":"text/html","value":"<p>Use -code-</p>"}],
             "attachments":[{"content":"Y29kZQ==","type":"text/csv","filename":"codes.csv"}],
             "custom_args":{"claimId":"overridden","mailId":"m-7"},"headers":{"X-Kind":"overridden","X-Shop":"tea"},"categories":["claims"]}
            """);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(Cancel));
        string id = answer.Headers.GetValues("X-Message-Id").Single();

        foreach (JsonElement mail in new[] { (await ListAsync())[0], await JsonAsync($"/local/mail/{id}") })
        {
            Assert.Equal(id, mail.GetProperty("id").GetString());
            Assert.InRange(mail.GetProperty("at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow);
            Assert.Equal("jane@example.com, kim@example.com", mail.GetProperty("to").GetString());
            Assert.Equal("shop@example.com", mail.GetProperty("from").GetString());
            Assert.Equal("Your code", mail.GetProperty("subject").GetString());
            Assert.Equal("Use JANE1", mail.GetProperty("text").GetString());
            Assert.Equal("<p>Use JANE1</p>", mail.GetProperty("html").GetString());
            Assert.Equal("t-1", mail.GetProperty("customArgs").GetProperty("claimId").GetString());
            Assert.Equal("m-7", mail.GetProperty("customArgs").GetProperty("mailId").GetString());
            Assert.Equal("offer", mail.GetProperty("headers").GetProperty("X-Kind").GetString());
            Assert.Equal("tea", mail.GetProperty("headers").GetProperty("X-Shop").GetString());
            JsonElement file = Assert.Single(mail.GetProperty("attachments").EnumerateArray());
            Assert.Equal("codes.csv", file.GetProperty("filename").GetString());
            Assert.Equal("Y29kZQ==", file.GetProperty("content").GetString());
        }
    }

    [Fact]
    public async Task Send_TwoPersonalizations_AreTwoMails()
    {
        await SendAsync("""{"from":{"email":"s@example.com"},"subject":"Hi","personalizations":[{"to":[{"email":"a@example.com"}]},{"to":[{"email":"b@example.com"}]}],"content":[{"type":"text/plain","value":"t"}]}""");
        Assert.Equal(["a@example.com", "b@example.com"], (await ListAsync()).Select(mail => mail.GetProperty("to").GetString()).Order());
    }

    [Theory]
    [InlineData("""{"personalizations":[{"to":[{"email":"a@example.com"}]}],"subject":"s","content":[{"type":"text/plain","value":"t"}]}""", "from.email")]
    [InlineData("""{"from":{"email":"nobody"},"personalizations":[{"to":[{"email":"a@example.com"}]}],"subject":"s","content":[{"type":"text/plain","value":"t"}]}""", "from.email")]
    [InlineData("""{"from":{"email":"s@example.com"},"subject":"s","content":[{"type":"text/plain","value":"t"}]}""", "personalizations")]
    [InlineData("""{"from":{"email":"s@example.com"},"personalizations":[{"to":[]}],"subject":"s","content":[{"type":"text/plain","value":"t"}]}""", "personalizations.0.to")]
    [InlineData("""{"from":{"email":"s@example.com"},"personalizations":[{"to":[{"email":"a b@example.com"}]}],"subject":"s","content":[{"type":"text/plain","value":"t"}]}""", "personalizations.0.to")]
    [InlineData("""{"from":{"email":"s@example.com"},"personalizations":[{"to":[{"email":"a@example.com"}]}],"content":[{"type":"text/plain","value":"t"}]}""", "subject")]
    [InlineData("""{"from":{"email":"s@example.com"},"personalizations":[{"to":[{"email":"a@example.com"}]}],"subject":"s"}""", "content")]
    [InlineData("""{"from":{"email":"s@example.com"},"personalizations":[{"to":[{"email":"a@example.com"}]}],"subject":"s","content":[{"type":"text/plain","value":""}]}""", "content.0.value")]
    [InlineData("""{"from":{"email":"s@example.com"},"personalizations":[{"to":[{"email":"a@example.com"}]}],"subject":"s","content":[{"type":"text/plain","value":"t"}],"attachments":[{"filename":"f","content":"not base64!"}]}""", "attachments.0.content")]
    public async Task Send_SomethingMissingOrWrong_Is400WithSendGridsErrors(string mail, string field)
    {
        using HttpResponseMessage answer = await SendAsync(mail);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        JsonElement error = Assert.Single((await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("errors").EnumerateArray());
        Assert.Equal(field, error.GetProperty("field").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString() ?? "");
        Assert.Equal(JsonValueKind.Null, error.GetProperty("help").ValueKind);
        Assert.Empty(await ListAsync());
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"from":"shop@example.com"}""")]
    public async Task Send_NotTheJsonOfAMail_Is400(string body)
    {
        using HttpResponseMessage answer = await SendAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Send_ATemplateWithoutSubjectAndContent_IsTaken()
    {
        using HttpResponseMessage answer = await SendAsync("""{"from":{"email":"s@example.com"},"template_id":"d-1","personalizations":[{"to":[{"email":"a@example.com"}],"dynamic_template_data":{"code":"JANE1"}}]}""");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains("JANE1", (await ListAsync())[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_WithoutABearerKey_Is401AndKeepsNothing()
    {
        using HttpResponseMessage answer = await http.PostAsync(new Uri("/local/sendgrid/v3/mail/send", UriKind.Relative), new StringContent(Minimal), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Send_InSandboxMode_Is200AndKeepsNothing()
    {
        using HttpResponseMessage answer = await SendAsync(Minimal[..^1] + ""","mail_settings":{"sandbox_mode":{"enable":true}}}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Send_AnAttachmentOverOneProperty_IsKeptWhole()
    {
        byte[] noise = new byte[400_000]; // Does not compress: several properties of a row.
        new Random(7).NextBytes(noise);
        using HttpResponseMessage answer = await SendAsync(WithAttachment(noise));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        string? content = (await ListAsync())[0].GetProperty("attachments")[0].GetProperty("content").GetString();
        Assert.Equal(Convert.ToBase64String(noise), content);
    }

    [Fact]
    public async Task Send_AnAttachmentOverARow_Is413()
    {
        byte[] noise = new byte[1_500_000];
        new Random(7).NextBytes(noise);
        using HttpResponseMessage answer = await SendAsync(WithAttachment(noise));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task List_MoreThanALimit_IsPagedNewestFirst()
    {
        for (int i = 1; i <= 5; i++)
        {
            await SendAsync(Minimal.Replace("\"Hi\"", $"\"Mail {i}\"", StringComparison.Ordinal));
        }

        var subjects = new List<string?>();
        string? next = "";
        int pages = 0;
        while (next is not null)
        {
            JsonElement page = await JsonAsync($"/local/mail?limit=2&next={next}");
            subjects.AddRange(page.GetProperty("items").EnumerateArray().Select(mail => mail.GetProperty("subject").GetString()));
            next = page.GetProperty("next").GetString();
            pages++;
        }

        Assert.Equal(["Mail 5", "Mail 4", "Mail 3", "Mail 2", "Mail 1"], subjects);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task Pages_AMailThatTriesToRun_IsShownHarmless()
    {
        using HttpResponseMessage sent = await SendAsync("""
            {"from":{"name":"<script>1</script>","email":"s@example.com"},"subject":"<script>2</script>","custom_args":{"<script>3</script>":"<script>4</script>"},
             "personalizations":[{"to":[{"email":"a@example.com"}]}],
             "content":[{"type":"text/plain","value":"<script>5</script>"},{"type":"text/html","value":"\"><script>6</script>"}]}
            """);
        string id = sent.Headers.GetValues("X-Message-Id").Single();
        foreach (string path in new[] { "/local/mail?code=master%26key", $"/local/mail/{id}?code=master%26key" })
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
            string page = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("&lt;script&gt;2", page, StringComparison.Ordinal);
            Assert.Contains("?code=master%26key\"", page, StringComparison.Ordinal); // Its links carry the key on.
            Assert.Contains("script-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        string one = await http.GetStringAsync(new Uri($"/local/mail/{id}", UriKind.Relative), Cancel);
        Assert.Contains("<iframe sandbox=\"\" title=", one, StringComparison.Ordinal);
        Assert.Contains("srcdoc=\"&quot;&gt;&lt;script&gt;6", one, StringComparison.Ordinal);
        Assert.DoesNotContain("code=", one, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_NoMailYet_SaysSo()
    {
        Assert.Empty(await ListAsync());
        Assert.Contains("No mail yet", await http.GetStringAsync(new Uri("/local/mail", UriKind.Relative), Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("it's")]
    public async Task Show_UnknownId_Is404(string id)
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"/local/mail/{id}", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private static string WithAttachment(byte[] content) =>
        Minimal[..^1] + $$""","attachments":[{"filename":"noise","content":"{{Convert.ToBase64String(content)}}"}]}""";

    private async Task<HttpResponseMessage> SendAsync(string mail)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/local/sendgrid/v3/mail/send")
        {
            Content = new StringContent(mail, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "local");
        return await http.SendAsync(request, Cancel);
    }

    private async Task<JsonElement[]> ListAsync() => [.. (await JsonAsync("/local/mail")).GetProperty("items").EnumerateArray()];

    private async Task<JsonElement> JsonAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using HttpResponseMessage answer = await http.SendAsync(request, Cancel);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}
