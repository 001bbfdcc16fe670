using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Codes;

/// <summary>Unique and personal codes, from marketing's desk to the storefront, against the running App.</summary>
[Collection(nameof(Shop))]
public sealed class CodesTests(Shop shop)
{
    private AppProcess App => shop.App;

    [Fact]
    public async Task Batch_IssuedTwice_IsOneAndIsExported()
    {
        var (campaign, _, _) = await Sample.GivenCampaignAsync(App);
        var body = new JsonObject { ["kind"] = "unique", ["count"] = 250, ["prefix"] = "tea", ["batchId"] = "b-7" };

        Assert.Equal("""{"batchId":"b-7","count":250}""", (await App.Marketing.PostAsync($"campaigns/{campaign}/codes", body)).MustBe(201).Text);
        Assert.Equal("""{"batchId":"b-7","count":250}""", (await App.Marketing.PostAsync($"campaigns/{campaign}/codes", body)).MustBe(200).Text);
        body["count"] = 251;
        (await App.Marketing.PostAsync($"campaigns/{campaign}/codes", body)).MustBeProblem(409);

        var lines = await ExportAsync(App, campaign, "b-7");
        Assert.Equal(250, lines.Select(line => line[0]).Distinct().Count());
        Assert.All(lines, line => Assert.True(line is [['T', 'E', 'A', ..], "unique", "active", "b-7", ""], string.Join(',', line)));
        Assert.Equal(251, (await ExportAsync(App, campaign, null)).Count);
    }

    [Fact]
    public async Task UniqueCode_WorksOnceAndIsExplainedThen()
    {
        var (campaign, _, _) = await Sample.GivenCampaignAsync(App);
        var code = await IssueAsync(App, campaign);
        Assert.True((await App.Storefront.PostAsync("codes/validate", Sample.Validation(code))).Json["valid"]?.GetValue<bool>());

        var order = Sample.Redemption(code.ToLowerInvariant().Insert(5, "-"));
        var made = (await App.Storefront.PostAsync("redemptions", order)).MustBe(201);
        Assert.Equal(made.Text, (await App.Storefront.PostAsync("redemptions", order)).MustBe(200).Text);

        Assert.Equal(["used-up"], (await App.Storefront.PostAsync("codes/validate", Sample.Validation(code))).Reasons);
        Assert.Equal(["used-up"], (await App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(422).Reasons);
        Assert.Contains(await ExportAsync(App, campaign, null), line => line[0] == code && line[2] == "redeemed");
    }

    [Fact]
    public async Task UniqueCode_RedeemedBy50CallersOfTwoApps_IsTakenOnce()
    {
        await using var second = await AppProcess.StartAsync(shop.DataDirectory);
        var (campaign, _, _) = await Sample.GivenCampaignAsync(App, body => body["limits"] = new JsonObject { ["total"] = 1_000, ["perCustomer"] = 1 });
        for (var round = 0; round < 3; round++)
        {
            var code = await IssueAsync(App, campaign);

            var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => (i % 2 == 0 ? App : second).Storefront.PostAsync("redemptions", Sample.Redemption(code))));

            Assert.Equal([(201, 1), (422, 49)], replies.GroupBy(reply => reply.Status).Select(group => (group.Key, group.Count())).Order());
            Assert.All(replies.Where(reply => reply.Status == 422), reply => Assert.Equal(["used-up"], reply.Reasons));
        }
    }

    [Fact]
    public async Task PersonalCode_BearsTheNameAndWorksForItsCustomerAlone()
    {
        var (campaign, _, _) = await Sample.GivenCampaignAsync(App);
        var customer = Sample.NewId("c");
        var code = await PersonalAsync(App, campaign, customer, DateTimeOffset.UtcNow.AddDays(1));
        Assert.StartsWith("JANE", code, StringComparison.Ordinal);

        Assert.Equal(["other-customer"], (await App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(422).Reasons);
        var nobody = Sample.Redemption(code);
        nobody.Remove("customer");
        Assert.Equal(["customer-required"], (await App.Storefront.PostAsync("redemptions", nobody)).MustBe(422).Reasons);
        (await App.Storefront.PostAsync("redemptions", Sample.Redemption(code, customer: customer))).MustBe(201);
        Assert.Equal(["used-up"], (await App.Storefront.PostAsync("redemptions", Sample.Redemption(code, customer: customer))).MustBe(422).Reasons);
    }

    [Fact]
    public async Task PersonalCode_PastItsOwnEnd_IsExpired()
    {
        var (campaign, _, _) = await Sample.GivenCampaignAsync(App);
        var customer = Sample.NewId("c");
        var code = await PersonalAsync(App, campaign, customer, DateTimeOffset.UtcNow.AddDays(-1));

        Assert.Equal(["expired"], (await App.Storefront.PostAsync("redemptions", Sample.Redemption(code, customer: customer))).MustBe(422).Reasons);
    }

    [Theory]
    [InlineData("""{ "kind": "unique", "count": 0, "prefix": "TEA" }""", "/count")]
    [InlineData("""{ "kind": "unique", "count": 1000001, "prefix": "TEA" }""", "/count")]
    [InlineData("""{ "kind": "unique", "count": 1, "prefix": "ABCDEFGHIJKLMNOPQRSTUVWXY" }""", "/prefix")]
    [InlineData("""{ "kind": "unique", "count": 1, "prefix": "TEA", "batchId": "a/b" }""", "/batchId")]
    [InlineData("""{ "kind": "unique", "count": 1, "prefix": "TEA", "code": "X" }""", "/code")]
    [InlineData("""{ "kind": "personal", "customer": { "firstName": "Jane" }, "expiresAt": "2026-12-24T18:00:00Z" }""", "/customer")]
    [InlineData("""{ "kind": "personal", "customer": { "id": "c" } }""", "/expiresAt")]
    [InlineData("""{ "kind": "secret" }""", "/kind")]
    public async Task Codes_OfABadBody_AreRefusedAtThePlace(string body, string place)
    {
        var (campaign, _, _) = await Sample.GivenCampaignAsync(App);

        Assert.Equal([place], (await App.Marketing.PostAsync($"campaigns/{campaign}/codes", JsonNode.Parse(body))).MustBeProblem(400).Places);
    }

    [Fact]
    public async Task Code_PausedAndActive_IsObeyedAtOnceByAnotherApp()
    {
        await using var second = await AppProcess.StartAsync(shop.DataDirectory);
        var (campaign, open, _) = await Sample.GivenCampaignAsync(App);
        foreach (var code in new[] { open, await IssueAsync(App, campaign) })
        {
            await StatusAsync(App, code, "paused", 200);
            Assert.Equal(["paused"], (await second.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(422).Reasons);
            await StatusAsync(App, code, "active", 200);
            (await second.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201);
            await StatusAsync(App, code, "voided", 200);
            await StatusAsync(App, code, "active", 409);
        }

        Assert.Equal(["voided"], (await second.Storefront.PostAsync("redemptions", Sample.Redemption(open))).MustBe(422).Reasons);
        await StatusAsync(App, "NOSUCHCODE4711", "paused", 404);
    }

    [Fact]
    public async Task Import_SentTwice_AddsOnceAndNamesWhatIsTaken()
    {
        var (campaign, taken, _) = await Sample.GivenCampaignAsync(App);
        var (other, _, _) = await Sample.GivenCampaignAsync(App);
        var (open, unique, personal, customer) = (Sample.NewCode(), Sample.NewCode(), Sample.NewCode(), Sample.NewId("c"));
        var csv = $"code,kind,customerId,email,expiresAt\r\n{open},public,,,\r\n{unique},unique,,,\r\n{personal},personal,{customer},{customer}@example.com,\r\n{taken},unique,,,\r\n";

        var first = (await ImportAsync(other, csv)).MustBe(200);
        Assert.Equal((3, 0, 1), CountsOf(first));
        Assert.Equal(5, first.Json["refusedLines"]?[0]?["line"]?.GetValue<int>());
        Assert.Equal((0, 3, 1), CountsOf((await ImportAsync(other, csv)).MustBe(200)));

        foreach (var code in new[] { open, unique, personal })
        {
            (await App.Storefront.PostAsync("redemptions", Sample.Redemption(code, customer: customer))).MustBe(201);
        }

        (await ImportAsync(campaign, "code,kind\nA B;C,unique")).MustBeProblem(400);
        (await ImportAsync("no-such-campaign", csv)).MustBeProblem(404);
    }

    [Fact(Timeout = 10 * 60_000)]
    public async Task Batch_WhoseAppIsKilledInTheMiddle_IsCompletedByTheNextWithoutDoubles()
    {
        const int Count = 100_000;
        await using var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        var body = new JsonObject { ["kind"] = "unique", ["count"] = Count, ["prefix"] = "TEA", ["batchId"] = "b-1" };
        string campaign;
        await using (var dying = await AppProcess.StartAsync(azurite.DataDirectory))
        {
            (campaign, _, _) = await Sample.GivenCampaignAsync(dying);
            var issuing = dying.Marketing.PostAsync($"campaigns/{campaign}/codes", body.DeepClone());
            while (!issuing.IsCompleted && await ChunksDoneAsync(azurite, campaign) == 0)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            await dying.KillAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => issuing);
        }

        await using var next = await AppProcess.StartAsync(azurite.DataDirectory);
        var left = await ExportAsync(next, campaign, "b-1");
        Assert.InRange(left.Count, 1_000, Count - 1);
        Assert.Equal(left.Count, await CountAsync(next, campaign));

        (await next.Marketing.PostAsync($"campaigns/{campaign}/codes", body)).MustBe(200);

        var codes = (await ExportAsync(next, campaign, "b-1")).Select(line => line[0]).ToList();
        Assert.Equal((Count, Count), (codes.Count, codes.Distinct().Count()));
        Assert.Empty(left.Select(line => line[0]).Except(codes));
        Assert.Equal(Count, await CountAsync(next, campaign));
    }

    /// <summary>The unique codes that the inventory counts.</summary>
    private static async Task<int?> CountAsync(AppProcess app, string campaign) =>
        (await app.Marketing.GetAsync($"inventory?text={campaign}")).MustBe(200).Json["items"]?[0]?["codes"]?["unique"]?.GetValue<int>();

    /// <summary>How far the batch is, from its row: an export would follow those who issue to their end.</summary>
    private static async Task<int> ChunksDoneAsync(AzuriteFixture azurite, string campaign)
    {
        var batches = new TableServiceClient(azurite.ConnectionString).GetTableClient("Batches");
        var row = await batches.GetEntityIfExistsAsync<TableEntity>(campaign, "b-1", cancellationToken: TestContext.Current.CancellationToken);
        return row.HasValue ? row.Value?.GetInt32("ChunksDone") ?? 0 : 0;
    }

    private static (int Added, int Repeated, int Refused) CountsOf(Reply reply) =>
        (reply.Json["added"]?.GetValue<int>() ?? -1, reply.Json["repeated"]?.GetValue<int>() ?? -1, reply.Json["refused"]?.GetValue<int>() ?? -1);

    private static async Task<string> IssueAsync(AppProcess app, string campaign)
    {
        var batch = Sample.NewId("b");
        (await app.Marketing.PostAsync($"campaigns/{campaign}/codes", new JsonObject { ["kind"] = "unique", ["count"] = 1, ["prefix"] = "TEA", ["batchId"] = batch })).MustBe(201);
        return Assert.Single(await ExportAsync(app, campaign, batch))[0];
    }

    private static async Task<string> PersonalAsync(AppProcess app, string campaign, string customer, DateTimeOffset expiresAt) =>
        (await app.Marketing.PostAsync($"campaigns/{campaign}/codes", new JsonObject
        {
            ["kind"] = "personal",
            ["customer"] = new JsonObject { ["id"] = customer, ["email"] = customer + "@example.com", ["firstName"] = "Jane" },
            ["expiresAt"] = Sample.Instant(expiresAt),
        })).MustBe(201).TextOf("code");

    private static async Task<List<string[]>> ExportAsync(AppProcess app, string campaign, string? batch)
    {
        var reply = (await app.Marketing.GetAsync($"campaigns/{campaign}/codes.csv" + (batch is null ? "" : "?batch=" + batch))).MustBe(200);
        Assert.Equal("text/csv", reply.MediaType);
        var lines = reply.Text.Split("\r\n");
        Assert.Equal("code,kind,status,batchId,expiresAt", lines[0]);
        Assert.Equal("", lines[^1]);
        return [.. lines[1..^1].Select(line => line.Split(','))];
    }

    private static async Task StatusAsync(AppProcess app, string code, string status, int expected) =>
        (await app.Marketing.PostAsync($"codes/{code}/status", new JsonObject { ["status"] = status })).MustBe(expected);

    private async Task<Reply> ImportAsync(string campaign, string csv)
    {
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        return await App.Marketing.SendAsync(HttpMethod.Post, $"campaigns/{campaign}/codes/import", content);
    }
}
