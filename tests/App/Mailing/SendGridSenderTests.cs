using System.Net;
using System.Text.Json.Nodes;
using PromoFunctions.App.Mailing;
using PromoFunctions.Domain.Mailing;
using SendGrid;

namespace PromoFunctions.App.Tests.Mailing;

/// <summary>The real client over a handler that answers as SendGrid would.</summary>
public sealed class SendGridSenderTests
{
    private static readonly Mail Mail = new(MailId.Of(MailKind.Offer, "a"), MailKind.Offer, "jane@example.com", "Jane", "Für Sie", "Text", "<p>Html</p>")
    {
        Unsubscribe = new Uri("https://shop.example/api/unsubscribe/x.y"),
        Attachments = [new MailAttachment("codes.csv", "text/csv", "code"u8.ToArray())],
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_Sent_HasEverythingThatSendGridNeedsAndTracksNobody()
    {
        using var server = new Answering(HttpStatusCode.Accepted, "");

        Assert.IsType<MailDelivery.Accepted>(await SendAsync(server));

        var body = JsonNode.Parse(Assert.Single(server.Bodies)) ?? throw new InvalidOperationException();
        Assert.Equal("""{"name":"Tea Shop","email":"shop@example.com"}""", body["from"]?.ToJsonString());
        Assert.Equal("""{"name":"Jane","email":"jane@example.com"}""", body["personalizations"]?[0]?["to"]?[0]?.ToJsonString());
        Assert.Equal(["text/plain", "text/html"], body["content"]?.AsArray().Select(part => part?["type"]?.ToString()));
        Assert.Equal(Mail.Id.Value, body["custom_args"]?["mailId"]?.ToString());
        Assert.Equal("<https://shop.example/api/unsubscribe/x.y>", body["headers"]?["List-Unsubscribe"]?.ToString());
        Assert.Equal("List-Unsubscribe=One-Click", body["headers"]?["List-Unsubscribe-Post"]?.ToString());
        Assert.Equal("false", body["tracking_settings"]?["click_tracking"]?["enable"]?.ToJsonString());
        Assert.Equal("false", body["tracking_settings"]?["open_tracking"]?["enable"]?.ToJsonString());
        Assert.Equal("Y29kZQ==", body["attachments"]?[0]?["content"]?.ToString());
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task Answer_ThatMayBeAnotherLater_IsNotNow(int status)
    {
        using var server = new Answering((HttpStatusCode)status, "");

        Assert.Equal(new MailDelivery.NotNow($"status {status}"), await SendAsync(server));
    }

    [Fact]
    public async Task Connection_ThatBreaksOrTakesTooLong_IsNotNow()
    {
        foreach (var failure in new Exception[] { new HttpRequestException(), new IOException(), new TaskCanceledException("slow", new TimeoutException()) })
        {
            using var server = new Answering(failure);
            Assert.IsType<MailDelivery.NotNow>(await SendAsync(server));
        }
    }

    [Theory]
    [InlineData(400, """{"errors":[{"message":"jane@example.com is no address","field":"personalizations.0.to","help":null}]}""", "SendGrid refused the mail with status 400, because of personalizations.0.to.")]
    [InlineData(400, """{"errors":[{"message":"jane@example.com","field":"jane@example.com"},{"field":null},5]}""", "SendGrid refused the mail with status 400.")]
    [InlineData(401, """{"errors":[{"message":"The provided authorization grant is invalid","field":null}]}""", "SendGrid refused the mail with status 401.")]
    [InlineData(413, "<html>jane@example.com</html>", "SendGrid refused the mail with status 413.")]
    [InlineData(404, "[]", "SendGrid refused the mail with status 404.")]
    public async Task Answer_ThatIsFinal_IsARefusalThatNamesNobody(int status, string body, string why)
    {
        using var server = new Answering((HttpStatusCode)status, body);

        Assert.Equal(new MailDelivery.Refused(why), await SendAsync(server));
    }

    private static async Task<MailDelivery> SendAsync(Answering server)
    {
        using var http = new HttpClient(server, disposeHandler: false);
        var sender = new SendGridSender(new SendGridClient(http, "key", "https://sendgrid.example"), new MailSettings("shop@example.com", "Tea Shop"));
        return await sender.SendAsync(Mail, Cancellation);
    }

    /// <summary>Answers every request alike.</summary>
    private sealed class Answering : HttpMessageHandler
    {
        private readonly Func<HttpResponseMessage> _answer;

        public Answering(HttpStatusCode status, string body) => _answer = () => new(status) { Content = new StringContent(body) };

        public Answering(Exception failure) => _answer = () => throw failure;

        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
            return _answer();
        }
    }
}
