using System.Text;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Runtime.Demo;

/// <summary>Fills an empty store with the demo shop, through the public API alone, as a shop's own systems would.</summary>
internal static class DemoShop
{
    /// <summary>How often a request is sent that the server is too busy for, or that it does not answer.</summary>
    private const int MostAttempts = 4;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Replays the file when its probe finds nothing. Every request is idempotent, so that loading twice, or by two
    /// processes at once, does what loading once does. A request that fails is reported, and the rest goes on.
    /// </summary>
    /// <param name="baseAddress">Where the functions are served.</param>
    /// <param name="demoFile">The path of the file; see <see cref="DemoFile"/>.</param>
    /// <param name="log">Gets a sentence per failure, and one at the end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task LoadIfEmptyAsync(Uri baseAddress, string demoFile, TextWriter log, CancellationToken cancellationToken)
    {
        DemoFile demo;
        try
        {
            demo = DemoFile.Parse(await File.ReadAllTextAsync(demoFile, cancellationToken), TimeProvider.System.GetUtcNow());
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            await log.WriteLineAsync($"The demo shop was not loaded: {demoFile} cannot be read: {e.Message}");
            return;
        }

        // Past any proxy: the functions are on this machine.
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(handler) { BaseAddress = baseAddress };
        Answer probe = await SendAsync(http, demo.Probe, cancellationToken);
        if (!probe.IsSuccess)
        {
            await log.WriteLineAsync($"The demo shop was not loaded: {demo.Probe.Title} failed: {probe.Says}");
            return;
        }

        if (probe.HasItems)
        {
            return;
        }

        int failed = 0;
        foreach (DemoRequest request in demo.Requests)
        {
            Answer answer = await SendAsync(http, request, cancellationToken);
            if (!answer.IsSuccess && !(request.Acceptable ?? []).Contains(answer.Status))
            {
                failed++;
                await log.WriteLineAsync($"Demo shop: {request.Title} failed: {answer.Says}");
            }
        }

        await log.WriteLineAsync(failed == 0
            ? "The store was empty; the demo shop is loaded."
            : $"The store was empty; the demo shop is loaded except for {failed} of {demo.Requests.Count} requests.");
    }

    private static async Task<Answer> SendAsync(HttpClient http, DemoRequest request, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan pause = TimeSpan.FromMilliseconds(250 * attempt);
            try
            {
                using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Path);
                message.Headers.Add("x-functions-key", $"{request.As}-local");
                if (request.Body is { } body)
                {
                    message.Content = new StringContent(body.GetRawText(), Encoding.UTF8, "application/json");
                }

                using HttpResponseMessage response = await http.SendAsync(message, cancellationToken);
                if ((int)response.StatusCode is not (429 or 503) || attempt == MostAttempts)
                {
                    return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
                }

                pause = response.Headers.RetryAfter?.Delta ?? pause;
            }
            catch (HttpRequestException e) when (attempt == MostAttempts)
            {
                return new Answer(0, e.Message);
            }
            catch (HttpRequestException)
            {
                // Not up yet, or gone for a moment.
            }

            await Task.Delay(pause < LongestPause ? pause : LongestPause, cancellationToken);
        }
    }

    /// <param name="Status">0 when nobody answered.</param>
    private sealed record Answer(int Status, string Body)
    {
        internal bool IsSuccess => Status is >= 200 and <= 299;

        internal bool HasItems => Member("items") is { ValueKind: JsonValueKind.Array } items && items.GetArrayLength() > 0;

        /// <summary>The problem's detail, else its title, else the status alone.</summary>
        internal string Says =>
            Status == 0 ? $"nobody answered ({Body})"
            : Member("detail") is { ValueKind: JsonValueKind.String } detail ? $"{Status}, {detail.GetString()}"
            : Member("title") is { ValueKind: JsonValueKind.String } title ? $"{Status}, {title.GetString()}"
            : $"the answer was {Status}.";

        private JsonElement? Member(string name)
        {
            try
            {
                JsonElement root = JsonElement.Parse(Body);
                return root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) ? value : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
