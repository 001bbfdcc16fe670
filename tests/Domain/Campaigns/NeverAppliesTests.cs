using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Discounts;

namespace PromoFunctions.Domain.Tests.Campaigns;

/// <summary>What no order could ever use is refused at its place, and what the rarest order could use is taken.</summary>
public sealed class NeverAppliesTests
{
    private const string NoTime = "/conditions/0 must include a time between startsAt and endsAt: no order could meet it.";

    // 2026-06-05 is a Friday; Berlin is two hours ahead of UTC.
    [Theory]
    [InlineData("2026-06-05T10:00:00+02:00", "2026-06-05T18:00:00+02:00", false)]
    [InlineData("2026-06-05T10:00:00+02:00", "2026-06-05T18:00:00.0000001+02:00", true)]
    [InlineData("2026-06-05T18:59:59.9999999+02:00", "2026-06-06T18:00:00+02:00", true)]
    [InlineData("2026-06-05T19:00:00+02:00", "2026-06-12T18:00:00+02:00", false)]
    [InlineData("2026-06-05T19:00:00+02:00", "2026-06-12T18:00:00.0000001+02:00", true)]
    [InlineData("2026-06-05T16:59:59Z", "2026-06-05T17:00:00Z", true)]
    [InlineData("2026-06-01T00:00:00+02:00", "2036-09-01T00:00:00+02:00", true)]
    public void Hours_ThatThePeriodMissesOrMeets(string startsAt, string endsAt, bool taken) =>
        AssertTaken(taken ? null : NoTime, Given.DefinitionJson(Given.PercentOff("20"), Hours("friday", "18:00", "19:00"), startsAt: startsAt, endsAt: endsAt));

    [Theory]
    [InlineData("2026-04-04T00:00:00+02:00", false)]
    [InlineData("2026-04-05T03:00:00+02:00", true)]
    public void Hours_ThatTheClockSkipsInTheOnlyWeek_AreRefused(string endsAt, bool taken)
    {
        // On 2026-03-29 at 02:00 Berlin's clocks go to 03:00.
        var json = Given.DefinitionJson(Given.PercentOff("20"), Hours("sunday", "02:00", "03:00"), startsAt: "2026-03-28T00:00:00+01:00", endsAt: endsAt);

        AssertTaken(taken ? null : NoTime, json);
    }

    [Fact]
    public void Hours_ThatMeetEachOtherAndThePeriodButNotAtOnce_AreRefusedAtTheLast()
    {
        var hours = Both(Hours("friday", "10:00", "14:00"), Hours("friday", "12:00", "18:00"));

        AssertTaken(null, Given.DefinitionJson(Given.PercentOff("20"), hours, startsAt: "2026-06-05T13:59:00+02:00", endsAt: "2026-06-05T20:00:00+02:00"));
        AssertTaken(
            "/conditions/1 must include a time between startsAt and endsAt that the other weekly-hours include: no order could meet them all.",
            Given.DefinitionJson(Given.PercentOff("20"), hours, startsAt: "2026-06-05T14:00:00+02:00", endsAt: "2026-06-05T20:00:00+02:00"));
    }

    [Theory]
    [InlineData("channel", "channels")]
    [InlineData("region", "regions")]
    public void Names_OfWhichEachTwoListsShareOneButNotAllThree_AreRefusedAtTheLast(string kind, string member)
    {
        string Conditions(params string[] lists) => "[" + string.Join(",", lists.Select(list => $$"""{"kind":"{{kind}}","{{member}}":[{{list}}]}""")) + "]";

        AssertTaken(null, Given.DefinitionJson(Given.PercentOff("20"), Conditions("\"a\",\"b\",\"d\"", "\"b\",\"c\",\"D\"", "\"a\",\"c\",\"d\"")));
        AssertTaken(
            "/conditions/2 must not contradict the others of its kind: no order could meet them all.",
            Given.DefinitionJson(Given.PercentOff("20"), Conditions("\"a\",\"b\"", "\"b\",\"c\"", "\"a\",\"c\"")));
    }

    [Theory]
    [InlineData("""{ "kind": "amount-off", "amount": 500, "appliesTo": { "target": "order" } }""", "cart", "[]", 500)]
    [InlineData("""{ "kind": "amount-off", "amount": 5000, "appliesTo": { "target": "order" } }""", "cart", "[]", 1000)]
    [InlineData("""{ "kind": "amount-off", "amount": 500, "appliesTo": { "target": "items", "categories": ["tea"] } }""", "eligible", "[]", 500)]
    [InlineData("""{ "kind": "amount-off", "amount": 500, "appliesTo": { "target": "items", "categories": ["tea"] } }""", "cart", "[]", 1)]
    [InlineData("""{ "kind": "amount-off", "amount": 500, "appliesTo": { "target": "shipping" } }""", "cart", "[]", 1)]
    [InlineData("""{ "kind": "amount-off", "amount": 500, "appliesTo": { "target": "order" } }""", "cart", """["shipping"]""", 500)]
    [InlineData("""{ "kind": "amount-off", "amount": 500, "appliesTo": { "target": "order" } }""", "cart", """["items"]""", 1)]
    [InlineData("""{ "kind": "amount-off", "amount": 500, "appliesTo": { "target": "order" } }""", "cart", """["order"]""", 1)]
    [InlineData("""{ "kind": "amount-off", "amount": 500, "appliesTo": { "target": "items" } }""", "cart", """["order", "shipping"]""", 500)]
    [InlineData("""{ "kind": "amount-off", "amount": 500, "appliesTo": { "target": "items" } }""", "cart", """["items"]""", 1)]
    [InlineData("""{ "kind": "percent-off", "percent": 12.34, "appliesTo": { "target": "order" } }""", "cart", "[]", 123)]
    [InlineData("""{ "kind": "spend-tiers", "tiers": [ { "minimum": 2000, "percent": 10 }, { "minimum": 5000, "amount": 150 } ], "appliesTo": { "target": "order" } }""", "cart", "[]", 150)]
    [InlineData("""{ "kind": "free-shipping" }""", "cart", "[]", 1)]
    public void Budget_BelowTheLeastThatIsGiven_IsRefused(string discount, string of, string combinesWith, long least)
    {
        string Json(long budget) => Given.DefinitionJson(
            discount,
            $$"""[ { "kind": "minimum-subtotal", "amount": 1000, "of": "{{of}}" } ]""",
            $$"""{ "budget": {{budget}} }""",
            combinesWith);

        AssertTaken(null, Json(least));
        if (least > 1)
        {
            AssertTaken($"/limits/budget must be at least {least:N0}, the least that the discount takes off any order: one larger than the budget is refused.", Json(least - 1));
        }
    }

    [Theory]
    [InlineData("""{ "kind": "amount-off", "amount": 300, "appliesTo": { "target": "order" } }""")]
    [InlineData("""{ "kind": "amount-off-each", "amount": 30, "appliesTo": { "target": "order" } }""")]
    [InlineData("""{ "kind": "percent-off", "percent": 0.5, "appliesTo": { "target": "order" } }""")]
    [InlineData("""{ "kind": "percent-off", "percent": 7, "maxAmount": 20, "appliesTo": { "target": "order" } }""")]
    [InlineData("""{ "kind": "fixed-price-each", "unitPrice": 250, "appliesTo": { "target": "order" } }""")]
    [InlineData("""{ "kind": "buy-get", "buyQuantity": 1, "getQuantity": 1, "percent": 50, "appliesTo": { "target": "order" } }""")]
    [InlineData("""{ "kind": "spend-tiers", "tiers": [ { "minimum": 150, "percent": 10 }, { "minimum": 400, "amount": 12 }, { "minimum": 600, "amount": 90 } ], "appliesTo": { "target": "order" } }""")]
    [InlineData("""{ "kind": "spend-tiers", "tiers": [ { "minimum": 150, "amount": 400 }, { "minimum": 900, "percent": 1 } ], "appliesTo": { "target": "order" } }""")]
    public void LeastOn_OfEveryKind_IsNeverMoreThanAnyCartGets(string json)
    {
        var discount = Given.Discount(json);
        var gifts = new SortedDictionary<long, long>();
        for (var price = 1; price <= 400; price++)
        {
            foreach (var quantity in new[] { 1, 2, 3, 7 })
            {
                Note(Given.Cart([$"A tea {quantity} {price}"]));
                Note(Given.Cart([$"A tea {quantity} {price}", "B cup 1 1", "C cup 2 97"]));
            }
        }

        foreach (var goods in new[] { 1, 10, 149, 150, 151, 399, 400, 700 })
        {
            Assert.InRange(discount.LeastOn(goods), 1, gifts.Where(cart => cart.Key >= goods).Min(cart => cart.Value));
        }

        void Note(Cart cart)
        {
            if (discount.TakeOff(Basket.Of(cart)).Total is > 0 and var off)
            {
                gifts[cart.Subtotal] = Math.Min(off, gifts.GetValueOrDefault(cart.Subtotal, long.MaxValue));
            }
        }
    }

    [Fact]
    public void FixedPrice_OfWhatAUnitCostsAtMost_IsRefused()
    {
        string Json(long price) => Given.DefinitionJson($$"""{ "kind": "fixed-price-each", "unitPrice": {{price}}, "appliesTo": { "target": "order" } }""");

        AssertTaken(null, Json(999_999_999_999_999));
        AssertTaken("/discount/unitPrice must be a whole number from 0 to 999,999,999,999,999.", Json(1_000_000_000_000_000));
    }

    [Fact]
    public void Stored_DefinitionThatWouldBeRefusedToday_IsRead()
    {
        var json = Given.DefinitionJson(Given.PercentOff("20"), Hours("friday", "18:00", "19:00"), startsAt: "2026-06-01T00:00:00Z", endsAt: "2026-06-02T00:00:00Z");

        AssertTaken(NoTime, json);
        Assert.Equal("A campaign", Given.Value(json, CampaignDefinition.ReadStored).Name);
    }

    private static string Hours(string day, string from, string to) => $$"""[ { "kind": "weekly-hours", "days": ["{{day}}"], "from": "{{from}}", "to": "{{to}}" } ]""";

    private static string Both(string one, string other) => one[..^1] + "," + other[1..];

    private static void AssertTaken(string? error, string json) =>
        Assert.Equal(error is null ? [] : [error], Given.Errors(json, CampaignDefinition.Read));
}
