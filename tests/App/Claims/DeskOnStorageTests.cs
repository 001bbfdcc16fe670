using PromoFunctions.App.Claims;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>The desk over the real ledger, catalogue and codes.</summary>
public sealed class DeskOnStorageTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly RealDesk _desk = new(azurite);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _desk.CreateTablesAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Theory]
    [InlineData("""{ "total": 7 }""")]
    [InlineData("""{ "budget": 3999 }""")]
    public async Task Claims_FiftyAtOnceForSevenPlaces_PaySevenAndDenyTheRest(string limits)
    {
        var (_, code) = await _desk.CampaignAsync(limits);

        var claims = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _desk.DecideAsync(_desk.Json("c" + i, "missed-code", code))));

        var approved = claims.Where(claim => claim.State.Status == ClaimStatus.Approved).ToList();
        Assert.Equal(7, approved.Count);
        Assert.All(approved, claim => Assert.Equal(("valid-at-order-time", 500L), (claim.State.Decision?.Rule, claim.State.Decision?.Amount)));
        foreach (var claim in claims.Except(approved))
        {
            Assert.Equal((ClaimStatus.Denied, "first-time-goodwill"), (claim.State.Status, claim.State.Decision?.Rule));
            Assert.False(claim.State.Facts?.LimitLeft);
            Assert.Contains("A limit of the campaign or of the customer has no room left.", claim.State.Decision?.Rationale ?? []);
            Assert.Contains("no use of it is left", claim.State.Reply?.Text, StringComparison.Ordinal);
        }

        foreach (var refund in approved.Select(claim => Assert.IsType<Remedy.Refund>(Assert.Single(claim.State.Remedies))))
        {
            var booked = await _desk.Ledger.FindAsync(refund.RedemptionId ?? "", Cancellation);
            Assert.Equal((RedemptionState.Redeemed, 500L, true), (booked?.State, booked?.Discount, booked?.Retroactive));
        }

        Assert.Equal(50, await _desk.ReplayAsync());
    }

    [Fact]
    public async Task Claim_OnAnOrderForWhoseOtherCodeOneWasPaid_IsJudgedBesideThatCode()
    {
        var (_, first) = await _desk.CampaignAsync("{}");
        var (_, second) = await _desk.CampaignAsync("{}");
        var json = _desk.Json("both", "missed-code", first);
        var other = json.DeepClone().AsObject();
        (other["claimId"], other["code"]) = (json["claimId"] + "-2", second);

        var paid = await _desk.DecideAsync(json);
        var beside = await _desk.DecideAsync(other);

        Assert.Equal((ClaimStatus.Approved, 500L), (paid.State.Status, paid.State.Decision?.Amount));
        Assert.Equal((ClaimStatus.Denied, "default"), (beside.State.Status, beside.State.Decision?.Rule));
        Assert.Equal(["not-combinable"], beside.State.Facts?.Refusals);
        Assert.Equal(2, await _desk.ReplayAsync());
    }

    [Theory]
    [InlineData(CodeStatus.Paused)]
    [InlineData(CodeStatus.Voided)]
    public async Task Claim_OnACodeThatWasTakenOutOfUseSinceTheOrder_IsPaidAsOfTheOrder(CodeStatus status)
    {
        var (_, code) = await _desk.CampaignAsync("{}");
        Assert.Equal(SetCodeStatusOutcome.Set, await _desk.Codes.SetStatusAsync(PromoCode.Parse(code), status, Cancellation));
        var after = _desk.Json("after", "missed-code", code);
        after["order"]?["placedAt"] = Sample.Instant(DateTimeOffset.UtcNow);

        var before = await _desk.DecideAsync(_desk.Json("before", "missed-code", code));
        var late = await _desk.DecideAsync(after);

        Assert.Equal((ClaimStatus.Approved, "valid-at-order-time", 500L), (before.State.Status, before.State.Decision?.Rule, before.State.Decision?.Amount));
        Assert.Equal((ClaimStatus.Denied, "first-time-goodwill"), (late.State.Status, late.State.Decision?.Rule));
        Assert.Contains("because it was not in use", late.State.Reply?.Text, StringComparison.Ordinal);
        Assert.Equal(2, await _desk.ReplayAsync());
    }

    [Fact]
    public async Task Claim_OnACodeThatWasPausedWhenTheOrderWasPlaced_IsNotPaidOnceItWorksAgain()
    {
        var (_, code) = await _desk.CampaignAsync("{}");
        Assert.Equal(SetCodeStatusOutcome.Set, await _desk.Codes.SetStatusAsync(PromoCode.Parse(code), CodeStatus.Paused, Cancellation));
        var json = _desk.Json("meanwhile", "missed-code", code);
        json["order"]?["placedAt"] = Sample.Instant(DateTimeOffset.UtcNow);
        Assert.Equal(SetCodeStatusOutcome.Set, await _desk.Codes.SetStatusAsync(PromoCode.Parse(code), CodeStatus.Active, Cancellation));

        var claim = await _desk.DecideAsync(json);

        Assert.Equal((ClaimStatus.Denied, "first-time-goodwill"), (claim.State.Status, claim.State.Decision?.Rule));
        Assert.Equal(["paused"], claim.State.Facts?.Refusals);
    }

    [Fact]
    public async Task Code_OfTheDesk_WorksAtTheCheckoutOfItsCustomerAlone()
    {
        var complaint = _desk.Json("jane", "complaint");
        complaint.Remove("order");
        complaint.Remove("code");
        complaint["currency"] = "EUR";

        var claim = await _desk.DecideAsync(complaint);

        var code = Assert.IsType<Remedy.NewCode>(Assert.Single(claim.State.Remedies)).Code ?? "";
        var issued = await _desk.Codes.FindAsync(PromoCode.Parse(code), Cancellation);
        Assert.StartsWith("JANE", code, StringComparison.Ordinal);
        Assert.Equal((CodeKind.Personal, claim.CustomerKey, CodeStatus.Active), (issued?.Kind, issued?.BoundTo, issued?.Status));
        Assert.Equal("desk-recovery-eur-15", issued?.CampaignId?.Value);
        Assert.True((await _desk.Catalog.RefreshAsync(Cancellation)).Campaigns.ContainsKey(CampaignId.Parse("desk-recovery-eur-15")));

        // The code never came? It is sent again.
        var missing = complaint.DeepClone().AsObject();
        (missing["claimId"], missing["kind"]) = (complaint["claimId"] + "-again", "missing-code");
        var again = await _desk.DecideAsync(missing);
        Assert.Equal(code, Assert.IsType<Remedy.SentAgain>(Assert.Single(again.State.Remedies)).Code);
        Assert.Equal(2, await _desk.ReplayAsync());
    }

    [Fact]
    public async Task Claim_OnAnOrderThatWasRefundedInFull_IsNotPaid()
    {
        var (_, first) = await _desk.CampaignAsync("{}");
        var (_, second) = await _desk.CampaignAsync("{}");
        var json = _desk.Json("returned", "missed-code", first);
        var paid = await _desk.DecideAsync(json);
        var redemption = Assert.IsType<Remedy.Refund>(Assert.Single(paid.State.Remedies)).RedemptionId ?? "";
        Assert.IsType<RefundOutcome.Made>(await _desk.Ledger.RefundAsync(redemption, new RefundRequest("r-1", null), Cancellation));

        var other = json.DeepClone().AsObject();
        (other["claimId"], other["code"]) = (json["claimId"] + "-other", second);
        var claim = await _desk.DecideAsync(other);

        Assert.True(claim.State.Facts?.OrderReturned);
        Assert.Equal(ClaimStatus.Denied, claim.State.Status);
        Assert.Contains("was given back in full", claim.State.Reply?.Text, StringComparison.Ordinal);
        Assert.Equal(2, await _desk.ReplayAsync());
    }
}
