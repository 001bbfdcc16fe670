using System.Text;
using System.Text.Json.Nodes;
using PromoFunctions.App.Claims;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

public sealed class ProcessClaimTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Desk _desk = new(azurite);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _desk.Tables.CreateTablesAsync(Cancellation);

    public async ValueTask DisposeAsync() => await _desk.ReplayAsync();

    [Fact]
    public async Task Claim_WhoseCodeWasValid_IsRefundedInTheLedger()
    {
        var json = _desk.Json();

        Assert.Null(await ProcessAsync(json));

        var claim = await _desk.FindAsync(json);
        var redemption = Assert.Single(_desk.Ledger.Retroactive);
        Assert.Equal(ClaimStatus.Approved, claim.State.Status);
        Assert.Equal("valid-at-order-time", claim.State.Decision?.Rule);
        Assert.Equal(500, claim.State.Decision?.Amount);
        Assert.Equal([new Remedy.Refund(500, redemption.RedemptionId)], claim.State.Remedies);
        Assert.Equal(500, redemption.Discount);
        Assert.Equal(500, JsonNode.Parse(redemption.AppliedJson)?[0]?["lines"]?[0]?["discount"]?.GetValue<long>());
        Assert.Contains("€5.00", claim.State.Reply?.Text, StringComparison.Ordinal);
        Assert.Equal(["received", "gathered", "paid", "approved", "mailed"], await _desk.EventsAsync(json));
    }

    [Fact]
    public async Task Claim_WhoseCodeExpiredAnHourBefore_IsRefundedWithinGrace()
    {
        var json = _desk.Json(kind: "expired-code", code: "FLASH25");

        Assert.Null(await ProcessAsync(json));

        var claim = await _desk.FindAsync(json);
        Assert.Equal("expired-within-grace", claim.State.Decision?.Rule);
        Assert.Equal(625, Assert.Single(_desk.Ledger.Retroactive).Discount);
        Assert.Equal(1, claim.State.Facts?.HoursPastExpiry);
    }

    [Fact]
    public async Task Claim_ThatIsDenied_OffersARunningCodeThatFits()
    {
        var (before, json) = (_desk.Json("before", code: "NOSUCH"), _desk.Json(code: "BIG5"));
        json["customer"] = before["customer"]?.DeepClone();
        Assert.Null(await ProcessAsync(before));

        Assert.Null(await ProcessAsync(json));

        var claim = await _desk.FindAsync(json);
        Assert.Equal(ClaimStatus.Denied, claim.State.Status);
        Assert.Equal("default", claim.State.Decision?.Rule);
        Assert.Equal(["minimum-subtotal"], claim.State.Facts?.Refusals);
        Assert.Equal([new Remedy.RunningCode("WELCOME10", "10% off everything"), new Remedy.Newsletter("https://shop.example/news")], claim.State.Remedies);
        Assert.Empty(_desk.Ledger.Retroactive);
    }

    [Fact]
    public async Task Request_WithoutOrder_IsOfferedWhatTheShopAnnouncesAndWhatItAsks()
    {
        var json = _desk.Plain("discount-request");

        Assert.Null(await ProcessAsync(json));

        var claim = await _desk.FindAsync(json);
        Assert.Equal("default", claim.State.Decision?.Rule);
        Assert.Equal(
            [new("BIG5", "€5.00 off your order. The order must come to at least €50.00 before discount, without shipping."), new("WELCOME10", "10% off everything")],
            claim.State.Remedies.OfType<Remedy.AnnouncedCampaign>());
    }

    [Fact]
    public async Task Request_OfAFriend_IsOfferedWhatIsForFriends()
    {
        var json = _desk.Plain("discount-request");
        (json["customer"] as JsonObject)?["tags"] = new JsonArray("friend");

        Assert.Null(await ProcessAsync(json));

        var claim = await _desk.FindAsync(json);
        Assert.Equal(["BIG5", "WELCOME10", "FRIENDS9"], claim.State.Remedies.OfType<Remedy.AnnouncedCampaign>().Select(offer => offer.Code));
    }

    [Fact]
    public async Task Claim_OfACodeThatNeverWas_IsDenied()
    {
        var json = _desk.Json(code: "NOSUCHCODE");

        Assert.Null(await ProcessAsync(json));

        var claim = await _desk.FindAsync(json);
        Assert.Equal("first-time-goodwill", claim.State.Decision?.Rule);
        Assert.False(claim.State.Facts?.CodeKnown);
        Assert.Null(claim.State.Decision?.TermsVersion);
    }

    [Fact]
    public async Task Claim_OfACodeRedeemedWithTheOrder_IsAlreadySettled()
    {
        var applied = """[ { "code": "SUMMER20", "campaignId": "summer", "version": 1, "discount": 500, "shippingDiscount": 0, "lines": [], "summary": "" } ]""";
        _desk.Ledger.Own = new Redemption("own", "o", "h", RedemptionState.Redeemed, null, "EUR", 500, applied, _desk.Time.GetUtcNow().AddHours(-2), false);
        var settled = _desk.Json("settled");
        var beside = _desk.Json("beside", code: "WELCOME10");

        Assert.Null(await ProcessAsync(settled));
        Assert.Null(await ProcessAsync(beside));

        Assert.Equal("already-settled", (await _desk.FindAsync(settled)).State.Decision?.Rule);
        Assert.Equal(["not-combinable"], (await _desk.FindAsync(beside)).State.Facts?.Refusals);
    }

    [Fact]
    public async Task Claim_DeliveredManyTimesAtOnce_HasOneEffect()
    {
        var json = _desk.Json();
        var desks = Enumerable.Range(0, 6).Select(_ => new Desk(azurite, shared: _desk)).ToArray();

        var results = await Task.WhenAll(desks.Select(desk => desk.Process.HandleAsync(Desk.Message(json), Cancellation)));

        Assert.All(results, Assert.Null);
        Assert.Single(_desk.Ledger.Retroactive);
        Assert.Equal(["received", "gathered", "paid", "approved", "mailed"], await _desk.EventsAsync(json));
    }

    [Fact]
    public async Task Claims_OnTheSameOrderAndCodeAtOnce_GiveOneRefund()
    {
        var claims = Enumerable.Range(0, 6).Select(i => _desk.Json("c" + i)).ToArray();

        await Task.WhenAll(claims.Select(json => new Desk(azurite, shared: _desk).Process.HandleAsync(Desk.Message(json), Cancellation)));

        var decided = await Task.WhenAll(claims.Select(_desk.FindAsync));
        Assert.Single(_desk.Ledger.Retroactive);
        Assert.Single(decided, claim => claim.State.Decision?.Rule == "valid-at-order-time");
        Assert.Equal(5, decided.Count(claim => claim.State.Decision?.Rule == "already-settled"));
        Assert.All(decided.Where(claim => claim.State.Status == ClaimStatus.Denied), claim => Assert.True(claim.State.Facts?.Settled?.Retroactive));
    }

    [Fact]
    public async Task Claim_WhoseLimitRanOutAfterTheFactsWereGathered_IsNotPaid()
    {
        _desk.Ledger.Left = 0;
        _desk.Ledger.SaidToBeLeft = 1;
        var json = _desk.Json();

        Assert.Null(await ProcessAsync(json));

        var claim = await _desk.FindAsync(json);
        Assert.Equal("first-time-goodwill", claim.State.Decision?.Rule);
        Assert.False(claim.State.Facts?.LimitLeft);
        Assert.Empty(_desk.Ledger.Retroactive);
        Assert.Equal(["received", "gathered", "limit-reached", "denied", "mailed"], await _desk.EventsAsync(json));
    }

    [Fact]
    public async Task Claims_MoreThanTheLimitHas_PayExactlyTheLimit()
    {
        _desk.Ledger.Left = 3;
        var claims = Enumerable.Range(0, 8).Select(i => _desk.Json("l" + i, order: "o" + i)).ToArray();

        await Task.WhenAll(claims.Select(json => new Desk(azurite, shared: _desk).Process.HandleAsync(Desk.Message(json), Cancellation)));

        var decided = await Task.WhenAll(claims.Select(_desk.FindAsync));
        Assert.Equal(3, _desk.Ledger.Retroactive.Count);
        Assert.Equal(3, decided.Count(claim => claim.State.Status == ClaimStatus.Approved));
        Assert.Equal(5, decided.Count(claim => claim.State.Decision?.Rule == "first-time-goodwill"));
    }

    [Fact]
    public async Task Claim_WhoseCampaignChangesMeanwhile_IsPaidAllTheSame()
    {
        _desk.Ledger.TermsChanges = 3;
        var json = _desk.Json();

        Assert.Null(await ProcessAsync(json));

        Assert.Equal(ClaimStatus.Approved, (await _desk.FindAsync(json)).State.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Claim_WithACrashAtEachCall_IsPaidAndDecidedOnceInTheEnd(bool afterEffect)
    {
        var point = 0;
        CrashPoint crash;
        do
        {
            point++;
            crash = new CrashPoint(point, afterEffect);
            var fresh = new Desk(azurite);
            var dying = new Desk(azurite, crash, fresh);
            var json = fresh.Json("crash" + point);
            await Record.ExceptionAsync(() => dying.Process.HandleAsync(Desk.Message(json), Cancellation));

            Assert.Null(await fresh.Process.HandleAsync(Desk.Message(json, delivery: 2), Cancellation));

            Assert.Single(fresh.Ledger.Retroactive);
            Assert.Equal(ClaimStatus.Approved, (await fresh.FindAsync(json)).State.Status);
            var events = (await fresh.EventsAsync(json)).ToList();
            Assert.Single(events, happened => happened == "paid");
            Assert.Single(events, happened => happened == "approved");
            Assert.Single(events, happened => happened == "mailed");
            Assert.Single(fresh.Mails.Sent);
        }
        while (crash.Reached && point < 50);

        Assert.InRange(point, 7, 49);
    }

    [Fact]
    public async Task Claim_OnAnOrderThatWasGivenBack_IsNotPaid()
    {
        _desk.Ledger.Returned = true;
        var json = _desk.Json();

        Assert.Null(await ProcessAsync(json));

        var claim = await _desk.FindAsync(json);
        Assert.Empty(_desk.Ledger.Retroactive);
        Assert.Equal("first-time-goodwill", claim.State.Decision?.Rule);
        Assert.Contains("was given back in full", claim.State.Reply?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_OnAnOrderThatIsGivenBackBeforeItIsPaid_IsNotPaid()
    {
        _desk.Ledger.ReturnedAfterLooks = 1;
        var json = _desk.Json();

        Assert.Null(await ProcessAsync(json));

        Assert.Empty(_desk.Ledger.Retroactive);
        Assert.Equal(["received", "gathered", "order-returned", "denied", "mailed"], await _desk.EventsAsync(json));
        Assert.True((await _desk.FindAsync(json)).State.Facts?.OrderReturned);
    }

    [Fact]
    public async Task Claim_DecidedOnce_DecidesTheSameFromWhatWasKept()
    {
        foreach (var json in (JsonObject[])[_desk.Json("a"), _desk.Json("b", "expired-code", "FLASH25"), _desk.Json("c", code: "BIG5"), _desk.Json("d", "rejected-code", "NOSUCH"), _desk.Plain("complaint", "e"), _desk.Plain("missing-code", "f")])
        {
            Assert.Null(await ProcessAsync(json));
            var claim = await _desk.FindAsync(json);
            Assert.NotNull(claim.State.Facts);
            Assert.NotNull(claim.State.Decision);
            var policy = await new WrittenPolicy().CurrentAsync(Cancellation);

            var again = DecideClaim.By(claim.State.Facts, policy, claim.State.Decision.DecidedAt);

            Assert.Equal(KeptJson.Write(claim.State.Decision), KeptJson.Write(again.Decision));
        }
    }

    [Fact]
    public async Task Message_WithoutAnId_IsOneClaimHoweverOftenItIsDelivered()
    {
        var json = _desk.Json();
        json.Remove("claimId");
        var name = AzuriteFixture.NewName("m");

        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json, 1, name), Cancellation));
        Assert.Null(await _desk.Process.HandleAsync(Desk.Message(json, 2, name), Cancellation));

        Assert.Single(_desk.Ledger.Retroactive);
        Assert.Equal(ClaimStatus.Approved, (await _desk.Tables.FindAsync(ClaimId.OfMessage(name), Cancellation))?.State.Status);
    }

    [Fact]
    public async Task Message_WithOtherContentUnderTheSameId_IsDeadLetteredAndLeavesTheClaim()
    {
        var json = _desk.Json();
        Assert.Null(await ProcessAsync(json));
        var other = _desk.Json(code: "WELCOME10");

        var refused = await ProcessAsync(other);

        Assert.Equal("content-differs", refused?.Reason);
        Assert.Equal("valid-at-order-time", (await _desk.FindAsync(json)).State.Decision?.Rule);
        Assert.Contains("content-differs", await _desk.EventsAsync(json));
        Assert.Single(_desk.Ledger.Retroactive);
    }

    [Fact]
    public async Task Message_OfAnUnknownKind_IsDeadLetteredAndShownAsFailed()
    {
        var json = _desk.Json(kind: "lost-code");

        var refused = await ProcessAsync(json);

        Assert.Equal("invalid-claim", refused?.Reason);
        Assert.StartsWith("/kind must be one of", refused?.Description, StringComparison.Ordinal);
        var claim = await _desk.FindAsync(json);
        Assert.Equal(ClaimStatus.Failed, claim.State.Status);
        Assert.Equal(refused, claim.State.Failure);
    }

    [Fact]
    public async Task Message_ThatWasCorrected_IsProcessedUnderTheSameId()
    {
        Assert.NotNull(await ProcessAsync(_desk.Json(kind: "lost-code")));
        var corrected = _desk.Json();

        Assert.Null(await ProcessAsync(corrected));

        Assert.Equal(ClaimStatus.Approved, (await _desk.FindAsync(corrected)).State.Status);
    }

    [Theory]
    [InlineData("", "malformed")]
    [InlineData("{", "malformed")]
    [InlineData("null", "invalid-claim")]
    [InlineData("[1]", "invalid-claim")]
    [InlineData("{\"claimId\":\"\\u0000\"}", "invalid-claim")]
    [InlineData("{\"claimId\":\"a\",\"claimId\":\"b\"}", "malformed")]
    public async Task Message_ThatIsNoClaim_IsDeadLetteredWithAReason(string body, string reason)
    {
        var refused = await _desk.Process.HandleAsync(new QueuedClaim(Encoding.UTF8.GetBytes(body), "m", false, 1), Cancellation);

        Assert.Equal(reason, refused?.Reason);
        Assert.EndsWith(".", refused?.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_OverTheLargestBody_IsDeadLetteredAsTooLarge()
    {
        var refused = await _desk.Process.HandleAsync(new QueuedClaim(new byte[1_000_001], "m", false, 1), Cancellation);

        Assert.Equal("too-large", refused?.Reason);
    }

    [Fact]
    public async Task Message_OfAKeptClaimThatIsNotThere_IsDeadLettered()
    {
        Assert.Equal("unknown-claim", (await _desk.Process.HandleAsync(Desk.Kept(ClaimId.New()), Cancellation))?.Reason);
        Assert.Equal("unknown-claim", (await _desk.Process.HandleAsync(new QueuedClaim("../"u8.ToArray(), "m", true, 1), Cancellation))?.Reason);
    }

    [Fact]
    public async Task Claim_ThatFailsAtItsLastDelivery_IsShownAsFailedWithItsMessageDeadLettered()
    {
        _desk.Ledger.TermsChanges = int.MaxValue;
        var json = _desk.Json();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _desk.Process.HandleAsync(Desk.Message(json, QueuedClaim.LastDelivery - 1), Cancellation));
        Assert.Equal(ClaimStatus.Queued, (await _desk.FindAsync(json)).State.Status);
        var refused = await _desk.Process.HandleAsync(Desk.Message(json, QueuedClaim.LastDelivery), Cancellation);

        Assert.Equal("processing-failed", refused?.Reason);
        Assert.Equal(ClaimStatus.Failed, (await _desk.FindAsync(json)).State.Status);
    }

    [Fact]
    public void LastDelivery_IsTheQueuesMaximum()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "PromoFunctions.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The repository's root was not found.");
        }

        var queues = JsonNode.Parse(File.ReadAllText(Path.Combine(root, "infra", "queues.json")))?["queues"]?.AsArray() ?? [];
        var claims = Assert.Single(queues, queue => queue?["name"]?.GetValue<string>() == "claims");

        Assert.Equal(QueuedClaim.LastDelivery, claims?["maxDeliveryCount"]?.GetValue<int>());
    }

    private Task<ClaimFailure?> ProcessAsync(JsonObject json) => _desk.Process.HandleAsync(Desk.Message(json), Cancellation);
}
