using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using PromoFunctions.Bench.Running;
using PromoFunctions.Local.Azurite;

namespace PromoFunctions.Bench.Redeem;

/// <summary>The App, and the loop behind a minimal-API endpoint, by the same bodies.</summary>
internal static class HttpCase
{
    public static async Task<bool> RunAsync(AzuriteHost azurite, string folder)
    {
        var rows = new LedgerRows(azurite.ConnectionString);
        var loop = new LoopInProcess(azurite.ConnectionString, BackOff.Tuned);
        await using var app = await ServerProcess.AppAsync(folder);
        await using var bare = await ServerProcess.SelfAsync(PlainServer.Role, azurite.ConnectionString);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("x-functions-key", "marketing-local");
        var comparison = new Comparison(new(("callers", Environment.ProcessId), ("App", app.ProcessId), ("loop's server", bare.ProcessId), ("Azurite", azurite.ProcessId)));
        IContender[] contenders =
        [
            new OverHttp(
                "App, over HTTP",
                app.Address,
                async (campaign, total) =>
                {
                    await SendAsync(client, HttpMethod.Put, new Uri(app.Address, $"/api/campaigns/{campaign}"), Sample.Campaign(total));
                    await SendAsync(client, HttpMethod.Post, new Uri(app.Address, $"/api/campaigns/{campaign}/codes"), Encoding.UTF8.GetBytes($$"""{ "kind": "public", "code": "{{Sample.CodeOf(campaign)}}" }"""));
                },
                async (campaign, standing) =>
                {
                    // A row of the journal is written after its orders' decisions.
                    while (await rows.JournalledAsync(campaign) < standing)
                    {
                        await Task.Delay(50);
                    }
                },
                async campaign =>
                {
                    // An idle lane deletes its delivered rows within half a second.
                    while (await rows.OutboxAsync(campaign) > 0)
                    {
                        await Task.Delay(50);
                    }

                    return await rows.CountAsync(campaign);
                }),
            new OverHttp(
                "plain loop, over HTTP",
                bare.Address,
                async (campaign, total) =>
                {
                    await loop.GivenAsync(campaign, total);
                    await SendAsync(client, HttpMethod.Post, new Uri(bare.Address, PlainServer.Given(campaign)), []);
                },
                (_, _) => Task.CompletedTask,
                loop.CountAsync),
        ];
        await comparison.WarmAsync(RedeemBench.WarmUses, contenders);
        return RedeemBench.Report("Over HTTP", contenders, await comparison.RunAsync(RedeemBench.RoundCount, RedeemBench.Uses, contenders));
    }

    private static async Task SendAsync(HttpClient client, HttpMethod method, Uri address, byte[] body)
    {
        using var request = new HttpRequestMessage(method, address)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        using var response = await client.SendAsync(request);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidDataException($"{method} {address}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }
}
