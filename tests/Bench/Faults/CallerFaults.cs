using System.Globalization;
using System.Net.Http.Headers;

namespace PromoFunctions.Bench.Faults;

/// <summary>Callers who mean no good.</summary>
internal static class CallerFaults
{
    private const string Head = "POST /api/codes/validate HTTP/1.1\r\nHost: {host}\r\nx-functions-key: storefront-local\r\nContent-Type: application/json\r\n";

    /// <summary>Longer than the server lets anybody drip.</summary>
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(36);

    public static IEnumerable<Fault> Of(FaultStage stage)
    {
        var app = stage.Addresses[0];
        yield return new("1,000 idle connections", TimeSpan.FromSeconds(8), [app], Fault.Untouched, async () =>
        {
            var sockets = new OpenSockets();
            await sockets.IdleAsync(app, 1_000);
            return () =>
            {
                sockets.Dispose();
                return Task.FromResult("");
            };
        });
        yield return new("200 slow-loris connections: headers, bodies, and chunks, a byte a second", s_slow, [app], Fault.Untouched, async () =>
        {
            var sockets = new OpenSockets();
            await sockets.DripAsync(app, 100, "POST /api/codes/validate HTTP/1.1\r\nHost: {host}\r\nx-slow: ");
            await sockets.DripAsync(app, 50, Head + "Content-Length: 100000\r\n\r\n{");
            await sockets.DripAsync(app, 50, Head + "Transfer-Encoding: chunked\r\n\r\nFFFFF\r\n{");
            return async () =>
            {
                using (sockets)
                {
                    var ends = sockets.EndsAsync();
                    return await Task.WhenAny(ends, Task.Delay(TimeSpan.FromSeconds(30))) == ends
                        ? "ended: " + await ends
                        : throw new InvalidDataException("The server does not end connections that drip.");
                }
            };
        });
        yield return new("bodies of 1 MB and more, bodies without end, JSON 100,000 deep, headers of 100 KB", TimeSpan.FromSeconds(8), [app], Fault.Untouched, () =>
        {
            var end = new CancellationTokenSource();
            var rubbish = Task.Run(() => RubbishAsync(app, end.Token));
            return Task.FromResult<Func<Task<string>>>(async () =>
            {
                await end.CancelAsync();
                var answers = await rubbish;
                end.Dispose();
                return answers.Keys.All(answer => answer is "400" or "413" or "431" or "hung up")
                    ? "refused: " + string.Join(", ", answers.Select(answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Key} ×{answer.Value}")))
                    : throw new InvalidDataException("Rubbish was answered " + string.Join(", ", answers.Keys));
            });
        });
    }

    private static async Task<SortedDictionary<string, int>> RubbishAsync(Uri app, CancellationToken end)
    {
        var answers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using var client = new HttpClient { BaseAddress = app, Timeout = TimeSpan.FromSeconds(30), DefaultRequestHeaders = { { "x-functions-key", "storefront-local" } } };
        while (!end.IsCancellationRequested)
        {
            var deep = new string('[', 100_000);
            foreach (var (body, header) in new (HttpContent, int)[]
            {
                (new ByteArrayContent(new byte[1_000_001]), 0), (new ByteArrayContent(new byte[20_000_000]), 0), (new EndlessBody(), 0),
                (new StringContent(deep), 0), (new StringContent("{\"codes\":" + deep + new string(']', deep.Length) + "}"), 0), (new StringContent("{}"), 100_000),
            })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/codes/validate") { Content = body };
                body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                if (header > 0)
                {
                    request.Headers.Add("x-long", new string('x', header));
                }

                string answer;
                try
                {
                    using var response = await client.SendAsync(request, CancellationToken.None);
                    answer = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
                }
                catch (HttpRequestException)
                {
                    // It answers before it has read all, and a client that goes on writing may miss the answer.
                    answer = "hung up";
                }

                answers[answer] = answers.GetValueOrDefault(answer) + 1;
            }
        }

        return answers;
    }

    /// <summary>Chunks for as long as anybody takes them.</summary>
    private sealed class EndlessBody : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            var chunk = new byte[10_000];
            while (true)
            {
                await stream.WriteAsync(chunk);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
