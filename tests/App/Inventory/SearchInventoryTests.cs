using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Inventory;

/// <summary>The inventory of the running App, searched by names that no other test uses.</summary>
[Collection(nameof(Shop))]
public sealed class SearchInventoryTests(Shop shop)
{
    [Fact]
    public async Task Inventory_ByPartOfTheName_HasTheCampaignWithItsCodes()
    {
        var name = Sample.NewId("Tea");
        var (campaign, code, _) = await Sample.GivenCampaignAsync(shop.App, body => body["name"] = name);

        var item = Assert.Single(await ItemsAsync($"text={name[2..].ToUpperInvariant()}"));

        Assert.Equal(campaign, item["campaignId"]?.GetValue<string>());
        Assert.Equal(1, item["codes"]?["public"]?.GetValue<int>());
        Assert.Equal(1, item["codes"]?["active"]?.GetValue<int>());
        Assert.Equal(campaign, Assert.Single(await ItemsAsync($"text={code.ToLowerInvariant()[..6]}-{code.ToLowerInvariant()[6..]}"))["campaignId"]?.GetValue<string>());
    }

    [Fact]
    public async Task Inventory_OfACampaignWithCodesOfAllKinds_CountsThem()
    {
        var name = Sample.NewId("Kinds");
        var (campaign, _, _) = await Sample.GivenCampaignAsync(shop.App, body => body["name"] = name);
        await PostAsync(new JsonObject { ["kind"] = "unique", ["count"] = 250, ["prefix"] = "TEA" });
        await PostAsync(new JsonObject { ["kind"] = "unique", ["count"] = 1, ["prefix"] = "CUP" });
        await PostAsync(new JsonObject { ["kind"] = "personal", ["customer"] = Sample.Customer(Sample.NewId("c")), ["expiresAt"] = Sample.Instant(DateTimeOffset.UtcNow.AddDays(1)) });
        var (brought, bound) = (Sample.NewCode(), Sample.NewCode());
        using var csv = new StringContent($"code,kind,customerId\n{brought},unique,\n{bound},personal,{Sample.NewId("c")}\n");
        (await shop.App.Marketing.SendAsync(HttpMethod.Post, $"campaigns/{campaign}/codes/import", csv)).MustBe(200);
        (await shop.App.Marketing.PostAsync($"codes/{brought}/status", new JsonObject { ["status"] = "voided" })).MustBe(200);

        var codes = Assert.Single(await ItemsAsync($"text={name}"))["codes"];

        Assert.Equal("""{"public":1,"active":1,"paused":0,"voided":0,"unique":252,"personal":2}""", codes?.ToJsonString());

        async Task PostAsync(JsonObject body) => (await shop.App.Marketing.PostAsync($"campaigns/{campaign}/codes", body)).MustBe(201);
    }

    [Fact]
    public async Task Inventory_ByPeriod_HasWhatRunsInIt()
    {
        var id = Sample.NewId("period");
        var body = Sample.Campaign();
        (body["startsAt"], body["endsAt"]) = ("2031-01-10T00:00:00+02:00", "2031-01-20T00:00:00+02:00");
        (await shop.App.Marketing.PutAsync($"campaigns/{id}", body)).MustBe(201);

        Assert.Single(await ItemsAsync($"text={id}&from=2031-01-19T21:59:59Z"));
        Assert.Empty(await ItemsAsync($"text={id}&from=2031-01-20T00:00:00+02:00"));
        Assert.Single(await ItemsAsync($"text={id}&to=2031-01-09T22:00:01Z"));
        Assert.Empty(await ItemsAsync($"text={id}&to=2031-01-09T22:00:00Z"));
    }

    [Fact]
    public async Task Inventory_ByStatus_HasNoOthers()
    {
        var name = Sample.NewId("Status");
        await Sample.GivenCampaignAsync(shop.App, body => body["name"] = name);
        var (paused, _, _) = await Sample.GivenCampaignAsync(shop.App, body => (body["name"], body["status"]) = (name, "paused"));

        Assert.Equal(paused, Assert.Single(await ItemsAsync($"text={name}&status=paused"))["campaignId"]?.GetValue<string>());
        Assert.Empty(await ItemsAsync($"text={name}&status=ended"));
    }

    [Fact]
    public async Task Inventory_InPagesOfOne_HasEveryCampaignOnce()
    {
        var name = Sample.NewId("Page");
        var made = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            made.Add((await Sample.GivenCampaignAsync(shop.App, body => body["name"] = name)).Campaign);
        }

        var seen = new List<string?>();
        for (string? next = null; ;)
        {
            var page = (await shop.App.Helpdesk.GetAsync($"inventory?text={name}&limit=1{(next is null ? "" : "&next=" + next)}")).MustBe(200).Json;
            seen.Add(Assert.Single(page["items"]?.AsArray() ?? [])?["campaignId"]?.GetValue<string>());
            next = page["next"]?.GetValue<string>();
            if (next is null)
            {
                break;
            }
        }

        Assert.Equal(made.Order(StringComparer.Ordinal), seen);
    }

    [Theory]
    [InlineData("status=running", "status")]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2031-01-02T00:00:00Z&to=2031-01-02T00:00:00Z", "to")]
    [InlineData("limit=0", "limit")]
    public async Task Inventory_AskedBadly_NamesTheParameter(string query, string parameter) =>
        Assert.Equal([parameter], (await shop.App.Marketing.GetAsync("inventory?" + query)).MustBeProblem(400).Places);

    private async Task<IReadOnlyList<JsonObject>> ItemsAsync(string query) =>
        [.. ((await shop.App.Marketing.GetAsync("inventory?" + query)).MustBe(200).Json["items"]?.AsArray() ?? []).OfType<JsonObject>()];
}
