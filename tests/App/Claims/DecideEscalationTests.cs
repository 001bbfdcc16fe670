using System.Text.Json.Nodes;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

public sealed class DecideEscalationTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Why = "Anna had asked us by phone before";
    private static readonly AgentVerdict Approval = new(ClaimOutcome.Approved, 500, "lee", Why, OverrideLimits: false);
    private static readonly AgentVerdict Denial = new(ClaimOutcome.Denied, 0, "lee", Why, OverrideLimits: false);

    private readonly Desk _desk = new(azurite);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _desk.Tables.CreateTablesAsync(Cancellation);

    public async ValueTask DisposeAsync() => await _desk.ReplayAsync();

    [Fact]
    public async Task Approval_OfAnEscalatedClaim_IsPaidThroughTheLedgerAndShown()
    {
        var json = await EscalatedAsync();

        var answer = await DecideAsync(json, Approval);

        Assert.Equal(200, answer.Status);
        var shown = Desk.BodyOf(answer);
        var paid = Assert.Single(_desk.Ledger.Retroactive);
        Assert.Equal(500, paid.Discount);
        Assert.Equal("approved", shown["status"]?.GetValue<string>());
        Assert.Equal("agent:lee", shown["decision"]?["decidedBy"]?.GetValue<string>());
        Assert.Equal(500, shown["decision"]?["amount"]?.GetValue<long>());
        Assert.Equal([Why], Texts(shown["decision"]?["rationale"]));
        Assert.Equal(1, shown["decision"]?["policyVersion"]?.GetValue<int>());
        Assert.Equal(paid.RedemptionId, shown["remedies"]?[0]?["redemptionId"]?.GetValue<string>());
        Assert.Contains("€5.00", shown["reply"]?["text"]?.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain(Why, shown["reply"]?["text"]?.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(["received", "gathered", "escalated", "mailed", "deciding", "paid", "approved", "mailed"], await _desk.EventsAsync(json));
        Assert.EndsWith($"“{Why}”", shown["audit"]?[6]?["detail"]?.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(shown["deadline"]);
    }

    [Fact]
    public async Task Decision_OnceMade_LeavesThePolicysOwnDecisionAsItWas()
    {
        var json = _desk.Significant();
        var before = (await _desk.EscalatedAsync(json)).State;

        await DecideAsync(json, Approval);

        var after = (await _desk.FindAsync(json)).State;
        Assert.Equal(KeptJson.Write(before.Ruling ?? throw new InvalidOperationException()), KeptJson.Write(after.Ruling ?? throw new InvalidOperationException()));
        Assert.Equal(ClaimOutcome.Escalated, after.PolicyDecision?.Outcome);
        Assert.Equal(2, after.Decisions);
    }

    [Fact]
    public async Task Denial_OfAnEscalatedClaim_PaysNothingAndOffersAWayOn()
    {
        var json = _desk.Significant();
        json["language"] = "de";
        await _desk.EscalatedAsync(json);

        var shown = Desk.BodyOf(await DecideAsync(json, Denial));

        Assert.Empty(_desk.Ledger.Retroactive);
        Assert.Equal("denied", shown["status"]?.GetValue<string>());
        Assert.NotEmpty(shown["remedies"]?.AsArray() ?? []);
        Assert.All(shown["remedies"]?.AsArray() ?? [], remedy => Assert.Equal("alternative", remedy?["kind"]?.GetValue<string>()));
        Assert.Contains("persönlich", shown["reply"]?["text"]?.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("WELCOME10", shown["reply"]?["text"]?.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_Repeated_IsTheSameAnswerAndOneEffect()
    {
        var json = await EscalatedAsync();
        var version = (await _desk.FindAsync(json)).Version;

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => new Desk(azurite, shared: _desk).Decide.HandleAsync(Desk.IdOf(json).Value, null, Approval, Cancellation)));
        var later = await DecideAsync(json, Approval, $"\"{version}\"");

        Assert.All(answers.Append(later), answer => Assert.Equal(200, answer.Status));
        Assert.Single(answers.Append(later).Select(answer => Desk.BodyOf(answer).ToJsonString()).Distinct());
        Assert.Single(_desk.Ledger.Retroactive);
        Assert.Single(await _desk.EventsAsync(json), what => what == "approved");
    }

    [Fact]
    public async Task Decision_AfterAnother_IsAConflict()
    {
        var json = await EscalatedAsync();
        await DecideAsync(json, Approval);

        foreach (var other in new[] { Denial, Approval with { Amount = 501 }, Approval with { Agent = "kim" }, Approval with { Rationale = "Another." } })
        {
            Assert.Equal(409, (await DecideAsync(json, other)).Status);
        }

        Assert.Equal(500, Assert.Single(_desk.Ledger.Retroactive).Discount);
    }

    [Fact]
    public async Task Decisions_ThatDifferAtOnce_LetOneStand()
    {
        var json = await EscalatedAsync();
        AgentVerdict[] verdicts = [Approval, Denial, Approval with { Amount = 700 }, Denial with { Agent = "kim" }];

        var answers = await Task.WhenAll(verdicts.Select(verdict => new Desk(azurite, shared: _desk).Decide.HandleAsync(Desk.IdOf(json).Value, null, verdict, Cancellation)));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(3, answers.Count(answer => answer.Status == 409));
        var claim = await _desk.FindAsync(json);
        Assert.Equal(claim.State.Decision?.Amount ?? 0, _desk.Ledger.Retroactive.Sum(redemption => redemption.Discount));
    }

    [Fact]
    public async Task Decision_OfAStaleReading_IsRefusedUntilItIsReadAnew()
    {
        var json = await EscalatedAsync();
        var stale = (await _desk.FindAsync(json)).Version;
        await _desk.Add.HandleAsync(Desk.IdOf(json).Value, new Contact("mail", "kim", "t-2", "More", []), Cancellation);

        Assert.Equal(412, (await DecideAsync(json, Approval, $"\"{stale}\"")).Status);
        Assert.Equal(412, (await DecideAsync(json, Approval, "\"none\"")).Status);
        Assert.Empty(_desk.Ledger.Retroactive);
        Assert.Equal(200, (await DecideAsync(json, Approval, $"W/\"{(await _desk.FindAsync(json)).Version}\"")).Status);
    }

    [Theory]
    [InlineData("nobody-knows-it")]
    [InlineData("..")]
    public async Task Decision_OnAClaimThatIsNotThere_IsNotFound(string id) =>
        Assert.Equal(404, (await _desk.Decide.HandleAsync(id, null, Denial, Cancellation)).Status);

    [Fact]
    public async Task Decision_OnAClaimThatIsNotEscalated_IsAConflict()
    {
        var queued = _desk.Json("queued");
        await _desk.Receive.HandleAsync(_desk.Read(queued), _desk.Time.GetUtcNow(), Cancellation);
        var decided = _desk.Json("decided");
        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(decided), Cancellation));

        Assert.Equal(409, (await DecideAsync(queued, Denial)).Status);
        Assert.Equal(409, (await DecideAsync(decided, Denial)).Status);
    }

    [Theory]
    [InlineData(0, 400)]
    [InlineData(1, 200)]
    [InlineData(50_000, 200)]
    [InlineData(50_001, 400)]
    public async Task Amount_AtItsBounds_IsWhatTheOrderCostAtMost(long amount, int status)
    {
        var json = await EscalatedAsync();

        var answer = await DecideAsync(json, Approval with { Amount = amount });

        Assert.Equal(status, answer.Status);
        if (status == 400)
        {
            Assert.Equal("/amount", Assert.Single(Desk.BodyOf(answer)["errors"]?.AsObject() ?? []).Key);
        }
    }

    [Theory]
    [InlineData(49_500, 200)]
    [InlineData(49_501, 400)]
    public async Task Amount_WhereAnotherClaimWasPaidForTheOrder_IsWhatIsLeftOfItAtMost(long amount, int status)
    {
        var json = await EscalatedAsync();
        _desk.Ledger.Settle(json["order"]?["id"]?.GetValue<string>() ?? "", "ANOTHER");

        var answer = await DecideAsync(json, Approval with { Amount = amount });

        Assert.Equal(status, answer.Status);
        if (status == 400)
        {
            Assert.Contains("at most 49500: that is what the order cost, less what was taken off it or paid back for it.", Desk.BodyOf(answer).ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Approval_WithoutRoom_NamesTheLimitAndTheClaimStillWaits()
    {
        var json = await EscalatedAsync();
        _desk.Ledger.Left = 0;

        var refused = await DecideAsync(json, Approval);

        Assert.Equal(409, refused.Status);
        Assert.Equal("total", Desk.BodyOf(refused)["limit"]?.GetValue<string>());
        Assert.Contains("overrideLimits", Desk.BodyOf(refused)["detail"]?.GetValue<string>(), StringComparison.Ordinal);
        var claim = await _desk.FindAsync(json);
        Assert.Equal((ClaimStatus.Escalated, null), (claim.State.Status, claim.State.ByAgent));
        Assert.Contains("not-carried-out", await _desk.EventsAsync(json));

        _desk.Ledger.Left = 1;
        Assert.Equal(200, (await DecideAsync(json, Approval)).Status);
        Assert.Single(_desk.Ledger.Retroactive);
    }

    [Fact]
    public async Task Approval_BeyondTheLimits_SaysWhoOverrodeThemAndWhy()
    {
        var json = await EscalatedAsync();
        _desk.Ledger.Left = 0;

        var shown = Desk.BodyOf(await DecideAsync(json, Approval with { OverrideLimits = true }));

        Assert.Empty(_desk.Ledger.Retroactive);
        Assert.Equal("approved", shown["status"]?.GetValue<string>());
        Assert.Equal(500, shown["remedies"]?[0]?["amount"]?.GetValue<long>());
        Assert.Null(shown["remedies"]?[0]?["redemptionId"]);
        var entry = Assert.Single(shown["audit"]?.AsArray() ?? [], line => line?["event"]?.GetValue<string>() == "limits-overridden");
        Assert.Equal("agent:lee", entry?["actor"]?.GetValue<string>());
        Assert.Contains("500 minor units of EUR", entry?["detail"]?.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(Why, entry?["detail"]?.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(500, (await _desk.FindAsync(json)).State.ByAgent?.Beyond);
    }

    [Fact]
    public async Task Approval_ThatMayOverrideButNeedNot_IsBookedUnderTheLimits()
    {
        var json = await EscalatedAsync();

        await DecideAsync(json, Approval with { Amount = 12_000, OverrideLimits = true });

        Assert.Equal(12_000, Assert.Single(_desk.Ledger.Retroactive).Discount);
        Assert.Equal(2_000, (await _desk.FindAsync(json)).State.ByAgent?.Beyond);
        Assert.DoesNotContain("limits-overridden", await _desk.EventsAsync(json));
    }

    [Fact]
    public async Task Approval_OfACodeThatIsSettled_IsRefusedUnlessItOverrides()
    {
        var json = await EscalatedAsync();
        _desk.Ledger.Settle(json["order"]?["id"]?.GetValue<string>() ?? "", "SUMMER20");

        var refused = await DecideAsync(json, Approval);

        Assert.Equal((409, "settled"), (refused.Status, Desk.BodyOf(refused)["limit"]?.GetValue<string>()));
        Assert.Equal(200, (await DecideAsync(json, Approval with { OverrideLimits = true })).Status);
    }

    [Fact]
    public async Task Approval_OfAClaimWithoutACode_IsRefusedUnlessItOverrides()
    {
        var json = _desk.Json(kind: "complaint");
        json.Remove("order");
        json.Remove("code");
        json["currency"] = "EUR";
        json["requestedAmount"] = 10_000;
        await _desk.EscalatedAsync(json);

        var refused = await DecideAsync(json, Approval);

        Assert.Equal((409, "nothing-to-book"), (refused.Status, Desk.BodyOf(refused)["limit"]?.GetValue<string>()));
        Assert.Equal(200, (await DecideAsync(json, Approval with { OverrideLimits = true })).Status);
        Assert.Equal(500, (await _desk.FindAsync(json)).State.ByAgent?.Beyond);
    }

    [Fact]
    public async Task Approval_OfAComplaintWithNothingToPay_IsApproved()
    {
        var json = _desk.Json(kind: "complaint");
        json.Remove("order");
        json.Remove("code");
        json["currency"] = "EUR";
        json["requestedAmount"] = 10_000;
        await _desk.EscalatedAsync(json);

        var shown = Desk.BodyOf(await DecideAsync(json, Approval with { Amount = 0 }));

        Assert.Equal("approved", shown["status"]?.GetValue<string>());
        Assert.Empty(shown["remedies"]?.AsArray() ?? []);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Decision_WhoseProcessDiesAtAnyCall_IsCarriedOutOnceByARepeatOrTheTimer(bool afterEffect)
    {
        for (var call = 1; ; call++)
        {
            var name = $"crash-{(afterEffect ? "after" : "before")}-{call}";
            var json = _desk.Significant(name);
            await _desk.EscalatedAsync(json);
            var crash = new CrashPoint(call, afterEffect);
            var dying = new Desk(azurite, crash, _desk);
            var answered = false;
            try
            {
                answered = (await dying.Decide.HandleAsync(Desk.IdOf(json).Value, null, Approval, Cancellation)).Status == 200;
            }
            catch (CrashException)
            {
            }

            if (!crash.Reached)
            {
                Assert.True(answered);
                return;
            }

            // Whoever comes first: the timer for what was kept, else the agent who repeats.
            _desk.Time.Pass(TimeSpan.FromMinutes(4));
            await _desk.Attend.RunAsync(Cancellation);
            Assert.Null((await _desk.FindAsync(json)).State is { Status: ClaimStatus.Escalated, ByAgent: { } left } ? left : null);
            Assert.Equal(200, (await DecideAsync(json, Approval)).Status);

            var order = json["order"]?["id"]?.GetValue<string>();
            Assert.Single(_desk.Ledger.Retroactive, redemption => redemption.OrderId == order);
            Assert.Single(await _desk.EventsAsync(json), what => what == "approved");
            Assert.DoesNotContain("ledger-differs", await _desk.EventsAsync(json));
            await AssertToldAsync(json);
        }
    }

    [Theory]
    [InlineData("""{ "outcome": "escalated", "agent": "lee", "rationale": "x" }""", "/outcome")]
    [InlineData("""{ "outcome": "approved", "amount": 5, "agent": "lee" }""", "/rationale")]
    [InlineData("""{ "outcome": "approved", "amount": 5, "agent": "lee", "rationale": " " }""", "/rationale")]
    [InlineData("""{ "outcome": "approved", "amount": 5, "rationale": "x" }""", "/agent")]
    [InlineData("""{ "outcome": "approved", "amount": -1, "agent": "lee", "rationale": "x" }""", "/amount")]
    [InlineData("""{ "outcome": "denied", "amount": 1, "agent": "lee", "rationale": "x" }""", "/amount")]
    [InlineData("""{ "outcome": "denied", "agent": "lee", "rationale": "x", "why": "y" }""", "/why")]
    public void Verdict_ThatIsWrong_IsRefusedWhereItIs(string json, string place)
    {
        var errors = new PromoFunctions.Domain.Reading.InputErrors();

        Assert.Null(PromoFunctions.Domain.Reading.JsonInput.Read(System.Text.Encoding.UTF8.GetBytes(json), errors, AgentVerdict.Read));

        Assert.Equal([place], errors.ToList().Select(error => error.Key));
    }

    [Fact]
    public async Task Decision_OfAClaimWhoseEscalationIsNotToldYet_TellsBoth()
    {
        _desk.Mails.Failures = 1;
        var json = _desk.Significant();
        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json, PromoFunctions.App.Claims.QueuedClaim.LastDelivery), Cancellation));
        Assert.Equal(["mail"], (await _desk.FindAsync(json)).State.ToDeliver);

        Assert.Equal(200, (await DecideAsync(json, Approval)).Status);

        await AssertToldAsync(json);
    }

    [Fact]
    public async Task Decision_WhoseMailFails_StandsAndIsMailedByTheSweep()
    {
        var json = await EscalatedAsync();
        _desk.Mails.Failures = 1;

        Assert.Equal(200, (await DecideAsync(json, Approval)).Status);
        Assert.Equal(["mail"], (await _desk.FindAsync(json)).State.ToDeliver);
        await _desk.Deliver.HandleAsync(await _desk.FindAsync(json), Cancellation);

        await AssertToldAsync(json);
    }

    /// <summary>Both decisions were mailed and published, each once.</summary>
    private async Task AssertToldAsync(JsonObject json)
    {
        var id = Desk.IdOf(json).Value;
        Assert.Empty((await _desk.FindAsync(json)).State.ToDeliver);
        Assert.Equal(2, _desk.Mails.Sent.Count(mail => mail.To == json["customer"]?["email"]?.GetValue<string>()));
        Assert.Equal(["escalated", "approved"], new[] { 1, 2 }.Select(number => JsonNode.Parse(_desk.Events.Told[$"claim|{id}|{number}"])?["outcome"]?.GetValue<string>()));
    }

    private static IEnumerable<string?> Texts(JsonNode? list) => (list?.AsArray() ?? []).Select(text => text?.GetValue<string>());

    private async Task<JsonObject> EscalatedAsync()
    {
        var json = _desk.Significant();
        await _desk.EscalatedAsync(json);
        return json;
    }

    private Task<Answer> DecideAsync(JsonObject json, AgentVerdict verdict, string? ifMatch = null) =>
        _desk.Decide.HandleAsync(Desk.IdOf(json).Value, ifMatch, verdict, Cancellation);
}
