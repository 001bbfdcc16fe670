using System.Text.Json.Nodes;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>
/// The process that decides a claim dies at its first call to storage or a queue, another at its second, and so on until one lives
/// to the end; each time the message is delivered again to a process that lives.
/// </summary>
public sealed class ClaimCrashTests(AzuriteFixture azurite)
{
    private const int Total = 1_000;

    private readonly StandingTime _time = new();
    private readonly FakeMails _mails = new();
    private readonly FakeClaimEvents _events = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("missed-code", false)]
    [InlineData("missed-code", true)]
    [InlineData("complaint", false)]
    [InlineData("complaint", true)]
    public async Task Claim_WhoseProcessDiesAtAnyCall_HasOneEffectOnceItIsDeliveredAgain(string kind, bool afterEffect)
    {
        await using var setup = NewDesk();
        await setup.CreateTablesAsync();
        var (campaign, code) = await setup.CampaignAsync(Total);
        var refunds = 0;
        var lived = false;
        for (var call = 1; !lived; call++)
        {
            var json = Claim(kind, code);
            await using (var dying = NewDesk(new Deaths(call, afterEffect)))
            {
                lived = await dying.ProcessAsync(Desk.Message(json));
            }

            // Longer than a process acts alone on what it has begun.
            _time.Pass(TimeSpan.FromMinutes(1));
            await using var heir = NewDesk();
            Assert.True(await heir.ProcessAsync(Desk.Message(json, 2)));
            refunds += await AssertOnceAsync(heir, json, $"{kind}, {(afterEffect ? "after" : "before")} call {call}");
            _mails.Forget();
        }

        // Whatever was booked twice, or lost, is a use too few or too many.
        await using var reader = NewDesk();
        Assert.Equal(Total - refunds, await reader.LeftAsync(campaign));
    }

    private MortalDesk NewDesk(Deaths? deaths = null) => new(azurite, deaths ?? new Deaths(0, afterEffect: false), _time, _mails, _events);

    private static JsonObject Claim(string kind, string code)
    {
        var json = Sample.Claim(code);
        json.Remove("requestedAmount");
        if (kind == "complaint")
        {
            json.Remove("order");
            json.Remove("code");
            json["currency"] = "EUR";
        }

        json["kind"] = kind;
        return json;
    }

    /// <summary>One decision with what it gives, one mail, one event; how many refunds that is.</summary>
    private async Task<int> AssertOnceAsync(MortalDesk desk, JsonObject json, string when)
    {
        var id = Desk.IdOf(json);
        var claim = await desk.Claims.FindAsync(id, Cancellation) ?? throw new InvalidOperationException(when);
        Assert.True(claim.State.Status == ClaimStatus.Approved, $"{when}: {claim.State.Status}");
        Assert.Equal((1, 0), (claim.State.Decisions, claim.State.ToDeliver.Count));
        Assert.Single(await desk.Claims.AuditAsync(id, Cancellation), entry => entry.Event == "approved");
        var mail = Assert.Single(_mails.Sent);
        Assert.Equal(json["customer"]?["email"]?.GetValue<string>(), mail.To);
        Assert.Contains($"claim|{id}|1", _events.Told.Keys);
        Assert.DoesNotContain($"claim|{id}|2", _events.Told.Keys);

        var refunds = claim.State.Remedies.OfType<Remedy.Refund>().Count();
        var codes = 0;
        await foreach (var personal in desk.Codes.PersonalOfAsync(claim.CustomerKey ?? throw new InvalidOperationException(when), null, Cancellation))
        {
            codes++;
            Assert.Contains(personal.Issued.Code.Value, mail.Text, StringComparison.Ordinal);
        }

        Assert.Equal(claim.Kind == ClaimKind.MissedCode ? (1, 0) : (0, 1), (refunds, codes));
        return refunds;
    }
}
