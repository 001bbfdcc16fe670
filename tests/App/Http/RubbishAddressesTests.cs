using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Http;

/// <summary>Rubbish in paths, query strings and headers.</summary>
[Collection(nameof(Shop))]
public sealed class RubbishAddressesTests(Shop shop)
{
    private static readonly string[] Ids =
    [
        "%20", "%00", "%0a", "%ff", "%ED%A0%80", "%C3%28", "'", "%22", "a|b", "a%2Fb", "a%5Cb", "%23", "a%3Fb", "..%2F..", "%25", "%2500", "😀", "%F0%9F%98%80", "-", "-1", "0",
        "99999999999999999999", "null", "undefined", "{campaignId}", "%27%20or%20%271%27%20eq%20%27", new string('x', 65), new string('x', 5_000), string.Concat(Enumerable.Repeat("%F0%9F%98%80", 300)),
    ];

    [Theory]
    [InlineData("campaigns/{0}", 404)]
    [InlineData("redemptions/{0}", 404)]
    [InlineData("redemptions/{0}-1", 404)]
    [InlineData("redemptions?orderId={0}", 404)]
    [InlineData("claims/{0}", 404)]
    [InlineData("claims?status={0}", 400)]
    [InlineData("claims?from={0}", 400)]
    [InlineData("claims?to={0}", 400)]
    [InlineData("claims?limit={0}", 400)]
    [InlineData("claims?next={0}", 400)]
    [InlineData("claims?customer={0}", 200)]
    [InlineData("claims?agent={0}", 200)]
    [InlineData("campaigns?status={0}", 400)]
    [InlineData("campaigns?limit={0}", 400)]
    [InlineData("campaigns?next={0}", 400)]
    [InlineData("reports/daily/{0}", 400)]
    [InlineData("reports/{0}/2026-11-20", 404)]
    [InlineData("reports/daily/2026-11-20?format={0}", 400)]
    [InlineData("campaigns/x?surprise={0}", 404)]
    public async Task Value_InAnAddress_IsHarmlessOrRefusedAsAProblem(string template, int usual)
    {
        var statuses = new List<int>();
        foreach (var id in Ids)
        {
            var reply = await shop.App.Master.GetAsync(template.Replace("{0}", id, StringComparison.Ordinal));
            Assert.True(reply.Status is 200 || reply.WhatIsWrongAsProblem() is null, $"{id}: {reply}");
            statuses.Add(reply.Status);
        }

        // Not all alike: some are no HTTP at all, or happen to be a value.
        Assert.Contains(usual, statuses);
        Assert.All(statuses, status => Assert.Contains(status, (int[])[200, 400, 404, 414]));
    }

    [Theory]
    [InlineData("campaigns?limit=0", "limit")]
    [InlineData("campaigns?limit=1001", "limit")]
    [InlineData("campaigns?limit=-1", "limit")]
    [InlineData("campaigns?limit=1.5", "limit")]
    [InlineData("campaigns?limit=%2B5", "limit")]
    [InlineData("campaigns?limit=1&limit=2", "limit")]
    [InlineData("campaigns?next=zz", "next")]
    [InlineData("campaigns?next=6461696c792e323032362d31312d3232", "next")]
    [InlineData("inventory?next=6461696c792e323032362d31312d3232", "next")]
    [InlineData("campaigns?status=Active", "status")]
    [InlineData("campaigns?status=running", "status")]
    [InlineData("redemptions", "orderId")]
    [InlineData("redemptions?orderId=", "orderId")]
    [InlineData("claims?limit=0", "limit")]
    [InlineData("claims?limit=1001", "limit")]
    [InlineData("claims?next=zz", "next")]
    [InlineData("claims?status=lost", "status")]
    [InlineData("claims?from=yesterday", "from")]
    [InlineData("claims?from=2026-11-20", "from")]
    [InlineData("claims?from=2026-11-20T00:00:00Z&to=2026-11-19T00:00:00Z", "to")]
    public async Task Parameter_ThatIsWrong_IsRefusedByName(string path, string parameter) =>
        Assert.Equal([parameter], (await shop.App.Master.GetAsync(path)).MustBeProblem(400).Places);

    [Theory]
    [InlineData("%20")]
    [InlineData("a.b")]
    [InlineData("a%7Cb")]
    [InlineData("a'b")]
    [InlineData("%C3%A9")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public async Task CampaignId_ThatCannotBe_IsRefusedByName(string id)
    {
        Assert.Equal(["campaignId"], (await shop.App.Marketing.PutAsync($"campaigns/{id}", Sample.Campaign())).MustBeProblem(400).Places);
        (await shop.App.Marketing.PostAsync($"campaigns/{id}/codes", Sample.PublicCode("ANY"))).MustBeProblem(404);
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("\"rubbish\"")]
    [InlineData("\"\"")]
    [InlineData("\"-1\"")]
    [InlineData("\"0\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("\"7\"")]
    [InlineData("W/\"7\"")]
    [InlineData("\"7\", \"8\"")]
    public async Task IfMatch_OfWhatIsNotThere_Is412AndChangesNothing(string ifMatch)
    {
        var (campaign, _, body) = await Sample.GivenCampaignAsync(shop.App);
        body["name"] = "Another";

        (await shop.App.Marketing.PutAsync($"campaigns/{campaign}", body, ("If-Match", ifMatch))).MustBeProblem(412);

        Assert.Equal("A test", (await shop.App.Marketing.GetAsync($"campaigns/{campaign}")).MustBe(200).TextOf("name"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("xx")]
    [InlineData(";;;q=,,,")]
    [InlineData("de;q=rubbish")]
    [InlineData("de;q=-1, en;q=99999999999999999999999")]
    [InlineData("'; drop table")]
    [InlineData("de-DE-x-very-long")]
    public async Task AcceptLanguage_ThatIsRubbish_IsAnsweredInALanguageOfOurs(string language)
    {
        var reply = await shop.App.Storefront.PostAsync("codes/validate", Sample.Validation("NOBODYKNOWSIT"), ("Accept-Language", language));
        Assert.Equal(["unknown-code"], reply.MustBe(200).Reasons);

        (await shop.App.Storefront.PostAsync("codes/validate", Sample.Validation("NOBODYKNOWSIT"), ("Accept-Language", string.Join(',', Enumerable.Repeat("de;q=0.1", 1_000))))).MustBe(200);
    }

    [Theory]
    [InlineData("POST", "campaigns/x", 405)]
    [InlineData("DELETE", "campaigns/x", 405)]
    [InlineData("GET", "codes/validate", 405)]
    [InlineData("PUT", "redemptions", 405)]
    [InlineData("PATCH", "claims", 405)]
    [InlineData("BREW", "claims", 405)]
    [InlineData("GET", "nothing", 404)]
    [InlineData("POST", "redemptions/x/y/z", 404)]
    public async Task Address_WithAWrongMethodOrUnknown_IsAProblem(string method, string path, int status) =>
        (await shop.App.Master.SendAsync(new HttpMethod(method), path, null)).MustBeProblem(status);

    [Fact]
    public async Task Body_ThatSaysItIsNoJson_IsReadAsJsonOrRefused()
    {
        using var text = new StringContent(Sample.Validation("NOBODYKNOWSIT").ToJsonString(), System.Text.Encoding.UTF8, "text/plain");
        Assert.Equal(200, (await shop.App.Storefront.SendAsync(HttpMethod.Post, "codes/validate", text)).Status);

        using var form = new FormUrlEncodedContent([new("codes", "X")]);
        Assert.Equal([""], (await shop.App.Storefront.SendAsync(HttpMethod.Post, "codes/validate", form)).MustBeProblem(400).Places);

        using var packed = new ByteArrayContent([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]) { Headers = { ContentEncoding = { "gzip" } } };
        Assert.Equal([""], (await shop.App.Storefront.SendAsync(HttpMethod.Post, "codes/validate", packed)).MustBeProblem(400).Places);

        Assert.Equal([""], (await shop.App.Storefront.SendAsync(HttpMethod.Post, "codes/validate", null)).MustBeProblem(400).Places);
    }
}
