using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Reports;

/// <summary>The rows of claims in reports beside a plain count over the claims in the store.</summary>
public sealed class ClaimReportsTests(AzuriteFixture azurite)
{
    private const string First = "2026-11-19";
    private const string Second = "2026-11-20";
    private static readonly string[] Kinds = [.. Enum.GetValues<ClaimKind>().Select(kind => Vocabulary<ClaimKind>.Words[kind])];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reports_OfClaimsOfEveryKindOverTwoDays_AreThoseOfAPlainCount()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, First + "T12:00:00Z");
        await desk.Compute.RunAsync(Token);
        var random = new Random(20_261_119);

        // A day's claims are in before it is counted; some are decided, and some passed to a person, on the next.
        var waiting = new List<ClaimId>();
        for (var i = 0; i < 48; i++)
        {
            await GiveAsync(desk, $"first-{i}", Kinds[i % Kinds.Length], random, FinanceDesk.Instant(First + "T09:00:00Z").AddMinutes(10 * i), waiting);
        }

        desk.Time.Set(First + "T23:06:00Z");
        await desk.RunThroughAsync(First);
        foreach (var id in waiting)
        {
            await GoOnAsync(desk, id, random, FinanceDesk.Instant(Second + "T10:00:00Z").AddMinutes(random.Next(60)));
        }

        for (var i = 0; i < 24; i++)
        {
            await GiveAsync(desk, $"second-{i}", Kinds[i % Kinds.Length], random, FinanceDesk.Instant(Second + "T09:00:00Z").AddMinutes(10 * i), []);
        }

        var stored = await StoredAsync(desk);
        Assert.Equal(72, stored.Count);
        foreach (var closed in new[] { false, true })
        {
            if (closed)
            {
                desk.Time.Set(Second + "T23:06:00Z");
                await desk.RunThroughAsync(Second);
            }

            foreach (var (kind, day) in ((ReportKind, string)[])[(ReportKind.Daily, First), (ReportKind.Daily, Second), (ReportKind.Weekly, Second), (ReportKind.Monthly, Second)])
            {
                var report = await desk.Prepare.OneAsync(ReportPeriod.Of(kind, day), Token);
                Assert.Equal(Plain(stored, report.Period), report.Claims);
            }
        }

        var week = Plain(stored, ReportPeriod.Of(ReportKind.Weekly, Second));
        Assert.Equal(72, week.Sum(row => row.Received));
        Assert.True(week.Sum(row => row.Overridden) > 0 && week.Sum(row => row.Escalated) > 0 && week.Sum(row => row.Denied) > 0);
    }

    /// <summary>Every claim in the store.</summary>
    private static async Task<List<ClaimRecord>> StoredAsync(FinanceDesk desk)
    {
        var stored = new List<ClaimRecord>();
        ClaimPlace? place = null;
        do
        {
            var page = await desk.Claims.ListAsync(new ClaimQuery(null, null, null, null, null, 10, place), Token);
            stored.AddRange(page.Items);
            place = page.Next;
        }
        while (place is not null);
        return stored;
    }

    /// <summary>The rows of a period: every event of every claim, counted on the business day on which it was.</summary>
    private static IReadOnlyList<ClaimRow> Plain(IEnumerable<ClaimRecord> claims, ReportPeriod period)
    {
        var events = claims.SelectMany(claim => EventsOf(claim)).Where(happened => period.Contains(FinanceDesk.Berlin.DayOf(happened.At)));
        return ClaimRow.InOrder(
            from happened in events
            group happened by (happened.Kind, happened.Currency) into row
            let minutes = row.Where(happened => happened.What != "received").Select(happened => happened.Minutes).Order().ToList()
            select new ClaimRow(
                row.Key.Kind,
                row.Key.Currency,
                row.Count(happened => happened.What == "received"),
                row.Count(happened => happened.What == "approved"),
                row.Count(happened => happened.What == "denied"),
                row.Count(happened => happened.What == "escalated"),
                row.Sum(happened => happened.Amount),
                row.Sum(happened => happened.Beyond),
                minutes.Count == 0 ? null : (minutes[(minutes.Count - 1) / 2] + minutes[minutes.Count / 2]) / 2m));
    }

    private static IEnumerable<(string Kind, string Currency, string What, DateTimeOffset At, long Minutes, long Amount, long Beyond)> EventsOf(ClaimRecord claim)
    {
        var kind = Vocabulary<ClaimKind>.Words[claim.Kind ?? throw new InvalidOperationException()];
        var currency = claim.Id.Value.EndsWith("JPY", StringComparison.Ordinal) ? "JPY" : "EUR";
        yield return (kind, currency, "received", claim.ReceivedAt, 0, 0, 0);
        foreach (var (decision, beyond) in ((Decision?, long)[])[(claim.State.PolicyDecision, 0), (claim.State.AgentDecision, claim.State.ByAgent?.Beyond ?? 0)])
        {
            if (decision is not null)
            {
                var minutes = (long)Math.Floor((decision.DecidedAt - claim.ReceivedAt).TotalMinutes + 0.5);
                yield return (kind, currency, Vocabulary<ClaimOutcome>.Words[decision.Outcome], decision.DecidedAt, minutes, decision.Amount, beyond);
            }
        }
    }

    private static async Task GiveAsync(FinanceDesk desk, string id, string kind, Random random, DateTimeOffset receivedAt, List<ClaimId> waiting)
    {
        var currency = random.Next(4) == 0 ? "JPY" : "EUR";
        var json = new JsonObject
        {
            ["claimId"] = $"{id}-{currency}",
            ["kind"] = kind,
            ["customer"] = new JsonObject { ["email"] = $"{id}@shop.example" },
            ["contact"] = JsonNode.Parse("""{ "channel": "chat", "agent": "kim", "reference": "ticket", "summary": "Help" }"""),
        };
        if (kind is "missed-code" or "expired-code" or "rejected-code")
        {
            json["code"] = "SUMMER20";
            json["order"] = JsonNode.Parse($$"""
                { "id": "o-{{id}}", "placedAt": "2026-11-18T10:00:00Z", "cart": { "currency": "{{currency}}", "channel": "web", "region": "DE",
                  "lines": [ { "id": "1", "sku": "TEA-01", "categories": ["tea"], "quantity": 2, "unitPrice": 1250 } ] } }
                """);
        }
        else
        {
            json["currency"] = currency;
        }

        var errors = new InputErrors();
        var claim = JsonInput.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), errors, reader => Claim.Read(reader, ClaimId.New(), receivedAt))
            ?? throw new InvalidOperationException(errors.ToList()[0].Key + " " + errors.ToList()[0].Value[0]);
        var customer = Tests.Claims.Desk.Keys.Of(claim.Customer) ?? throw new InvalidOperationException();
        Assert.IsType<ClaimAddition.Kept>(await desk.Claims.AddAsync(claim, customer, receivedAt, Token));
        switch (random.Next(6))
        {
            case 0:
                waiting.Add(claim.Id);
                break;
            case 1:
                await DecideAsync(desk, claim.Id, ClaimOutcome.Escalated, random, receivedAt);
                waiting.Add(claim.Id);
                break;
            case 2:
                await DecideAsync(desk, claim.Id, ClaimOutcome.Escalated, random, receivedAt);
                await GoOnAsync(desk, claim.Id, random, receivedAt.AddMinutes(30));
                break;
            case 3:
                await DecideAsync(desk, claim.Id, ClaimOutcome.Denied, random, receivedAt);
                break;
            default:
                await DecideAsync(desk, claim.Id, ClaimOutcome.Approved, random, receivedAt);
                break;
        }
    }

    /// <summary>What waits for the policy is decided by it; what waits for a person, by that person, sometimes beyond the policy.</summary>
    private static async Task GoOnAsync(FinanceDesk desk, ClaimId id, Random random, DateTimeOffset at)
    {
        var claim = await desk.Claims.FindAsync(id, Token) ?? throw new InvalidOperationException();
        if (claim.State.Ruling is not { Decision: var escalated })
        {
            await DecideAsync(desk, id, ClaimOutcome.Approved, random, at);
            return;
        }

        var approved = random.Next(2) == 0;
        var amount = approved ? random.Next(1, 5_000) : 0;
        var decision = escalated with
        {
            Outcome = approved ? ClaimOutcome.Approved : ClaimOutcome.Denied,
            Amount = amount,
            DecidedBy = AgentRuling.ActorPrefix + "lee",
            DecidedAt = at,
            Rationale = ["A person's reason."],
        };
        var ruling = new AgentRuling(decision, id.Value, true) { Beyond = random.Next(amount + 1) };
        Assert.NotNull(await desk.Claims.SaveAsync(claim, claim.State with { Status = decision.Outcome.ToStatus(), ByAgent = ruling }, [], Token));
    }

    private static async Task DecideAsync(FinanceDesk desk, ClaimId id, ClaimOutcome outcome, Random random, DateTimeOffset after)
    {
        var claim = await desk.Claims.FindAsync(id, Token) ?? throw new InvalidOperationException();
        var currency = id.Value.EndsWith("JPY", StringComparison.Ordinal) ? "JPY" : "EUR";
        var decision = new Decision(
            outcome,
            string.Create(CultureInfo.InvariantCulture, $"rule-{random.Next(14)}"),
            ClaimComplexity.Low,
            outcome == ClaimOutcome.Approved ? random.Next(5_000) : 0,
            currency,
            ["A reason."],
            1,
            null,
            Decision.ByPolicy,
            after.AddSeconds(random.Next(600)));
        Assert.NotNull(await desk.Claims.SaveAsync(claim, new ClaimState(outcome.ToStatus()) { Ruling = new ClaimRuling(decision, [], default(ReplyReason)) }, [], Token));
    }
}
