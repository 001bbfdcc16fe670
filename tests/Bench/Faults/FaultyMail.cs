using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PromoFunctions.Bench.Faults;

/// <summary>How SendGrid answers.</summary>
internal enum MailMood
{
    /// <summary>202: the mail counts as sent.</summary>
    Takes,

    /// <summary>500.</summary>
    Fails,

    /// <summary>429 with Retry-After.</summary>
    Throttles,

    /// <summary>Takes the request and says nothing, until it is well again: then it hangs up.</summary>
    Hangs,

    /// <summary>Nobody listens.</summary>
    Refuses,
}

/// <summary>In SendGrid's place: remembers who was sent a mail how often, and when.</summary>
internal sealed class FaultyMail : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (int Count, long At)> _sent = new(StringComparer.Ordinal);
    private TaskCompletionSource _well = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _server;
    private MailMood _mood;

    private FaultyMail() => _server = Build(0);

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public static async Task<FaultyMail> StartAsync()
    {
        var mail = new FaultyMail();
        await mail._server.StartAsync();
        mail.Address = new Uri(mail._server.Urls.Single());
        return mail;
    }

    /// <summary>How many mails an address was sent, and when the last one was, as <see cref="Stopwatch"/> counts.</summary>
    public (int Count, long At) SentTo(string address) => _sent.GetValueOrDefault(address);

    public async Task SetAsync(MailMood mood)
    {
        (var before, _mood) = (_mood, mood);
        if (mood == MailMood.Refuses)
        {
            await _server.DisposeAsync();
        }
        else if (before == MailMood.Refuses)
        {
            _server = Build(Address.Port);
            await _server.StartAsync();
        }

        if (mood == MailMood.Hangs)
        {
            _well = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        else
        {
            _well.TrySetResult();
        }
    }

    public ValueTask DisposeAsync()
    {
        _well.TrySetResult();
        return _server.DisposeAsync();
    }

    private WebApplication Build(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        server.MapPost("/v3/mail/send", SendAsync);
        return server;
    }

    private async Task SendAsync(HttpContext http)
    {
        switch (_mood)
        {
            case MailMood.Fails:
                http.Response.StatusCode = 500;
                return;
            case MailMood.Throttles:
                http.Response.StatusCode = 429;
                http.Response.Headers.RetryAfter = "2";
                return;
            case MailMood.Hangs:
                await _well.Task.WaitAsync(http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                http.Abort();
                return;
            case MailMood.Takes:
            case MailMood.Refuses:
                var mail = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
                var to = mail?["personalizations"]?[0]?["to"]?[0]?["email"]?.GetValue<string>() ?? "";
                _sent.AddOrUpdate(to, _ => (1, Stopwatch.GetTimestamp()), (_, sent) => (sent.Count + 1, Stopwatch.GetTimestamp()));
                http.Response.StatusCode = 202;
                return;
            default:
                throw new InvalidOperationException($"There is no mood {_mood}.");
        }
    }
}
