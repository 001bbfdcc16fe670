using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Messaging.ServiceBus;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>Claims that are posted and claims that a helpdesk tool puts on the queue itself, over a running App.</summary>
[Collection(nameof(Shop))]
public sealed partial class ClaimTransportsTests(Shop shop)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => ["missed-code", "expired-code", "rejected-code", "missing-code", "complaint", "discount-request"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Claim_OfAnyKind_IsDecidedAlikeOverBothTransports(string kind)
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var placedAt = Sample.Instant(DateTimeOffset.UtcNow.AddDays(-1));
        var posted = Claim(kind, code, placedAt);
        var sent = Claim(kind, code, placedAt);

        (await shop.App.Helpdesk.PostAsync("claims", posted)).MustBe(202);
        (await SendAsync(sent)).MustBe(201);

        Assert.Equal(Comparable(await EndedAsync(IdOf(posted)), posted), Comparable(await EndedAsync(IdOf(sent)), sent));
    }

    [Fact]
    public async Task Message_ThatIsNoClaim_IsDeadLetteredShownAsFailedAndCanBeSentAgain()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var json = Claim("missed-code", code, Sample.Instant(DateTimeOffset.UtcNow.AddDays(-1)));
        json["kind"] = "lost-code";
        (await SendAsync(json)).MustBe(201);

        var failed = await EndedAsync(IdOf(json));
        Assert.Equal(("failed", "invalid-claim"), (failed.TextOf("status"), failed.Json["failure"]?["reason"]?.GetValue<string>()));
        var letter = await DeadAsync(IdOf(json), 1);
        Assert.Equal("invalid-claim", letter.DeadLetterReason);
        Assert.StartsWith("/kind must be one of ", letter.DeadLetterErrorDescription, StringComparison.Ordinal);

        // The timer leaves it in the dead-letter queue, and sending again adds another letter.
        (await shop.App.Master.PostAsync("/admin/functions/RecordDeadClaim", new JsonObject())).MustBe(202);
        (await shop.App.Helpdesk.PostAsync($"claims/{IdOf(json)}/resubmit", null)).MustBe(202);
        await DeadAsync(IdOf(json), 2);
        Assert.Equal("failed", (await EndedAsync(IdOf(json))).TextOf("status"));
    }

    [Fact]
    public async Task Message_WithOtherContentUnderAnId_IsDeadLetteredAndTheClaimStands()
    {
        var (_, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var json = Claim("missed-code", code, Sample.Instant(DateTimeOffset.UtcNow.AddDays(-1)));
        (await shop.App.Helpdesk.PostAsync("claims", json)).MustBe(202);
        var before = await EndedAsync(IdOf(json));
        json["requestedAmount"] = 1;

        (await SendAsync(json)).MustBe(201);

        Assert.Equal("content-differs", (await DeadAsync(IdOf(json), 1)).DeadLetterReason);
        var after = (await shop.App.Helpdesk.GetAsync("claims/" + IdOf(json))).MustBe(200);
        Assert.Equal(before.Json["decision"]?.ToJsonString(), after.Json["decision"]?.ToJsonString());
        Assert.Equal(409, (await shop.App.Helpdesk.PostAsync("claims", json)).Status);
    }

    private static JsonObject Claim(string kind, string code, string placedAt)
    {
        var json = Sample.Claim(code);
        json.Remove("requestedAmount");
        json["kind"] = kind;
        if (kind is "missed-code" or "expired-code" or "rejected-code")
        {
            (json["order"] ?? throw new InvalidOperationException("The sample has an order."))["placedAt"] = placedAt;
            return json;
        }

        json.Remove("order");
        json.Remove("code");
        json["currency"] = "EUR";
        return json;
    }

    private static string IdOf(JsonObject json) => json["claimId"]?.GetValue<string>() ?? throw new InvalidOperationException("The claim has no id.");

    /// <summary>All that a claim shows, but for what is its own: ids, codes that bear a name, and times.</summary>
    private static string Comparable(Reply shown, JsonObject sent)
    {
        var own = (shown.Json["remedies"]?.AsArray() ?? []).Select(remedy => remedy?["kind"]?.GetValue<string>() == "alternative" ? null : remedy?["code"]?.GetValue<string>());
        string?[] names = [IdOf(sent), sent["order"]?["id"]?.GetValue<string>(), sent["customer"]?["id"]?.GetValue<string>(), .. own];
        var text = names.OfType<string>().Aggregate(shown.Text, (all, name) => all.Replace(name, "*", StringComparison.Ordinal));
        return Instants().Replace(Redemptions().Replace(text, "*"), "*");
    }

    [GeneratedRegex(@"[0-9a-f]{32}-[0-9a-f-]+")]
    private static partial Regex Redemptions();

    // 2026-11-21T09:00:00.123+00:00, and 21 December 2026, 10:00 in sentences.
    [GeneratedRegex(@"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(\+00:00|Z)|[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}(, [0-9]{2}:[0-9]{2})?")]
    private static partial Regex Instants();

    private Task<Reply> SendAsync(JsonObject json) =>
        shop.App.Master.PostAsync("/local/servicebus/claims/messages", json, ("BrokerProperties", $$"""{ "MessageId": "{{IdOf(json)}}" }"""));

    /// <summary>The claim once it is there and no longer queued, and what follows its decision is done; only the test's own end bounds it.</summary>
    private async Task<Reply> EndedAsync(string id)
    {
        while (true)
        {
            var claim = await shop.App.Helpdesk.GetAsync("claims/" + id);
            if (claim.Status == 200
                && claim.TextOf("status") is var status
                && (status == "failed" || (status != "queued" && (claim.Json["audit"]?.AsArray() ?? []).Any(entry => entry?["event"]?.GetValue<string>() == "mailed"))))
            {
                return claim;
            }

            await Task.Delay(50, Cancellation);
        }
    }

    /// <summary>The last dead letter about a claim, once there are so many.</summary>
    private async Task<ServiceBusReceivedMessage> DeadAsync(string id, int count)
    {
        await using var client = new ServiceBusClient(shop.ServiceBusConnectionString);
        while (true)
        {
            await using var receiver = client.CreateReceiver("claims", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
            var letters = (await receiver.PeekMessagesAsync(250, cancellationToken: Cancellation)).Where(letter => letter.Body.ToString().Contains(id, StringComparison.Ordinal)).ToList();
            if (letters.Count >= count)
            {
                return letters[^1];
            }

            await Task.Delay(50, Cancellation);
        }
    }
}
