using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Running;

/// <summary>
/// The App dies (<c>kill -9</c>) under load and is started again on the same data. The limits are what counts what the load
/// left behind: whatever was counted twice, or lost, shows as a last use too few or too many.
/// </summary>
public sealed class CrashTests
{
    private const int Callers = 12;
    private const int Deaths = 3;

    /// <summary>A message that died with its receiver comes back when its lock ends, so this is minutes; milliseconds, only to bound a hang.</summary>
    private const int Bound = 15 * 60_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = Bound)]
    public async Task Redemptions_UnderWhichTheAppIsKilledThreeTimes_AreKeptAndCountedOnce()
    {
        const int Total = 600;
        await using var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        var app = await AppProcess.StartAsync(azurite.DataDirectory);
        try
        {
            var (_, code, _) = await Sample.GivenCampaignAsync(app, campaign => campaign["limits"] = new JsonObject { ["total"] = Total, ["perCustomer"] = 2 });
            var orders = new Orders(code);
            for (var death = 1; death <= Deaths; death++)
            {
                // At most 100 orders each, far from the last use, so that every answer is a 201.
                var load = orders.SendUntilItDiesAsync(app, Callers);
                await orders.AnsweredAsync(30);
                await app.KillAsync();
                await load;
                await app.DisposeAsync();
                app = await AppProcess.StartAsync(azurite.DataDirectory);
            }

            Assert.NotEmpty(orders.Unanswered);
            foreach (var (body, text) in orders.Made)
            {
                await AssertKeptAsync(app, body, text);
            }

            // What was not answered may or may not have landed; a repeat tells, and makes it once.
            foreach (var body in orders.Unanswered)
            {
                var told = await app.Storefront.PostAsync("redemptions", body);
                Assert.True(told.Status is 200 or 201, told.ToString());
                orders.Made[body] = told.Text;
            }

            // A customer who has two orders has no third, one who has one has a second.
            foreach (var orderers in orders.Made.Keys.GroupBy(Orders.CustomerOf).Take(10).ToList())
            {
                for (var has = orderers.Count(); has <= 2; has++)
                {
                    var next = Sample.Redemption(code, customer: orderers.Key);
                    var reply = (await app.Storefront.PostAsync("redemptions", next)).MustBe(has == 2 ? 422 : 201);
                    if (reply.Status == 201)
                    {
                        orders.Made[next] = reply.Text;
                    }
                }
            }

            await AssertRoomAsync(app, code, Total - orders.Made.Count);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    [Fact(Timeout = Bound)]
    public async Task Claims_UnderWhichTheAppIsKilledThreeTimes_AreAllDecidedAndPaidOnce()
    {
        const int Total = 120;
        await using var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        var app = await AppProcess.StartAsync(azurite.DataDirectory);
        try
        {
            var (_, code, _) = await Sample.GivenCampaignAsync(app, campaign => campaign["limits"] = new JsonObject { ["total"] = Total });
            var accepted = new ConcurrentDictionary<string, JsonObject>();
            var unanswered = new ConcurrentBag<JsonObject>();
            for (var death = 1; death <= Deaths; death++)
            {
                var dying = app;
                var load = Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
                {
                    var body = Sample.Claim(code);
                    try
                    {
                        (await dying.Helpdesk.PostAsync("claims", body)).MustBe(202);
                        accepted[body["claimId"]?.GetValue<string>() ?? ""] = body;
                    }
                    catch (Exception broken) when (broken is HttpRequestException or IOException)
                    {
                        unanswered.Add(body);
                    }
                })));
                await UntilAsync(() => accepted.Count >= (death * 5) - 2 || load.IsCompleted);
                await app.KillAsync();
                await load;
                await app.DisposeAsync();
                app = await AppProcess.StartAsync(azurite.DataDirectory);
            }

            foreach (var body in unanswered)
            {
                (await app.Helpdesk.PostAsync("claims", body)).MustBe(202);
                accepted[body["claimId"]?.GetValue<string>() ?? ""] = body;
            }

            Assert.Equal(Deaths * 10, accepted.Count);
            foreach (var (id, _) in accepted)
            {
                var claim = await DecidedAsync(app, id);
                Assert.Equal("approved", claim.TextOf("status"));
                Assert.Equal(500, claim.Json["decision"]?["amount"]?.GetValue<int>());
                Assert.Single(claim.Json["remedies"] as JsonArray ?? []);
                Assert.Single(claim.Json["audit"] as JsonArray ?? [], entry => entry?["event"]?.GetValue<string>() == "approved");
            }

            // Each was paid out of the campaign's uses once: what is left is what it would be without any death.
            await AssertRoomAsync(app, code, Total - accepted.Count);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    private static async Task AssertKeptAsync(AppProcess app, JsonObject body, string text)
    {
        var redemptionId = JsonNode.Parse(text)?["redemptionId"]?.GetValue<string>();
        Assert.Equal(text, (await app.Storefront.GetAsync($"redemptions/{redemptionId}")).MustBe(200).Text);
        Assert.Equal(text, (await app.Storefront.GetAsync($"redemptions?orderId={body["orderId"]}")).MustBe(200).Text);
        Assert.Equal(text, (await app.Storefront.PostAsync("redemptions", body)).MustBe(200).Text);
    }

    /// <summary>Exactly so many uses are left, no fewer and no more.</summary>
    private static async Task AssertRoomAsync(AppProcess app, string code, int left)
    {
        Assert.True(left > 0, "The test should leave some uses.");
        var replies = await Task.WhenAll(Enumerable.Range(0, left + 10).Select(_ => app.Storefront.PostAsync("redemptions", Sample.Redemption(code))));
        Assert.Equal([(201, left), (422, 10)], replies.GroupBy(reply => reply.Status).Select(group => (group.Key, group.Count())).Order());
    }

    /// <summary>Waits until the claim is decided; only the test's own end bounds it.</summary>
    private static async Task<Reply> DecidedAsync(AppProcess app, string claimId)
    {
        while (true)
        {
            var claim = (await app.Helpdesk.GetAsync($"claims/{claimId}")).MustBe(200);
            if (claim.TextOf("status") != "queued")
            {
                return claim;
            }

            await Task.Delay(100, Cancellation);
        }
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        while (!reached())
        {
            await Task.Delay(5, Cancellation);
        }
    }

    /// <summary>Orders that callers send one after the other, two for each customer, until nobody answers any more.</summary>
    private sealed class Orders(string code)
    {
        private const int MostInOneLife = 100;

        private int _answered;

        public ConcurrentDictionary<JsonObject, string> Made { get; } = new();

        public ConcurrentBag<JsonObject> Unanswered { get; } = [];

        public static string CustomerOf(JsonObject body) => body["customer"]?["id"]?.GetValue<string>() ?? "";

        public Task SendUntilItDiesAsync(AppProcess app, int callers)
        {
            Volatile.Write(ref _answered, 0);
            return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => SendAsync(app))));
        }

        public Task AnsweredAsync(int count) => UntilAsync(() => Volatile.Read(ref _answered) >= count);

        private async Task SendAsync(AppProcess app)
        {
            while (Volatile.Read(ref _answered) < MostInOneLife)
            {
                var customer = Sample.NewId("c");
                foreach (var body in new[] { Sample.Redemption(code, customer: customer), Sample.Redemption(code, customer: customer) })
                {
                    try
                    {
                        Made[body] = (await app.Storefront.PostAsync("redemptions", body)).MustBe(201).Text;
                        Interlocked.Increment(ref _answered);
                    }
                    catch (Exception broken) when (broken is HttpRequestException or IOException)
                    {
                        Unanswered.Add(body);
                        return;
                    }
                }
            }
        }
    }
}
