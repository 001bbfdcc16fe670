using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using PromoFunctions.App.Claims;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

public sealed class ClaimEndpointsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Desk _desk = new(azurite);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _desk.Tables.CreateTablesAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Post_OfAClaim_KeepsItSendsItAndAnswers202()
    {
        var json = _desk.Json();

        var answer = await PostAsync(json);

        Assert.Equal(202, answer.Status);
        Assert.Equal("/api/claims/" + Desk.IdOf(json), Assert.Single(answer.Headers, header => header.Key == "Location").Value);
        Assert.Equal("queued", Desk.BodyOf(answer)["status"]?.GetValue<string>());
        Assert.Equal([Desk.IdOf(json)], _desk.Queue.Sent);
    }

    [Fact]
    public async Task Post_WhoseSendingFails_IsNotAnsweredAndARepeatSendsAgain()
    {
        var json = _desk.Json();
        _desk.Queue.Failures = 1;

        await Assert.ThrowsAsync<IOException>(() => PostAsync(json));
        var answer = await PostAsync(json);

        Assert.Equal(202, answer.Status);
        Assert.Equal([Desk.IdOf(json)], _desk.Queue.Sent);
    }

    [Fact]
    public async Task Post_OfOtherContentUnderTheSameId_IsAConflict()
    {
        await PostAsync(_desk.Json());

        var answer = await PostAsync(_desk.Json(code: "WELCOME10"));

        Assert.Equal(409, answer.Status);
        Assert.Single(_desk.Queue.Sent);
    }

    [Fact]
    public async Task Post_OfADecidedClaim_TellsItsStatusAndSendsNothing()
    {
        var json = _desk.Json();
        await PostAsync(json);
        Assert.Null(await _desk.Process.HandleAsync(Desk.Kept(Desk.IdOf(json)), Cancellation));

        var answer = await PostAsync(json);

        Assert.Equal(202, answer.Status);
        Assert.Equal("approved", Desk.BodyOf(answer)["status"]?.GetValue<string>());
        Assert.Single(_desk.Queue.Sent);
    }

    [Fact]
    public async Task Claim_OverBothTransports_GivesTheSameResult()
    {
        var posted = _desk.Json("posted", order: "o1");
        var sent = _desk.Json("sent", order: "o2");

        await PostAsync(posted);
        Assert.Null(await _desk.Process.HandleAsync(Desk.Kept(Desk.IdOf(posted)), Cancellation));
        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(sent), Cancellation));

        async Task<string> ShownAsync(JsonObject json) =>
            Desk.BodyOf(await _desk.Show.OneAsync(Desk.IdOf(json).Value, Cancellation)).ToJsonString()
                .Replace("-posted", "-sent", StringComparison.Ordinal).Replace("-o1", "-o2", StringComparison.Ordinal);
        Assert.Equal(await ShownAsync(sent), await ShownAsync(posted));
    }

    [Fact]
    public async Task Get_OfADecidedClaim_HasTheContractsMembers()
    {
        var json = _desk.Json();
        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json), Cancellation));

        var answer = await _desk.Show.OneAsync(Desk.IdOf(json).Value, Cancellation);
        var shown = Desk.BodyOf(answer).AsObject();

        Assert.Equal(200, answer.Status);
        Assert.Contains(answer.Headers, header => header.Key == "ETag");
        Assert.Equal(["claimId", "kind", "status", "receivedAt", "agent", "decision", "remedies", "reply", "contacts", "audit"], shown.Select(member => member.Key));
        Assert.Equal(
            ["outcome", "rule", "complexity", "amount", "currency", "rationale", "policyVersion", "termsVersion", "decidedBy", "decidedAt"],
            shown["decision"]?.AsObject().Select(member => member.Key));
        Assert.Equal(["kind", "amount", "redemptionId"], shown["remedies"]?[0]?.AsObject().Select(member => member.Key));
        Assert.Equal(["at", "actor", "event", "detail"], shown["audit"]?[0]?.AsObject().Select(member => member.Key));
        Assert.Equal("policy", shown["decision"]?["decidedBy"]?.GetValue<string>());
    }

    [Fact]
    public async Task Get_OfAQueuedClaim_ShowsNoDecisionYet()
    {
        var json = _desk.Json();
        await PostAsync(json);

        var shown = Desk.BodyOf(await _desk.Show.OneAsync(Desk.IdOf(json).Value, Cancellation));

        Assert.Equal("queued", shown["status"]?.GetValue<string>());
        Assert.Null(shown["decision"]);
        Assert.Null(shown["reply"]);
        Assert.Empty(shown["remedies"]?.AsArray() ?? []);
    }

    [Theory]
    [InlineData("nobody-knows-it")]
    [InlineData("..")]
    [InlineData("%00")]
    public async Task Get_OfAClaimThatIsNotThere_IsNotFound(string id) =>
        Assert.Equal(404, (await _desk.Show.OneAsync(id, Cancellation)).Status);

    [Fact]
    public async Task List_ByCustomerAndStatus_ShowsTheClaimUnderEitherSpellingOfTheEmail()
    {
        var json = _desk.Json("Lena");
        await PostAsync(json);
        var email = json["customer"]?["email"]?.GetValue<string>() ?? "";

        foreach (var spelling in (string[])[email, email.ToUpperInvariant(), email.Replace("@", "+news@", StringComparison.Ordinal)])
        {
            var shown = Desk.BodyOf(await ListAsync(("customer", spelling), ("status", "queued"), ("agent", "kim")));
            Assert.Equal(Desk.IdOf(json).Value, Assert.Single(shown["items"]?.AsArray() ?? [])?["claimId"]?.GetValue<string>());
            Assert.Null(shown["next"]);
        }

        Assert.Empty(Desk.BodyOf(await ListAsync(("customer", email), ("status", "denied")))["items"]?.AsArray() ?? []);
        Assert.Empty(Desk.BodyOf(await ListAsync(("customer", "somebody"), ("to", "2026-07-02T12:00:00Z")))["items"]?.AsArray() ?? []);
    }

    [Fact]
    public async Task List_InPages_GoesOnWhereItStopped()
    {
        var claims = new[] { _desk.Json("p1"), _desk.Json("p2"), _desk.Json("p3") };
        foreach (var json in claims)
        {
            json["customer"] = new JsonObject { ["id"] = Desk.IdOf(claims[0]).Value };
            await PostAsync(json);
        }

        var seen = new List<string?>();
        string? next = null;
        do
        {
            var page = Desk.BodyOf(await ListAsync(("customer", Desk.IdOf(claims[0]).Value), ("limit", "2"), ("next", next ?? "")));
            seen.AddRange((page["items"]?.AsArray() ?? []).Select(item => item?["claimId"]?.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null && seen.Count < 10);

        Assert.Equal(claims.Select(json => Desk.IdOf(json).Value).Order(), seen.Order());
    }

    [Theory]
    [InlineData("status", "lost")]
    [InlineData("limit", "0")]
    [InlineData("limit", "1001")]
    [InlineData("limit", "many")]
    [InlineData("from", "yesterday")]
    [InlineData("next", "***")]
    [InlineData("agent", "a\0b")]
    public async Task List_WithAWrongParameter_IsRefusedByItsName(string name, string value)
    {
        var answer = await ListAsync((name, value));

        Assert.Equal(400, answer.Status);
        Assert.Equal(name, Assert.Single(Desk.BodyOf(answer)["errors"]?.AsObject() ?? []).Key);
    }

    [Fact]
    public async Task Policy_Shown_IsOneThatWouldBeAccepted()
    {
        var shown = Desk.BodyOf(await new ShowPolicy(new WrittenPolicy()).HandleAsync(version: null, Cancellation));

        Assert.Equal(1, shown["version"]?.GetValue<int>());
        Assert.Equal(
            [
                "already-settled", "potential-system-error", "significant-amount", "repeat-claimant", "outside-claim-window", "valid-at-order-time", "expired-within-grace",
                "promised-code-found", "recovery", "loyal-customer", "significant-first-purchase", "first-time-goodwill", "complaint-again", "default",
            ],
            (shown["policy"]?["rules"]?.AsArray() ?? []).Select(rule => rule?["rule"]?.GetValue<string>()));
        Assert.Single(shown["versions"]?.AsArray() ?? []);
    }

    [Fact]
    public void Message_OfAKeptClaim_IsReadBackAsSuch()
    {
        var id = ClaimId.New();
        var sent = ClaimMessage.Of(id);

        var kept = ClaimMessage.Read(ServiceBusModelFactory.ServiceBusReceivedMessage(body: sent.Body, messageId: sent.MessageId, subject: sent.Subject, deliveryCount: 2));
        var foreign = ClaimMessage.Read(ServiceBusModelFactory.ServiceBusReceivedMessage(body: sent.Body, sequenceNumber: 7));

        Assert.Equal((true, id.Value, 2), (kept.IsKept, kept.Name, kept.Delivery));
        Assert.Equal((false, "7"), (foreign.IsKept, foreign.Name));
    }

    private Task<PromoFunctions.App.Http.Answer> PostAsync(JsonObject json) =>
        _desk.Receive.HandleAsync(_desk.Read(json), _desk.Time.GetUtcNow(), Cancellation);

    private Task<PromoFunctions.App.Http.Answer> ListAsync(params (string Name, string Value)[] parameters) =>
        _desk.Show.ManyAsync(name => parameters.Where(parameter => parameter.Name == name).Select(parameter => parameter.Value).SingleOrDefault(), Cancellation);
}
