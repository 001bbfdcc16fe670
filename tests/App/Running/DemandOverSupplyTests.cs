using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PromoFunctions.App.Tests.Running;

/// <summary>Far more customers than a campaign has room for, 64 at a time, over two Apps on one store.</summary>
[Collection(nameof(Shop))]
public sealed class DemandOverSupplyTests(Shop shop, TwoProcessesTests.SecondApp second) : IClassFixture<TwoProcessesTests.SecondApp>
{
    private const int Customers = 5_000;
    private const int Callers = 64;

    [Fact]
    public async Task Total_Of1000With5000Customers_AdmitsExactly1000()
    {
        const int Total = 1_000;
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App, campaign => campaign["limits"] = new JsonObject { ["total"] = Total, ["perCustomer"] = 1 });

        var orders = await SendAsync(_ => Sample.Redemption(code));

        Assert.Equal(Total, orders.Count(order => order.Made));
        Assert.All(orders.Where(order => !order.Made), order => Assert.Equal(["used-up"], order.Reply.MustBe(422).Reasons));
        AssertNoneRefusedWhileRoomWasLeft(orders, Total, _ => 1);
        Assert.Equal(["used-up"], (await shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))).MustBe(422).Reasons);
    }

    [Fact]
    public async Task Budget_With5000CustomersAndVariedDiscounts_IsGivenAwayToTheCent()
    {
        const int Budget = 499_999;
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App, campaign =>
        {
            campaign["discount"] = new JsonObject { ["kind"] = "percent-off", ["percent"] = 10, ["appliesTo"] = new JsonObject { ["target"] = "order" } };
            campaign["conditions"] = new JsonArray();
            campaign["limits"] = new JsonObject { ["budget"] = Budget };
        });
        var random = new Random(20_261_121);

        // Never under 1.00 €, so that what is left at the end can be asked for once more.
        var discounts = Enumerable.Range(0, Customers).Select(_ => random.Next(100, 2_000)).ToArray();
        var orders = await SendAsync(i => Order(code, discounts[i]));

        Assert.All(orders.Where(order => order.Made), order => Assert.Equal(discounts[order.Number], order.Reply.Json["discount"]?.GetValue<int>()));
        Assert.All(orders.Where(order => !order.Made), order => Assert.Equal(["budget-used-up"], order.Reply.MustBe(422).Reasons));
        AssertNoneRefusedWhileRoomWasLeft(orders, Budget, order => discounts[order.Number]);

        // Nothing comes back here, so what is left at the end was there at every refusal.
        var left = Budget - orders.Where(order => order.Made).Sum(order => discounts[order.Number]);
        Assert.InRange(left, 0, orders.Where(order => !order.Made).Min(order => discounts[order.Number]) - 1);
        Assert.Equal(["budget-used-up"], (await shop.App.Storefront.PostAsync("redemptions", Order(code, left + 1))).MustBe(422).Reasons);
        if (left > 0)
        {
            (await second.App.Storefront.PostAsync("redemptions", Order(code, left))).MustBe(201);
        }

        Assert.Equal(["budget-used-up"], (await shop.App.Storefront.PostAsync("redemptions", Order(code, 1))).MustBe(422).Reasons);
    }

    /// <summary>
    /// A refusal is right when, at some instant between its order's arrival and its answer, less was left than it asked for.
    /// Nothing comes back, so that instant may as well be the answer; and only orders sent before it can have taken room by then.
    /// </summary>
    private static void AssertNoneRefusedWhileRoomWasLeft(IReadOnlyList<Sent> orders, long room, Func<Sent, long> asked)
    {
        var made = orders.Where(order => order.Made).OrderBy(order => order.At).ToList();
        var (next, taken) = (0, 0L);
        foreach (var refused in orders.Where(order => !order.Made).OrderBy(order => order.Answered))
        {
            for (; next < made.Count && made[next].At < refused.Answered; next++)
            {
                taken += asked(made[next]);
            }

            Assert.True(room - taken < asked(refused), $"Order {refused.Number} was refused {asked(refused)} while at least {room - taken} were left.");
        }
    }

    private async Task<IReadOnlyList<Sent>> SendAsync(Func<int, JsonObject> body)
    {
        var bodies = Enumerable.Range(0, Customers).Select(body).ToArray();
        var sent = new Sent[Customers];
        await Parallel.ForAsync(0, Customers, new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            var at = Stopwatch.GetTimestamp();
            var reply = await (i % 2 == 0 ? shop.App : second.App).Storefront.PostAsync("redemptions", bodies[i]);
            sent[i] = new(i, at, Stopwatch.GetTimestamp(), reply);
        });
        return sent;
    }

    /// <summary>An order of which a tenth is the discount.</summary>
    private static JsonObject Order(string code, int discount)
    {
        var order = Sample.Redemption(code);
        order["cart"] = new JsonObject
        {
            ["currency"] = "EUR",
            ["channel"] = "web",
            ["region"] = "DE",
            ["lines"] = new JsonArray(new JsonObject
            {
                ["id"] = "1",
                ["sku"] = "TEA-01",
                ["categories"] = new JsonArray("tea"),
                ["quantity"] = 1,
                ["unitPrice"] = 10 * discount,
            }),
        };
        return order;
    }

    /// <summary>An order, when it was sent and answered, and how.</summary>
    private sealed record Sent(int Number, long At, long Answered, Reply Reply)
    {
        public bool Made => Reply.Status == 201;
    }
}
