using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Redemptions;

namespace PromoFunctions.App.Tests.Running;

/// <summary>Two Apps on the same data, on two ports: what holds for one holds for both together.</summary>
[Collection(nameof(Shop))]
public sealed class TwoProcessesTests(Shop shop, TwoProcessesTests.SecondApp second) : IClassFixture<TwoProcessesTests.SecondApp>
{
    /// <summary>How old what validation knows may be (API.md).</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AppProcess First => shop.App;

    private AppProcess Second => second.App;

    [Fact]
    public async Task Total_With200CustomersAtOnceOverBoth_Admits50AndRefuses150()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(First, campaign => campaign["limits"] = new JsonObject { ["total"] = 50 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? First : Second).Storefront.PostAsync("redemptions", Sample.Redemption(code))));

        Assert.Equal([(201, 50), (422, 150)], Counts(replies));
        Assert.All(replies.Where(reply => reply.Status == 422), reply => Assert.Equal(["used-up"], reply.Reasons));
    }

    [Fact]
    public async Task PerCustomer_With50OrdersOfOneCustomerOverBoth_AdmitsOne()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(First, campaign => campaign["limits"] = new JsonObject { ["perCustomer"] = 1 });
        var customer = Sample.NewId("c");

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => (i % 2 == 0 ? First : Second).Storefront.PostAsync("redemptions", Sample.Redemption(code, customer: customer))));

        Assert.Equal([(201, 1), (422, 49)], Counts(replies));
        Assert.All(replies.Where(reply => reply.Status == 422), reply => Assert.Equal(["customer-limit"], reply.Reasons));
    }

    [Fact]
    public async Task Redemption_SentToBothAtOnce_IsMadeOnceAndAnsweredAlike()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(First);
        for (var round = 0; round < 10; round++)
        {
            var body = Sample.Redemption(code);
            var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? First : Second).Storefront.PostAsync("redemptions", body.DeepClone())));
            Assert.Equal([(200, 5), (201, 1)], Counts(replies));
            Assert.Single(replies.Select(reply => reply.Text).Distinct());
        }
    }

    [Fact]
    public async Task Order_WithTwoContentsSentToBothAtOnce_IsMadeWithOne()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(First);
        for (var round = 0; round < 10; round++)
        {
            var order = Sample.NewId("o");
            var replies = await Task.WhenAll(
                First.Storefront.PostAsync("redemptions", Sample.Redemption(code, order)),
                Second.Storefront.PostAsync("redemptions", Sample.Redemption(code, order)));
            Assert.Equal([(201, 1), (409, 1)], Counts(replies));
        }
    }

    [Fact]
    public async Task Code_AddedAtOne_WorksAtTheOtherAtOnce()
    {
        for (var round = 0; round < 5; round++)
        {
            var (_, code, _) = await Sample.GivenCampaignAsync(First);

            var validation = (await Second.Storefront.PostAsync("codes/validate", Sample.Validation(code))).MustBe(200);
            Assert.True(validation.Json["valid"]?.GetValue<bool>(), validation.ToString());
            (await Second.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201);
        }
    }

    [Fact]
    public async Task Campaign_PausedAtOne_IsObeyedByRedemptionsAtTheOtherAtOnce()
    {
        for (var round = 0; round < 5; round++)
        {
            var (campaign, code, body) = await Sample.GivenCampaignAsync(First);
            (await Second.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201);

            body["status"] = "paused";
            (await First.Marketing.PutAsync($"campaigns/{campaign}", body)).MustBe(200);
            Assert.Equal(["paused"], (await Second.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(422).Reasons);

            body["status"] = "active";
            body["discount"] = new JsonObject { ["kind"] = "amount-off", ["amount"] = 700, ["appliesTo"] = new JsonObject { ["target"] = "order" } };
            (await First.Marketing.PutAsync($"campaigns/{campaign}", body)).MustBe(200);
            var redemption = (await Second.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201);
            Assert.Equal((700, 2), (redemption.Json["discount"]?.GetValue<int>(), redemption.Json["applied"]?[0]?["version"]?.GetValue<int>()));
        }
    }

    [Fact]
    public async Task Campaign_PausedUnderRedemptionsAtTheOther_AdmitsNoneThatBeganAfterwards()
    {
        var (campaign, code, body) = await Sample.GivenCampaignAsync(First);
        using var enough = new CancellationTokenSource();
        var paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = 0;
        var load = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                var beganAfter = paused.Task.IsCompleted;
                var reply = await Second.Storefront.PostAsync("redemptions", Sample.Redemption(code));
                Assert.True(reply.Status == 201 ? !beganAfter : reply.Reasons is ["paused"], reply.ToString());
                if (beganAfter && Interlocked.Increment(ref late) >= 40)
                {
                    await enough.CancelAsync();
                }
            }
        })));

        body["status"] = "paused";
        (await First.Marketing.PutAsync($"campaigns/{campaign}", body)).MustBe(200);
        paused.SetResult();

        await load;
    }

    [Fact]
    public async Task Campaign_ChangedAtOne_IsObeyedByValidationAtTheOtherWithinFiveSeconds()
    {
        var (campaign, code, body) = await Sample.GivenCampaignAsync(First);
        Assert.Equal(500, await DiscountAsync(First, code));
        Assert.Equal(500, await DiscountAsync(Second, code));

        body["discount"] = new JsonObject { ["kind"] = "amount-off", ["amount"] = 700, ["appliesTo"] = new JsonObject { ["target"] = "order" } };
        (await First.Marketing.PutAsync($"campaigns/{campaign}", body)).MustBe(200);

        Assert.Equal(700, await DiscountAsync(First, code));

        // No limit on how slow the machine may be: whatever is asked this much later must be told the new terms.
        await Task.Delay(Freshness, Cancellation);
        Assert.Equal(700, await DiscountAsync(Second, code));
    }

    [Fact]
    public async Task Total_UsedUpAtOne_IsToldByValidationAtTheOtherWithinFiveSeconds()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(First, campaign => campaign["limits"] = new JsonObject { ["total"] = 1 });
        Assert.Equal(500, await DiscountAsync(Second, code));
        (await First.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201);

        await Task.Delay(Freshness, Cancellation);
        Assert.Equal(["used-up"], (await Second.Storefront.PostAsync("codes/validate", Sample.Validation(code))).MustBe(200).Reasons);
    }

    /// <summary>A hold lasts a minute at least, so this test takes that long.</summary>
    [Fact]
    public async Task Hold_OfTheLastUseParkedAtOne_IsOverForBothAtItsDeadline()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(First, campaign => campaign["limits"] = new JsonObject { ["total"] = 1 });
        var body = HoldTests.Hold(code, minutes: 1);
        var held = (await First.Storefront.PostAsync("redemptions", body)).MustBe(201);
        var id = held.TextOf("redemptionId");
        Assert.Equal(held.Text, (await Second.Storefront.PostAsync("redemptions", body)).MustBe(200).Text);
        Assert.Equal(["used-up"], (await Second.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(422).Reasons);

        // Instances agree on the time to about a second.
        await Task.Delay(HoldTests.Until(held) - DateTimeOffset.UtcNow + TimeSpan.FromSeconds(2), Cancellation);
        var other = (await Second.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(201);

        Assert.Equal("redeemed", other.TextOf("state"));
        foreach (var app in new[] { First, Second })
        {
            Assert.Equal("urn:promofunctions:problem:hold-expired", (await app.Storefront.PostAsync($"redemptions/{id}/confirm", null)).MustBeProblem(409).TextOf("type"));
            Assert.Equal("released", (await app.Storefront.GetAsync($"redemptions/{id}")).MustBe(200).TextOf("state"));
            Assert.Equal(["used-up"], (await app.Storefront.PostAsync("redemptions", body)).MustBe(422).Reasons);
        }
    }

    private static async Task<int?> DiscountAsync(AppProcess app, string code) =>
        (await app.Storefront.PostAsync("codes/validate", Sample.Validation(code))).MustBe(200).Json["discount"]?.GetValue<int>();

    private static IEnumerable<(int Status, int Count)> Counts(IEnumerable<Reply> replies) =>
        replies.GroupBy(reply => reply.Status).Select(group => (group.Key, group.Count())).Order();

    /// <summary>Another App beside the shop's.</summary>
    public sealed class SecondApp(Shop shop) : IAsyncLifetime
    {
        private AppProcess? _app;

        internal AppProcess App => _app ?? throw new InvalidOperationException("The second App does not run yet.");

        public async ValueTask InitializeAsync() => _app = await AppProcess.StartAsync(shop.DataDirectory);

        public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
