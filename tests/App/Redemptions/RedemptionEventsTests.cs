using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Redemptions;

/// <summary>What a consumer of the queue <c>redemption-events</c> gets of a running App.</summary>
[Collection(nameof(Shop))]
public sealed class RedemptionEventsTests(Shop shop)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_HeldConfirmedAndRefunded_IsToldInSequenceWithoutPersonalData()
    {
        var (campaign, code, _) = await Sample.GivenCampaignAsync(shop.App, body => body["limits"] = new JsonObject { ["total"] = 10 });
        var body = HoldTests.Hold(code);
        var customer = body["customer"]?["id"]?.GetValue<string>() ?? throw new InvalidOperationException();
        var held = (await shop.App.Storefront.PostAsync("redemptions", body)).MustBe(201);
        var id = held.TextOf("redemptionId");
        (await shop.App.Storefront.PostAsync($"redemptions/{id}/confirm", null)).MustBe(200);
        (await shop.App.Storefront.PostAsync($"redemptions/{id}/refund", new JsonObject { ["refundId"] = "r-1", ["full"] = true })).MustBe(200);

        var messages = await ReceiveAsync(campaign, 3);

        Assert.Equal([$"{campaign}|0|1", $"{campaign}|0|2", $"{campaign}|0|3"], messages.Select(message => message.MessageId));
        var events = messages.Select(EventOf).ToList();
        Assert.Equal(["held", "redeemed", "refunded"], events.Select(told => told["kind"]?.GetValue<string>()));
        Assert.Equal([code, code, null], events.Select(told => told["code"]?.GetValue<string>()));
        Assert.Equal([2500, 2500, 0], events.Select(told => told["orderValue"]?.GetValue<int>()));
        Assert.All(events, told => Assert.Equal(
            (id, held.TextOf("orderId"), "web", "EUR", 500, 1),
            (told["redemptionId"]?.GetValue<string>(), told["orderId"]?.GetValue<string>(), told["channel"]?.GetValue<string>(), told["currency"]?.GetValue<string>(), told["discount"]?.GetValue<int>(), told["termsVersion"]?.GetValue<int>())));
        Assert.Equal(HoldTests.Until(held), DateTimeOffset.Parse(events[0]["heldUntil"]?.GetValue<string>() ?? "", CultureInfo.InvariantCulture));
        Assert.All(messages, message => Assert.DoesNotContain(customer, message.Body.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Orders_HeldReleasedAndRedeemedAtOnce_AreAllToldWithoutAGapInAnyLane()
    {
        // Without a total a campaign has several lanes.
        var (campaign, code, _) = await Sample.GivenCampaignAsync(shop.App);
        var held = (await shop.App.Storefront.PostAsync("redemptions", HoldTests.Hold(code))).MustBe(201);
        (await shop.App.Storefront.PostAsync($"redemptions/{held.TextOf("redemptionId")}/release", null)).MustBe(200);
        var redeemed = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => shop.App.Storefront.PostAsync("redemptions", Sample.Redemption(code))));

        var told = new List<(string? Kind, string? Redemption)>();
        var messages = new List<ServiceBusReceivedMessage>();
        while (told.Count < 42)
        {
            messages = [.. await ReceiveAsync(campaign, messages.Count + 1)];
            told = [.. messages.SelectMany(EventsOf).Select(each => (each["kind"]?.GetValue<string>(), each["redemptionId"]?.GetValue<string>()))];
        }

        // A message a transaction, none missing, and none twice, since the queue looks for duplicates.
        var lanes = messages.Select(message => message.MessageId.Split('|')).GroupBy(id => id[1]).ToList();
        Assert.True(lanes.Count > 1);
        Assert.All(lanes, lane => Assert.Equal(Enumerable.Range(1, lane.Count()), lane.Select(id => int.Parse(id[2], CultureInfo.InvariantCulture)).Order()));
        Assert.Equal(
            redeemed.Select(reply => ("redeemed", reply.MustBe(201).TextOf("redemptionId"))).Append(("held", held.TextOf("redemptionId"))).Append(("released", held.TextOf("redemptionId"))).Order(),
            told.Select(each => (each.Kind ?? "", each.Redemption ?? "")).Order());
    }

    private static IEnumerable<JsonNode> EventsOf(ServiceBusReceivedMessage message) =>
        (JsonNode.Parse(message.Body)?["events"]?.AsArray() ?? []).OfType<JsonNode>();

    private static JsonNode EventOf(ServiceBusReceivedMessage message) => Assert.Single(EventsOf(message));

    /// <summary>Peeks until so many messages of a campaign are there; only the test's own end bounds it. By sequence.</summary>
    private async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(string campaign, int count)
    {
        await using var client = new ServiceBusClient(shop.ServiceBusConnectionString);
        while (true)
        {
            await using var receiver = client.CreateReceiver("redemption-events");
            var found = new List<ServiceBusReceivedMessage>();
            for (IReadOnlyList<ServiceBusReceivedMessage> page = await receiver.PeekMessagesAsync(250, cancellationToken: Cancellation);
                page.Count > 0;
                page = await receiver.PeekMessagesAsync(250, cancellationToken: Cancellation))
            {
                found.AddRange(page.Where(message => JsonNode.Parse(message.Body)?["campaignId"]?.GetValue<string>() == campaign));
            }

            if (found.Count >= count)
            {
                return [.. found.OrderBy(message => JsonNode.Parse(message.Body)?["sequence"]?.GetValue<long>())];
            }

            await Task.Delay(100, Cancellation);
        }
    }
}
