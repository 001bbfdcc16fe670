using System.Text.Json.Nodes;
using PromoFunctions.App.Redemptions;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Tests.Redemptions;

public sealed class RedemptionEventMessagesTests
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero).AddTicks(1);

    private static readonly RedemptionEvent Held = new(RedemptionEventKind.Held, "r-1", "o-1", "TEA", "web", "EUR", 500, 2500, 3, At.AddMinutes(15), At);

    [Fact]
    public void Message_OfATransaction_IsTheDocumentedJson()
    {
        var refunded = new RedemptionEvent(RedemptionEventKind.Refunded, "r-0", null, null, "app", "EUR", 250, 0, 2, null, At);

        var message = Assert.Single(RedemptionEventMessages.Of(new LaneEvents("tea", 2, 17, At, [Held, refunded])));

        Assert.Equal(
            """
            {"type":"redemptions","campaignId":"tea","lane":2,"sequence":17,"part":1,"parts":1,"at":"2026-11-20T09:00:00.0000001+00:00","events":[
            {"kind":"held","redemptionId":"r-1","orderId":"o-1","code":"TEA","channel":"web","currency":"EUR","discount":500,"orderValue":2500,"termsVersion":3,"heldUntil":"2026-11-20T09:15:00.0000001+00:00","at":"2026-11-20T09:00:00.0000001+00:00"},
            {"kind":"refunded","redemptionId":"r-0","orderId":null,"code":null,"channel":"app","currency":"EUR","discount":250,"orderValue":0,"termsVersion":2,"heldUntil":null,"at":"2026-11-20T09:00:00.0000001+00:00"}]}
            """.ReplaceLineEndings(""),
            message.Body.ToString());
        Assert.Equal(("tea|2|17", "application/json", "redemptions"), (message.MessageId, message.ContentType, message.Subject));
    }

    [Theory]
    [InlineData(RedemptionEventKind.Held, "held")]
    [InlineData(RedemptionEventKind.Redeemed, "redeemed")]
    [InlineData(RedemptionEventKind.Retroactive, "retroactive")]
    [InlineData(RedemptionEventKind.Released, "released")]
    [InlineData(RedemptionEventKind.Expired, "expired")]
    [InlineData(RedemptionEventKind.Refunded, "refunded")]
    public void Event_OfEveryKind_HasItsWord(RedemptionEventKind kind, string word)
    {
        var message = Assert.Single(RedemptionEventMessages.Of(new LaneEvents("tea", 0, 1, At, [Held with { Kind = kind }])));

        Assert.Equal(word, JsonNode.Parse(message.Body)?["events"]?[0]?["kind"]?.GetValue<string>());
        Assert.Equal(6, Enum.GetValues<RedemptionEventKind>().Length);
    }

    /// <summary>The longest fields that a request may have, of the characters that cost most in JSON: a lone quotation mark is two bytes, a letter beyond ASCII three, and so is what stands in for half of a pair.</summary>
    [Theory]
    [InlineData('"', 1)]
    [InlineData('\u20ac', 2)]
    [InlineData('\ud800', 2)]
    public void Message_OfTwoHundredOfTheLongestEntries_IsSplitIntoPartsThatFit(char dearest, int parts)
    {
        var longest = new RedemptionEvent(
            RedemptionEventKind.Retroactive,
            $"{new string('f', 32)}-{new string('f', 10)}-{int.MaxValue}",
            new string(dearest, 128),
            new string(dearest, 64),
            new string(dearest, 64),
            "EUR",
            long.MaxValue,
            long.MaxValue,
            int.MaxValue,
            At,
            At);
        var events = new LaneEvents(new string('c', 64), 15, 999_999_999_999, At, [.. Enumerable.Range(0, 200).Select(i => longest with { Discount = i })]);

        var messages = RedemptionEventMessages.Of(events);

        // 256 KB with all properties.
        Assert.All(messages, message => Assert.InRange(message.Body.ToMemory().Length, 1, 240_000));
        var bodies = messages.Select(message => JsonNode.Parse(message.Body) ?? throw new InvalidOperationException()).ToList();
        Assert.Equal(Enumerable.Range(0, 200), bodies.SelectMany(body => body["events"]?.AsArray() ?? []).Select(each => each?["discount"]?.GetValue<int>() ?? -1));
        Assert.Equal(Enumerable.Range(1, messages.Count).Select(part => (part, messages.Count)), bodies.Select(body => (body["part"]?.GetValue<int>() ?? 0, body["parts"]?.GetValue<int>() ?? 0)));
        Assert.Equal(messages.Count, messages.Select(message => message.MessageId).Distinct().Count());
        Assert.All(messages, message => Assert.InRange(message.MessageId.Length, 1, 128));
        Assert.Equal(parts, messages.Count);

        // A second delivery is the same to the byte.
        Assert.Equal(
            messages.Select(message => (message.MessageId, message.Body.ToString())),
            RedemptionEventMessages.Of(events with { Events = [.. events.Events] }).Select(message => (message.MessageId, message.Body.ToString())));
    }
}
