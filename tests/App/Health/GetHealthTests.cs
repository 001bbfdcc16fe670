using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Health;

[Collection(nameof(Shop))]
public sealed class GetHealthTests(Shop shop)
{
    [Fact]
    public async Task Health_WhenAllAnswers_Is200WithARowForEachDependency()
    {
        var reply = (await shop.App.As(null).GetAsync("health")).MustBe(200);

        Assert.Equal("healthy", reply.TextOf("status"));
        var rows = reply.Json["dependencies"] as JsonArray ?? [];
        Assert.Equal(["storage", "queue"], rows.Select(row => row?["name"]?.GetValue<string>()));
        Assert.All(rows, row => Assert.Equal("healthy", row?["status"]?.GetValue<string>()));
        Assert.Equal(0, reply.Json["attemptsDropped"]?.GetValue<long>());
        Assert.All(rows, row => Assert.InRange(row?["milliseconds"]?.GetValue<long>() ?? -1, 0, 60_000));
    }

    [Fact]
    public async Task Health_AfterATimerRan_SaysHowFarItIs()
    {
        (await shop.App.Master.PostAsync("/admin/functions/ComputeReports", new JsonObject())).MustBe(202);

        JsonNode? work = null;
        while (work?["state"]?.GetValue<string>() != "finished")
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            var rows = (await shop.App.As(null).GetAsync("health")).MustBe(200).Json["work"] as JsonArray ?? [];
            work = rows.SingleOrDefault(row => row?["name"]?.GetValue<string>() == "ComputeReports");
        }

        Assert.Equal("mails", work["step"]?.GetValue<string>());
        Assert.True(work["updatedAt"]?.GetValue<DateTimeOffset>() >= work["startedAt"]?.GetValue<DateTimeOffset>());
    }
}
