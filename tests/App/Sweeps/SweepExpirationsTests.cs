using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Sweeps;

[Collection(nameof(Shop))]
public sealed class SweepExpirationsTests(Shop shop)
{
    [Fact]
    public async Task Sweep_RunNow_EndsWhatIsOverAndLeavesTheRest()
    {
        void Over(JsonObject body) => body["endsAt"] = Sample.Instant(DateTimeOffset.UtcNow.AddSeconds(-1));
        var (over, code, _) = await Sample.GivenCampaignAsync(shop.App, Over);
        var (paused, _, _) = await Sample.GivenCampaignAsync(shop.App, body =>
        {
            Over(body);
            body["status"] = "paused";
        });
        var (draft, _, _) = await Sample.GivenCampaignAsync(shop.App, body =>
        {
            Over(body);
            body["status"] = "draft";
        });
        var (running, _, _) = await Sample.GivenCampaignAsync(shop.App);

        (await shop.App.Master.PostAsync("/admin/functions/SweepExpirations", new JsonObject())).MustBe(202);

        // It runs after the answer.
        while (await StatusAsync(over) != "ended" || await StatusAsync(paused) != "ended")
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(("draft", "active"), (await StatusAsync(draft), await StatusAsync(running)));
        Assert.Equal(["expired"], (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBeProblem(422).Reasons);
    }

    [Fact]
    public async Task Sweep_OfAFunctionThatIsNotThere_Is404() =>
        (await shop.App.Master.PostAsync("/admin/functions/Nothing", new JsonObject())).MustBeProblem(404);

    private async Task<string> StatusAsync(string campaign) => (await shop.App.Marketing.GetAsync($"campaigns/{campaign}")).MustBe(200).TextOf("status");
}
