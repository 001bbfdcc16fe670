using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Domain.Tests.Reports;

public sealed class ClaimDayTests
{
    private static readonly BusinessCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
    private static readonly DateTimeOffset Start = new(2026, 11, 19, 23, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddHours(24);

    [Fact]
    public void Of_EveryOutcome_CountsByKindAndCurrency()
    {
        var day = Day(
            Claim("1", ClaimKind.MissedCode, Start, ClaimOutcome.Approved, 500, minutes: 1),
            Claim("2", ClaimKind.MissedCode, Start, ClaimOutcome.Approved, 250, minutes: 3),
            Claim("3", ClaimKind.MissedCode, Start, ClaimOutcome.Denied, 0, minutes: 10),
            Claim("4", ClaimKind.MissedCode, Start, ClaimOutcome.Approved, 7000, minutes: 2, currency: "JPY"),
            Claim("5", ClaimKind.Complaint, Start, ClaimOutcome.Escalated, 0, minutes: 4));

        Assert.Equal(
            [
                new("missed-code", "EUR", 3, 2, 1, 0, 750, 0, 3),
                new("missed-code", "JPY", 1, 1, 0, 0, 7000, 0, 2),
                new ClaimRow("complaint", "EUR", 1, 0, 0, 1, 0, 0, 4),
            ],
            ClaimDay.Rows([day]));
        Assert.Empty(day.Undecided);
    }

    [Fact]
    public void Of_UndecidedAtTheEnd_IsLeftToTheNextDayAndCountsOnce()
    {
        var atEnd = Claim("late", ClaimKind.MissedCode, End.AddMinutes(-2), ClaimOutcome.Approved, 500, minutes: 2);
        var justBefore = Claim("just", ClaimKind.MissedCode, End.AddMinutes(-2).AddTicks(-1), ClaimOutcome.Approved, 100, minutes: 2);

        var first = Day(atEnd, justBefore, Waiting("waits"));
        var second = ClaimDay.Of("2026-11-21", Berlin, [(atEnd, "EUR"), (Claim("waits", ClaimKind.MissedCode, Start, ClaimOutcome.Denied, 0, minutes: 1441), "EUR")]);

        Assert.Equal(["late", "waits"], first.Undecided.Order(StringComparer.Ordinal));
        Assert.Equal(new ClaimRow("missed-code", "EUR", 3, 1, 0, 0, 100, 0, 2), Assert.Single(ClaimDay.Rows([first])));
        Assert.Equal(new ClaimRow("missed-code", "EUR", 0, 1, 1, 0, 500, 0, 721.5m), Assert.Single(ClaimDay.Rows([second])));
        Assert.Equal(new ClaimRow("missed-code", "EUR", 3, 2, 1, 0, 600, 0, 2), Assert.Single(ClaimDay.Rows([first, second])));
    }

    [Fact]
    public void Of_ListedTwiceOrUnreadable_CountsOnceOrNowhere()
    {
        var claim = Claim("1", ClaimKind.MissedCode, Start, ClaimOutcome.Approved, 500, minutes: 0);

        var day = Day(claim, claim, Waiting("poison") with { Kind = null });

        Assert.Equal(new ClaimRow("missed-code", "EUR", 1, 1, 0, 0, 500, 0, 0), Assert.Single(ClaimDay.Rows([day])));
        Assert.Empty(day.Undecided);
    }

    [Fact]
    public void Of_EscalatedAndDecidedByAPersonLater_CountsEachOnItsDay()
    {
        var escalated = Claim("e", ClaimKind.MissedCode, Start, ClaimOutcome.Escalated, 0, minutes: 4);
        var decided = ByAgent(escalated, End.AddMinutes(6), 800, beyond: 300);
        var sameDay = ByAgent(Claim("s", ClaimKind.MissedCode, Start, ClaimOutcome.Escalated, 0, minutes: 2), Start.AddMinutes(10), 100, beyond: 0);

        var first = Day(escalated, sameDay);
        var second = ClaimDay.Of("2026-11-21", Berlin, [(decided, "EUR")], first);
        var third = ClaimDay.Of("2026-11-22", Berlin, [], second);

        Assert.Equal(["e"], first.Escalated);
        Assert.Empty(first.Undecided);
        Assert.Equal(new ClaimRow("missed-code", "EUR", 2, 1, 0, 2, 100, 0, 4), Assert.Single(ClaimDay.Rows([first])));
        Assert.Equal(new ClaimRow("missed-code", "EUR", 0, 1, 0, 0, 800, 300, 1446), Assert.Single(ClaimDay.Rows([second])));
        Assert.Empty(second.Escalated);
        Assert.Empty(ClaimDay.Rows([third]));
    }

    [Fact]
    public void Of_EscalatedForDays_IsCarriedOnUntilItIsDecided()
    {
        var escalated = Claim("e", ClaimKind.MissedCode, Start, ClaimOutcome.Escalated, 0, minutes: 4);

        var first = Day(escalated);
        var second = ClaimDay.Of("2026-11-21", Berlin, [(ByAgent(escalated, End.AddHours(24), 800, beyond: 300), "EUR")], first);

        Assert.Equal(["e"], second.Escalated);
        Assert.Empty(ClaimDay.Rows([second]));
    }

    [Fact]
    public void Of_NothingDecided_HasNoMedian() => Assert.Null(Assert.Single(ClaimDay.Rows([Day(Waiting("1"))])).MedianMinutesToDecision);

    private static ClaimDay Day(params ClaimRecord[] claims) =>
        ClaimDay.Of("2026-11-20", Berlin, claims.Select(claim => (claim, claim.State.Decision?.Currency ?? "EUR")));

    private static ClaimRecord ByAgent(ClaimRecord claim, DateTimeOffset at, long amount, long beyond)
    {
        var decision = claim.State.Decision ?? throw new InvalidOperationException();
        var byAgent = decision with { Outcome = ClaimOutcome.Approved, Amount = amount, DecidedBy = "agent:lee", DecidedAt = at };
        return claim with { State = claim.State with { Status = ClaimStatus.Approved, ByAgent = new AgentRuling(byAgent, "hash", true) { Beyond = beyond } } };
    }

    private static ClaimRecord Waiting(string id) => new(ClaimId.Parse(id), Start, ClaimKind.MissedCode, "kim", null, ClaimState.Queued, "1");

    private static ClaimRecord Claim(string id, ClaimKind kind, DateTimeOffset receivedAt, ClaimOutcome outcome, long amount, int minutes, string currency = "EUR")
    {
        var decision = new Decision(outcome, "rule", ClaimComplexity.Low, amount, currency, [], 1, 1, Decision.ByPolicy, receivedAt.AddMinutes(minutes));
        return Waiting(id) with
        {
            Kind = kind,
            ReceivedAt = receivedAt,
            State = new ClaimState(outcome.ToStatus()) { Ruling = new ClaimRuling(decision, [], default(ReplyReason)) },
        };
    }
}
