using System.Globalization;
using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Campaigns;

[Collection(nameof(Shop))]
public sealed class CampaignEndpointsTests(Shop shop)
{
    [Fact]
    public async Task Put_NewThenChanged_Is201Then200WithVersionAndETag()
    {
        var path = "campaigns/" + Sample.NewId("m");
        var body = Sample.Campaign();

        var created = (await shop.App.Marketing.PutAsync(path, body)).MustBe(201);
        Assert.Equal((1, "\"1\""), (Version(created), created.Headers["ETag"]));

        // What is no term keeps the version, not the ETag.
        body["name"] = "Another";
        var renamed = (await shop.App.Marketing.PutAsync(path, body)).MustBe(200);
        Assert.Equal((1, "\"2\""), (Version(renamed), renamed.Headers["ETag"]));

        body["discount"] = new JsonObject { ["kind"] = "amount-off", ["amount"] = 700, ["appliesTo"] = new JsonObject { ["target"] = "order" } };
        var changed = (await shop.App.Marketing.PutAsync(path, body)).MustBe(200);
        Assert.Equal((2, "\"3\""), (Version(changed), changed.Headers["ETag"]));

        var read = (await shop.App.Marketing.GetAsync(path)).MustBe(200);
        Assert.Equal((changed.Text, "\"3\""), (read.Text, read.Headers["ETag"]));
        var versions = read.Json["versions"] as JsonArray ?? [];
        Assert.Equal([(1, 500), (2, 700)], versions.Select(version => (version?["version"]?.GetValue<int>() ?? 0, version?["discount"]?["amount"]?.GetValue<int>() ?? 0)));
        Assert.Equal(At(body["startsAt"]), At(versions[0]?["countsFrom"]));
        Assert.True(At(versions[1]?["countsFrom"]) > At(body["startsAt"]));
    }

    [Fact]
    public async Task Get_OfACampaign_GivesBackWhatWasPut()
    {
        var (campaign, _, body) = await Sample.GivenCampaignAsync(shop.App, definition =>
        {
            definition["limits"] = new JsonObject { ["total"] = 10, ["perCustomer"] = 1, ["budget"] = 5000 };
            definition["conditions"] = new JsonArray(new JsonObject { ["kind"] = "minimum-subtotal", ["amount"] = 2000, ["of"] = "cart" });
        });

        var read = (await shop.App.Marketing.GetAsync($"campaigns/{campaign}")).MustBe(200).Json;

        Assert.Equal(campaign, read["campaignId"]?.GetValue<string>());
        foreach (var (member, value) in body.Where(member => member.Key is not ("discount" or "startsAt" or "endsAt")))
        {
            Assert.Equal(value?.ToJsonString(), read[member]?.ToJsonString());
        }

        foreach (var member in new[] { "startsAt", "endsAt" })
        {
            Assert.Equal(At(body[member]), At(read[member]));
        }
    }

    [Fact]
    public async Task Put_WithAStaleETag_Is412AndWithThePresentOneIsSaved()
    {
        var (campaign, _, body) = await Sample.GivenCampaignAsync(shop.App);
        var path = $"campaigns/{campaign}";
        body["name"] = "Second";
        var second = (await shop.App.Marketing.PutAsync(path, body, ("If-Match", "\"1\""))).MustBe(200);

        body["name"] = "Third";
        (await shop.App.Marketing.PutAsync(path, body, ("If-Match", "\"1\""))).MustBeProblem(412);
        (await shop.App.Marketing.PutAsync(path, body, ("If-Match", second.Headers["ETag"]))).MustBe(200);
        (await shop.App.Marketing.PutAsync(path, body, ("If-Match", "*"))).MustBe(200);
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("*")]
    public async Task Put_OfANewOneWithIfMatch_Is412AndMakesNone(string ifMatch)
    {
        var path = "campaigns/" + Sample.NewId("m");

        (await shop.App.Marketing.PutAsync(path, Sample.Campaign(), ("If-Match", ifMatch))).MustBeProblem(412);

        (await shop.App.Marketing.GetAsync(path)).MustBeProblem(404);
    }

    [Fact]
    public async Task Put_TenAtOnceWithTheSameETag_SavesOne()
    {
        var (campaign, _, body) = await Sample.GivenCampaignAsync(shop.App);

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
        {
            var mine = body.DeepClone();
            mine["name"] = $"Of {i}";
            return shop.App.Marketing.PutAsync($"campaigns/{campaign}", mine, ("If-Match", "\"1\""));
        }));

        Assert.Single(replies, reply => reply.Status == 200);
        Assert.Equal(9, replies.Count(reply => reply.Status == 412));
    }

    [Theory]
    [InlineData("total", 2, 3)]
    [InlineData("budget", 1_499, 1_500)]
    public async Task Put_OfALimitBelowWhatIsTaken_Is409AndOneAtItIsSaved(string limit, int below, int taken)
    {
        var (campaign, code, body) = await Sample.GivenCampaignAsync(shop.App, definition => definition["limits"] = new JsonObject { [limit] = 100_000 });
        for (var i = 0; i < 3; i++)
        {
            (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201);
        }

        body["limits"] = new JsonObject { [limit] = below };
        (await shop.App.Marketing.PutAsync($"campaigns/{campaign}", body)).MustBeProblem(409);
        (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201);

        body["limits"] = new JsonObject { [limit] = taken / 3 * 4 };
        (await shop.App.Marketing.PutAsync($"campaigns/{campaign}", body)).MustBe(200);
        Assert.Equal([limit == "total" ? "used-up" : "budget-used-up"], (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBeProblem(422).Reasons);
    }

    [Fact]
    public async Task Put_AStartPutOffBeforeItCame_KeepsItsCodesFromWorkingUntilTheNewOne()
    {
        var (campaign, code, body) = await Sample.GivenCampaignAsync(shop.App, definition =>
        {
            definition["startsAt"] = "2090-01-01T00:00:00Z";
            definition["endsAt"] = "2095-01-01T00:00:00Z";
        });
        body["startsAt"] = "2091-01-01T00:00:00Z";
        (await shop.App.Marketing.PutAsync($"campaigns/{campaign}", body)).MustBe(200);

        var between = Sample.Validation(code);
        between["at"] = "2090-06-01T00:00:00Z";
        var after = Sample.Validation(code);
        after["at"] = "2091-06-01T00:00:00Z";

        var refused = (await shop.App.Storefront.PostAsync("codes/validate", between)).MustBe(200).Json;
        Assert.Equal("not-started", refused["rejected"]?[0]?["reasons"]?[0]?["code"]?.GetValue<string>());
        Assert.Equal(At("2091-01-01T00:00:00Z"), At(refused["rejected"]?[0]?["reasons"]?[0]?["facts"]?["startsAt"]));
        Assert.True((await shop.App.Storefront.PostAsync("codes/validate", after)).MustBe(200).Json["valid"]?.GetValue<bool>());
        Assert.Equal(At("2091-01-01T00:00:00Z"), At((await shop.App.Storefront.GetAsync($"codes/{code}/terms")).MustBe(200).Json["startsAt"]));
    }

    [Fact]
    public async Task List_ReadInPages_HasEveryCampaignOnceInOrder()
    {
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Add((await Sample.GivenCampaignAsync(shop.App, body => body["status"] = i % 2 == 0 ? "draft" : "paused")).Campaign);
        }

        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = (await shop.App.Marketing.GetAsync("campaigns?limit=2" + (next is null ? "" : $"&next={next}"))).MustBe(200);
            var items = (page.Json["items"] as JsonArray ?? []).Select(item => item?["campaignId"]?.GetValue<string>() ?? "").ToList();
            Assert.InRange(items.Count, 1, 2);
            seen.AddRange(items);
            next = page.Json["next"]?.GetValue<string>();
        }
        while (next is not null);

        Assert.Equal(seen.Distinct().Order(StringComparer.Ordinal), seen);
        Assert.Superset(made.ToHashSet(), seen.ToHashSet());
        var drafts = (await shop.App.Marketing.GetAsync("campaigns?status=draft&limit=1000")).MustBe(200).Json["items"] as JsonArray ?? [];
        Assert.All(drafts, draft => Assert.Equal("draft", draft?["status"]?.GetValue<string>()));
        Assert.Equal(3, drafts.Count(draft => made.Contains(draft?["campaignId"]?.GetValue<string>() ?? "")));
    }

    private static DateTimeOffset At(JsonNode? instant) => DateTimeOffset.Parse(instant?.GetValue<string>() ?? "", CultureInfo.InvariantCulture);

    private static int? Version(Reply reply) => reply.Json["version"]?.GetValue<int>();
}
