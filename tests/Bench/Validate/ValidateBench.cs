using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using PromoFunctions.Bench.Running;

namespace PromoFunctions.Bench.Validate;

/// <summary>Validate beside a bare minimal-API endpoint with the same bodies, by one load generator in one run.</summary>
internal static class ValidateBench
{
    private const string Path = "/api/codes/validate";
    private const int Connections = 32;
    private const int Campaigns = 1_000;
    private const int Writers = 8;
    private const double LeastPlain = 0.5;
    private const double LeastWithAlternatives = 0.25;

    /// <returns>0 when both ratios reach what is asked for.</returns>
    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        try
        {
            await using var app = await ServerProcess.AppAsync(folder);
            using var marketing = new HttpClient { BaseAddress = app.Address };
            marketing.DefaultRequestHeaders.Add("x-functions-key", "master-local");
            await GivenAsync(marketing, "summer", Bodies.Summer, "SUMMER20");
            var plain = await CompareAsync("a public code that applies", app, marketing, Bodies.Validation("\"SUMMER20\""), folder, LeastPlain);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"saving {Campaigns} announced campaigns ..."));
            await Parallel.ForEachAsync(
                Enumerable.Range(1, Campaigns - 1),
                new ParallelOptions { MaxDegreeOfParallelism = Writers },
                async (number, _) => await GivenAsync(marketing, $"c-{number}", Bodies.Campaign(number), $"CODE{number}"));
            var alternatives = await CompareAsync($"no code, {Campaigns} campaigns, alternatives computed", app, marketing, Bodies.Validation(""), folder, LeastWithAlternatives);
            return plain && alternatives ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> CompareAsync(string what, ServerProcess app, HttpClient client, byte[] body, string folder, double least)
    {
        var answer = System.IO.Path.Combine(folder, "answer.json");
        await File.WriteAllBytesAsync(answer, await (await SendAsync(client, HttpMethod.Post, Path, body)).Content.ReadAsByteArrayAsync());
        await using var bare = await ServerProcess.SelfAsync(BareServer.Role, answer);
        var medians = await Rounds.MediansAsync(
            new LoadGenerator(app.Address, Path, body, Connections),
            new LoadGenerator(bare.Address, BareServer.Records, body, Connections),
            new LoadGenerator(bare.Address, BareServer.Bytes, body, Connections));
        var ratio = medians[0] / medians[1];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {medians[0]:N0}/s, bare endpoint {medians[1]:N0}/s, ratio {ratio:F2} (at least {least:F2}); one that reads and writes no JSON {medians[2]:N0}/s"));
        return ratio >= least;
    }

    private static async Task GivenAsync(HttpClient client, string campaign, string body, string code)
    {
        await SendAsync(client, HttpMethod.Put, $"/api/campaigns/{campaign}", Encoding.UTF8.GetBytes(body));
        await SendAsync(client, HttpMethod.Post, $"/api/campaigns/{campaign}/codes", Encoding.UTF8.GetBytes($$"""{ "kind": "public", "code": "{{code}}" }"""));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, byte[] body)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        var response = await client.SendAsync(request);
        return response.IsSuccessStatusCode
            ? response
            : throw new InvalidDataException($"{method} {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }
}
