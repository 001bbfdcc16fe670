using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Tests.Claims;

public sealed class DecideClaimTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly ClaimKind[] AboutACode = [ClaimKind.MissedCode, ClaimKind.RejectedCode, ClaimKind.ExpiredCode];

    public static TheoryData<string, ClaimFacts, string, ClaimOutcome, long> Table()
    {
        var table = new TheoryData<string, ClaimFacts, string, ClaimOutcome, long>();
        void Expect(string name, ClaimFacts facts, string rule, long paid = 0) =>
            table.Add(name, facts, rule, OutcomeOf(rule), paid);

        foreach (var kind in Enum.GetValues<ClaimKind>())
        {
            Expect($"{kind}: settled with the order", GivenClaim.Facts(kind) with { Settled = new(GivenClaim.PlacedAt, false) }, "already-settled");
            Expect($"{kind}: settled by a claim, long ago", GivenClaim.Facts(kind) with { Settled = new(GivenClaim.PlacedAt, true), ReceivedAt = GivenClaim.PlacedAt + (15 * Day) }, "already-settled");
            var given = kind is ClaimKind.MissedCode or ClaimKind.RejectedCode ? ("valid-at-order-time", 500) : (Otherwise(kind), 0);
            Expect($"{kind}: valid", GivenClaim.Facts(kind), given.Item1, given.Item2);
            Expect($"{kind}: nothing known", new ClaimFacts { Kind = kind, Currency = "EUR", ReceivedAt = GivenClaim.ReceivedAt }, Otherwise(kind));
            Expect($"{kind}: valid, no limit left", GivenClaim.Facts(kind) with { LimitLeft = false }, Otherwise(kind));
            Expect($"{kind}: valid, limits unknown", GivenClaim.Facts(kind) with { LimitLeft = null }, Otherwise(kind));
        }

        foreach (var kind in AboutACode)
        {
            var valid = GivenClaim.Facts(kind);
            var expired = GivenClaim.Expired(Day, 2500, kind);
            var inWindow = kind == ClaimKind.ExpiredCode ? ("first-time-goodwill", 0L) : ("valid-at-order-time", 500L);
            Expect($"{kind}: 14 days exactly", valid with { ReceivedAt = GivenClaim.PlacedAt + (14 * Day) }, inWindow.Item1, inWindow.Item2);
            Expect($"{kind}: 14 days and a tick", valid with { ReceivedAt = GivenClaim.PlacedAt + (14 * Day) + Tick }, "outside-claim-window");
            Expect($"{kind}: 14 days less a tick", valid with { ReceivedAt = GivenClaim.PlacedAt + (14 * Day) - Tick }, inWindow.Item1, inWindow.Item2);
            Expect($"{kind}: the shop's clock runs ahead", valid with { ReceivedAt = GivenClaim.PlacedAt - Tick }, inWindow.Item1, inWindow.Item2);
            Expect($"{kind}: expired 24 hours exactly, minor amount exactly", expired, "expired-within-grace", 2500);
            Expect($"{kind}: expired 24 hours less a tick", GivenClaim.Expired(Day - Tick, 2500, kind), "expired-within-grace", 2500);
            Expect($"{kind}: expired 24 hours and a tick", GivenClaim.Expired(Day + Tick, 2500, kind), "first-time-goodwill");
            Expect($"{kind}: expired at the very moment", GivenClaim.Expired(TimeSpan.Zero, 1, kind), "expired-within-grace", 1);
            Expect($"{kind}: a unit over the minor amount", GivenClaim.Expired(Day, 2501, kind), "first-time-goodwill");
            Expect($"{kind}: a unit under the minor amount", GivenClaim.Expired(Day, 2499, kind), "expired-within-grace", 2499);
            Expect($"{kind}: one claim in the year before", expired with { PriorClaims365 = 1 }, "default");
            Expect($"{kind}: expired, no limit left", expired with { LimitLeft = false }, "first-time-goodwill");
            Expect($"{kind}: expired and another refusal", expired with { WithoutExpiry = null, Refusals = ["expired", "minimum-subtotal"] }, "first-time-goodwill");
            Expect($"{kind}: expired, but outside the window", expired with { ReceivedAt = GivenClaim.PlacedAt + (14 * Day) + Tick }, "outside-claim-window");
            Expect($"{kind}: KWD at its minor amount", GivenClaim.Expired(Day, 8000, kind, "KWD"), "expired-within-grace", 8000);
            Expect($"{kind}: KWD a unit over", GivenClaim.Expired(Day, 8001, kind, "KWD"), "first-time-goodwill");
            Expect($"{kind}: JPY at its minor amount", GivenClaim.Expired(Day, 4000, kind, "JPY"), "expired-within-grace", 4000);
            Expect($"{kind}: JPY a unit over", GivenClaim.Expired(Day, 4001, kind, "JPY"), "first-time-goodwill");
            Expect($"{kind}: a currency without thresholds", GivenClaim.Expired(Day, 1, kind, "XPF"), "significant-amount");
        }

        return table;
    }

    // What is left for a customer's first claim, when nothing better is.
    private static string Otherwise(ClaimKind kind) => kind switch
    {
        ClaimKind.Complaint => "recovery",
        ClaimKind.DiscountRequest => "default",
        _ => "first-time-goodwill",
    };

    private static ClaimOutcome OutcomeOf(string rule) => rule switch
    {
        "valid-at-order-time" or "expired-within-grace" or "recovery" => ClaimOutcome.Approved,
        "significant-amount" => ClaimOutcome.Escalated,
        _ => ClaimOutcome.Denied,
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void WrittenPolicy_EachRuleAtItsBoundary_DecidesAsWritten(string situation, ClaimFacts facts, string rule, ClaimOutcome outcome, long paid)
    {
        var ruling = DecideClaim.By(facts, GivenClaim.Written, GivenClaim.ReceivedAt);

        Assert.True(rule == ruling.Decision.Rule, $"{situation}: expected {rule}, got {ruling.Decision.Rule}.");
        Assert.Equal(outcome, ruling.Decision.Outcome);
        Assert.Equal(paid, ruling.Decision.Amount);
        Assert.Equal(paid > 0, ruling.Pays);
        Assert.Equal(facts.Currency, ruling.Decision.Currency);
        Assert.Equal(outcome == ClaimOutcome.Escalated ? ClaimComplexity.High : ClaimComplexity.Low, ruling.Decision.Complexity);
        Assert.Equal(facts.TermsVersion, ruling.Decision.TermsVersion);
        Assert.NotEmpty(ruling.Decision.Rationale);
        Assert.All(ruling.Decision.Rationale, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Replay_FromWhatIsKept_GivesTheSameDecision(string situation, ClaimFacts facts, string rule, ClaimOutcome outcome, long paid)
    {
        _ = (situation, rule, outcome, paid);
        var first = DecideClaim.By(facts, GivenClaim.Written, GivenClaim.ReceivedAt);
        var state = new ClaimState(outcome.ToStatus()) { Facts = facts, Ruling = first, Remedies = [new Remedy.Refund(500, "r-1"), new Remedy.Newsletter(null)] };

        var kept = KeptJson.Read<ClaimState>(KeptJson.Write(state));
        Assert.NotNull(kept.Facts);
        var again = DecideClaim.By(kept.Facts, GivenClaim.Written, GivenClaim.ReceivedAt);

        Assert.Equal(KeptJson.Write(first), KeptJson.Write(again));
        Assert.Equal(KeptJson.Write(state), KeptJson.Write(kept));
    }

    [Fact]
    public void Rationale_OfARefund_NamesTheFactsThatMatched()
    {
        var ruling = DecideClaim.By(GivenClaim.Facts(), GivenClaim.Written, GivenClaim.ReceivedAt);

        Assert.Equal(
            [
                "By the terms at the time of the order, the code takes €5.00 off it.",
                "The limits of the campaign and of the customer still have room.",
                "Nothing was given for this code on this order before.",
                "The rule “valid-at-order-time” grants the claim.",
            ],
            ruling.Decision.Rationale);
    }

    [Fact]
    public void Rationale_OfAnExpiredCode_SaysHowLongWithoutRoundingItAway()
    {
        var facts = GivenClaim.Expired(TimeSpan.FromHours(24) + Tick, 100);

        var ruling = DecideClaim.By(facts, GivenClaim.Written, GivenClaim.ReceivedAt);

        Assert.Contains("The order was placed over 24 hours after the code's end on 1 July 2026, 11:59.", ruling.Decision.Rationale);
    }

    [Fact]
    public void Rationale_OfACodeThatEndedJustBeforeButIsWorthTooMuch_SaysWhatItWouldHaveTaken()
    {
        var ruling = DecideClaim.By(GivenClaim.Expired(TimeSpan.FromHours(1), 3000), GivenClaim.Written, GivenClaim.ReceivedAt);

        Assert.Equal("first-time-goodwill", ruling.Decision.Rule);
        Assert.Contains("Had it not run out, the code would have taken €30.00 off the order.", ruling.Decision.Rationale);
    }

    [Fact]
    public void Rationale_OfACodeThatHadNotEnded_DoesNotSpeakOfItsEnd()
    {
        var ruling = DecideClaim.By(GivenClaim.Facts() with { LimitLeft = false }, GivenClaim.Written, GivenClaim.ReceivedAt);

        Assert.DoesNotContain(ruling.Decision.Rationale, sentence => sentence.Contains("run out", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ClaimKind.MissedCode)]
    [InlineData(ClaimKind.MissingCode)]
    public void Rationale_WhereTheShopHasStoppedGoodwill_SaysWhyNoCodeIsGiven(ClaimKind kind)
    {
        var ruling = DecideClaim.By(GivenClaim.Facts(kind) with { LimitLeft = false, GoodwillStopped = true }, GivenClaim.Written, GivenClaim.ReceivedAt);

        Assert.Equal("default", ruling.Decision.Rule);
        Assert.Contains("The shop has stopped the codes that the desk gives.", ruling.Decision.Rationale);
    }

    [Theory]
    [InlineData("XPF", 1, true)]
    [InlineData("EUR", 20000, false)]
    public void Rationale_OfAnEscalationInDoubt_SaysThatThePolicyHasNoAmountsInTheCurrency(string currency, long worth, bool told)
    {
        var ruling = DecideClaim.By(GivenClaim.Facts(currency: currency) with { Entitlement = worth, WithoutExpiry = worth }, GivenClaim.Written, GivenClaim.ReceivedAt);

        Assert.Equal("significant-amount", ruling.Decision.Rule);
        Assert.Equal(told, ruling.Decision.Rationale.Contains($"The policy has no amounts in {currency} to compare it with."));
    }

    [Theory]
    [InlineData(ClaimKind.ExpiredCode, true)]
    [InlineData(ClaimKind.MissedCode, false)]
    public void Rationale_OfACodeThatHadNotEnded_SaysSoToWhoeverWasToldThatItHad(ClaimKind kind, bool told)
    {
        var facts = GivenClaim.Facts(kind) with { LimitLeft = false };

        var ruling = DecideClaim.By(facts, GivenClaim.Written, GivenClaim.ReceivedAt);

        Assert.Equal("first-time-goodwill", ruling.Decision.Rule);
        Assert.Equal(told, ruling.Decision.Rationale.Contains("The order was placed before the code's end on 1 August 2026, 12:00."));
    }

    [Fact]
    public void Kinds_AllOfThem_HaveAWordInTheApi()
    {
        Assert.Equal(
            ["missed-code", "expired-code", "rejected-code", "missing-code", "complaint", "discount-request"],
            Enum.GetValues<ClaimKind>().Select(kind => Vocabulary<ClaimKind>.Words[kind]));
    }
}
