using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace PromoFunctions.Bench.Faults;

/// <summary>Callers at a low rate: a validation and a redemption four times a second, a claim twice. What was not answered well is sent again later.</summary>
internal sealed class FaultCallers : IDisposable
{
    public const string FromMemory = "200 from memory";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_recovery = TimeSpan.FromMinutes(2);
    private readonly HttpClient _client = new() { Timeout = s_patience, DefaultRequestHeaders = { { "x-functions-key", "master-local" } } };
    private readonly ConcurrentQueue<(string Path, JsonObject Body)> _open = new();
    private int _number;
    private int _redeemed;

    /// <summary>Orders that were answered 201, or 200 when sent again.</summary>
    public int Redeemed => _redeemed;

    /// <summary>Accepted claims, by claimant.</summary>
    public ConcurrentDictionary<string, bool> Claims { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls for a while, and returns without waiting for the last answers.</summary>
    public async Task<Seen> CallAsync(IReadOnlyList<Uri> apps, TimeSpan time)
    {
        var seen = new Seen();
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; Stopwatch.GetElapsedTime(start) < time; round++)
        {
            var app = apps[round % apps.Count];
            seen.Send(Task.Run(() => ValidateAsync(app, seen)));
            seen.Send(Task.Run(() => RedeemAsync(app, seen)));
            if (round / apps.Count % 2 == 0)
            {
                seen.Send(Task.Run(() => ClaimAsync(app, seen)));
            }

            await Task.Delay(s_pause);
        }

        return seen;
    }

    /// <summary>How long it takes until each kind of call is answered as if nothing had been.</summary>
    public async Task<TimeSpan> RecoveredAsync(IReadOnlyList<Uri> apps)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var app in apps)
        {
            await UntilAsync("200", () => ValidateAsync(app, new Seen()));
            await UntilAsync("201", () => RedeemAsync(app, new Seen()));
            await UntilAsync("202", () => ClaimAsync(app, new Seen()));
        }

        return Stopwatch.GetElapsedTime(start);

        async Task UntilAsync(string well, Func<Task<string>> call)
        {
            while (await call() is var status && status != well)
            {
                if (Stopwatch.GetElapsedTime(start) > s_recovery)
                {
                    throw new TimeoutException($"The service did not recover within {s_recovery}: it still answers {status} in place of {well}.");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>Sends again what was not answered well, as shops do.</summary>
    /// <returns>How many had landed all the same.</returns>
    public async Task<int> SendAgainAsync(Uri app)
    {
        var landed = 0;
        while (_open.TryDequeue(out var open))
        {
            var (status, _) = await SendAsync(app, HttpMethod.Post, open.Path, open.Body);
            if (status is not ("200" or "201" or "202"))
            {
                throw new InvalidDataException($"{open.Path} was answered {status} when it was sent again.");
            }

            Count(open.Path, open.Body, status);
            landed += status == "200" ? 1 : 0;
        }

        return landed;
    }

    /// <summary>Sends, and tells the status, or in words why there is none.</summary>
    public async Task<(string Status, JsonNode? Body)> SendAsync(Uri app, HttpMethod method, string path, JsonNode? body)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(app, "/api/" + path));
            request.Content = body is null ? null : new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
            using var response = await _client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            return (response.Headers.Contains("X-Limits-As-Of") ? FromMemory
                : status == "503" && response.Headers.RetryAfter is null ? "503 without Retry-After"
                : status, text.StartsWith('{') ? JsonNode.Parse(text) : null);
        }
        catch (TaskCanceledException)
        {
            return ("no answer", null);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return ("cut off", null);
        }
    }

    /// <summary>A redemption of the code by somebody new; not counted.</summary>
    public Task<(string Status, JsonNode? Body)> TryRedeemAsync(Uri app) => SendAsync(app, HttpMethod.Post, "redemptions", FaultBodies.Redemption(Next()));

    public void Dispose() => _client.Dispose();

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"f{Interlocked.Increment(ref _number)}");

    private async Task<string> ValidateAsync(Uri app, Seen seen) => (await TimedAsync(app, "validate", "codes/validate", FaultBodies.Validation(Next()), seen)).Status;

    private async Task<string> RedeemAsync(Uri app, Seen seen)
    {
        var body = FaultBodies.Redemption(Next());
        var (status, _) = await TimedAsync(app, "redeem", "redemptions", body, seen);
        Keep("redemptions", body, status);
        return status;
    }

    private async Task<string> ClaimAsync(Uri app, Seen seen)
    {
        var who = Next();
        var body = FaultBodies.Claim(who);
        seen.Claimed(who + "@example.com");
        var (status, _) = await TimedAsync(app, "claim", "claims", body, seen);
        Keep("claims", body, status);
        return status;
    }

    private async Task<(string Status, JsonNode? Body)> TimedAsync(Uri app, string what, string path, JsonObject body, Seen seen)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = await SendAsync(app, HttpMethod.Post, path, body);
        seen.Add(what, answer.Status, Stopwatch.GetElapsedTime(start));
        return answer;
    }

    private void Keep(string path, JsonObject body, string status)
    {
        if (status is "201" or "202")
        {
            Count(path, body, status);
        }
        else
        {
            _open.Enqueue((path, body));
        }
    }

    private void Count(string path, JsonObject body, string status)
    {
        if (path == "claims")
        {
            Claims[body["customer"]?["email"]?.GetValue<string>() ?? status] = true;
        }
        else
        {
            Interlocked.Increment(ref _redeemed);
        }
    }
}
