using System.Text.Json.Nodes;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Backtesting;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;

namespace PromoFunctions.Domain.Tests.Claims.Backtesting;

public sealed class ComparisonTests
{
    [Fact]
    public void Of_TheSamePolicy_IsNoDifference()
    {
        foreach (var claim in Several())
        {
            Assert.False(Compare(claim, GivenClaim.Written.Policy).Differs);
        }
    }

    [Fact]
    public void Of_AWiderWindow_PaysWhatWasDenied()
    {
        var claim = Decided(GivenClaim.Facts() with { ReceivedAt = GivenClaim.PlacedAt.AddDays(14).AddTicks(1) });

        var comparison = Compare(claim, With("claimWindowDays", 15));

        Assert.True(comparison.Differs);
        Assert.Equal((ClaimOutcome.Denied, 0L), (comparison.Was.Outcome, comparison.Was.Amount));
        Assert.Equal((ClaimOutcome.Approved, 500L), (comparison.Would.Outcome, comparison.Would.Amount));
        Assert.Equal((1, "EUR", ClaimKind.MissedCode), (comparison.PolicyVersion, comparison.Currency, comparison.Kind));
    }

    [Fact]
    public void Of_ARuleOfAnotherNameThatGivesTheSame_IsNoDifference()
    {
        var json = Written();
        (json["rules"]?.AsArray().Single(rule => rule?["rule"]?.GetValue<string>() == "valid-at-order-time") ?? new JsonObject())["rule"] = "it-was-valid";

        var comparison = Compare(Decided(GivenClaim.Facts()), Read(json));

        Assert.Equal(("valid-at-order-time", "it-was-valid"), (comparison.Was.Rule, comparison.Would.Rule));
        Assert.False(comparison.Differs);
    }

    [Fact]
    public void Of_AnotherPercentageOfACode_IsADifferenceWithoutAnAmount()
    {
        var complaint = Decided(new ClaimFacts { Kind = ClaimKind.Complaint, Currency = "EUR", ReceivedAt = GivenClaim.ReceivedAt });

        var comparison = Compare(complaint, With("recoveryPercent", 20));
        var cost = BacktestFigures.None.Add(comparison).Add(Compare(complaint, WithoutRule("recovery"))).Cost["EUR"];

        Assert.True(comparison.Differs);
        Assert.Equal((15m, 20m), (comparison.Was.Gift?.Percent, comparison.Would.Gift?.Percent));
        Assert.Equal((0, 2, 1), (cost.Difference, cost.CodesBefore, cost.CodesAfter));
    }

    [Fact]
    public void Of_AClaimThatAPersonDecided_IsWhatThePolicyPassedOn()
    {
        var escalated = Decided(GivenClaim.Facts() with { Entitlement = 20_000 });
        var ruling = escalated.State.Ruling ?? throw new InvalidOperationException();
        var byPerson = ruling.Decision with { Outcome = ClaimOutcome.Approved, Amount = 700, DecidedBy = "agent:lee" };
        var decided = escalated with { State = escalated.State with { Status = ClaimStatus.Approved, ByAgent = new AgentRuling(byPerson, "hash", true) } };

        var comparison = Compare(decided, WithoutRule("significant-amount"));

        Assert.Equal((ClaimOutcome.Escalated, 0L), (comparison.Was.Outcome, comparison.Was.Amount));
        Assert.Equal((ClaimOutcome.Approved, 20_000L), (comparison.Would.Outcome, comparison.Would.Amount));
        Assert.False(Compare(decided, GivenClaim.Written.Policy).Differs);
    }

    [Fact]
    public void Of_AClaimThatNoPolicyDecided_IsNone()
    {
        var decided = Decided(GivenClaim.Facts());

        Assert.Null(Comparison.Of(decided with { State = ClaimState.Queued }, GivenClaim.Written.Policy));
        Assert.Null(Comparison.Of(decided with { State = decided.State with { Status = ClaimStatus.Queued } }, GivenClaim.Written.Policy));
        Assert.Null(Comparison.Of(decided with { State = decided.State with { Status = ClaimStatus.Failed } }, GivenClaim.Written.Policy));
    }

    [Fact]
    public void Add_OfClaimsInTwoCurrencies_KeepsThemApart()
    {
        var late = GivenClaim.Facts() with { ReceivedAt = GivenClaim.PlacedAt.AddDays(15) };
        var policy = With("claimWindowDays", 20);

        var figures = ((ArchivedClaim[])[Decided(late), Decided(late), Decided(late with { Currency = "JPY" }), Decided(GivenClaim.Facts())])
            .Aggregate(BacktestFigures.None.AddUndecided(), (sum, claim) => sum.Add(Compare(claim, policy)));

        Assert.Equal((4, 3, 1), (figures.Compared, figures.Changed, figures.Undecided));
        Assert.Equal(["EUR", "JPY"], figures.Cost.Keys);
        Assert.Equal((3, 2, 500L, 1_500L, 1_000L), Figures(figures.Cost["EUR"]));
        Assert.Equal((1, 1, 0L, 500L, 500L), Figures(figures.Cost["JPY"]));
        Assert.Equal(3, Assert.Single(figures.Outcomes, entry => entry.Key == (ClaimOutcome.Denied, ClaimOutcome.Approved)).Value);
    }

    private static (int Compared, int Changed, long Before, long After, long Difference) Figures(BacktestCost cost) =>
        (cost.Compared, cost.Changed, cost.Before, cost.After, cost.Difference);

    private static IEnumerable<ArchivedClaim> Several()
    {
        foreach (var kind in Enum.GetValues<ClaimKind>())
        {
            yield return Decided(GivenClaim.Facts(kind));
            yield return Decided(GivenClaim.Expired(TimeSpan.FromHours(3), 900, kind));
            yield return Decided(GivenClaim.Facts(kind, "KWD") with { LimitLeft = false });
        }
    }

    private static ArchivedClaim Decided(ClaimFacts facts)
    {
        var ruling = DecideClaim.By(facts, GivenClaim.Written, facts.ReceivedAt.AddMinutes(1));
        return new(
            new ClaimPlace(facts.ReceivedAt, ClaimId.Parse("given")),
            new ClaimState(ruling.Decision.Outcome.ToStatus()) { Facts = facts, Ruling = ruling });
    }

    private static Comparison Compare(ArchivedClaim claim, Policy policy)
    {
        var comparison = Comparison.Of(claim, policy);
        Assert.NotNull(comparison);
        return comparison;
    }

    private static Policy With(string threshold, int number)
    {
        var json = Written();
        (json["thresholds"] ?? new JsonObject())[threshold] = number;
        return Read(json);
    }

    private static Policy WithoutRule(string name)
    {
        var json = Written();
        var rules = json["rules"]?.AsArray() ?? [];
        rules.Remove(rules.Single(rule => rule?["rule"]?.GetValue<string>() == name));
        return Read(json);
    }

    private static JsonObject Written() => JsonNode.Parse(GivenClaim.Written.Policy.ToText())?.AsObject() ?? throw new InvalidOperationException();

    private static Policy Read(JsonObject json) => GivenClaim.ReadPolicy(json).Policy ?? throw new InvalidOperationException("The policy was refused.");
}
