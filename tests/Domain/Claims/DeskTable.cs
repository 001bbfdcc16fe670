using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;

namespace PromoFunctions.Domain.Tests.Claims;

/// <summary>What the written policy decides on a claim, row by row: every rule, at its boundary and one unit beside it.</summary>
internal static class DeskTable
{
    public const string Fresh = "Nothing was given for this code on this order before.";
    public const string Room = "The limits of the campaign and of the customer still have room.";
    public const string NoRoom = "A limit of the campaign or of the customer has no room left.";
    public const string NoClaims = "The customer made no claim in the 365 days before.";
    public const string OneClaim = "The customer made 1 claim in the 365 days before.";
    public const string NoGift = "The customer got no goodwill code in the last 90 days.";
    public const string Gift = "The customer got a goodwill code on 3 May 2026, 12:00.";
    public const string NoCode = "The customer has no personal code that could still be used.";
    public const string Default = "No rule of the policy grants the claim.";
    public const string Instead = "The rule “first-time-goodwill” denies the claim, and gives a code instead.";

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly DateTimeOffset GivenAt = new(2026, 5, 3, 10, 0, 0, TimeSpan.Zero);
    private static readonly string[] Refund = ["refund"];
    private static readonly string[] Goodwill = ["code: 10% for 30 days"];
    private static readonly string[] Recovery = ["code: 15% for 60 days"];
    private static readonly string[] Alternative = ["alternative"];

    /// <summary>Every row; its number is its place in the list.</summary>
    public static IReadOnlyList<DeskRow> Rows { get; } = [.. OfSettled(), .. Escalated(), .. OfTheWindow(), .. Refunded(), .. OfGrace(), .. WithoutAnOrder(), .. Denied()];

    private static IEnumerable<DeskRow> OfSettled()
    {
        var denies = Denies("already-settled");
        var byOrder = "The code was redeemed with this order, on 2 July 2026, 12:00.";
        var byClaim = "A claim for this code on this order was approved before, on 2 July 2026, 12:00.";
        var settled = Facts() with { Settled = new(GivenClaim.PlacedAt, false) };
        yield return new("redeemed with the order", settled, "already-settled", ClaimOutcome.Denied, 0, Alternative, byOrder, denies);
        yield return new("redeemed with the order", settled, "already-settled", ClaimOutcome.Denied, 0, Alternative, byOrder, denies) { Language = "de" };
        yield return new("paid by a claim", Facts() with { Settled = new(GivenClaim.PlacedAt, true) }, "already-settled", ClaimOutcome.Denied, 0, Alternative, byClaim, denies);
        yield return new("paid by a claim, of a large amount", Facts(worth: 20_000) with { Settled = new(GivenClaim.PlacedAt, true) }, "already-settled", ClaimOutcome.Denied, 0, Alternative, byClaim, denies) { Language = "de" };
        yield return new("redeemed, and our fault besides", settled with { RefusedAttempts = [Attempt(true)] }, "already-settled", ClaimOutcome.Denied, 0, Alternative, byOrder, denies);
        yield return new("redeemed on an order that was given back", settled with { OrderReturned = true }, "already-settled", ClaimOutcome.Denied, 0, Alternative, byOrder, denies);
        yield return new("a missing code that was redeemed with the order", settled with { Kind = ClaimKind.MissingCode, BoundCode = "key" }, "already-settled", ClaimOutcome.Denied, 0, Alternative, byOrder, denies);
    }

    private static IEnumerable<DeskRow> Escalated()
    {
        string[] nothing = [];
        var told = "on 2 July 2026, 12:00 we could not answer";
        var oneWrong = $"1 attempt failed although the code should have worked at that moment: {told}.";
        var fault = Leaves("potential-system-error");
        yield return new("a refusal that was wrong", Facts() with { RefusedAttempts = [Attempt(true)] }, "potential-system-error", ClaimOutcome.Escalated, 0, nothing, oneWrong, fault);
        yield return new("a refusal that was wrong", Facts(ClaimKind.RejectedCode) with { RefusedAttempts = [Attempt(false), Attempt(true)] }, "potential-system-error", ClaimOutcome.Escalated, 0, nothing, oneWrong, fault) { Language = "de" };
        yield return new("two that were wrong, of a large amount", Facts(worth: 20_000) with { RefusedAttempts = [Attempt(true), Attempt(true)] }, "potential-system-error", ClaimOutcome.Escalated, 0, nothing, $"2 attempts failed although the code should have worked at that moment: {told}; {told}.", fault);
        yield return new("a refusal that was right", Facts() with { RefusedAttempts = [Attempt(false)] }, "valid-at-order-time", ClaimOutcome.Approved, 500, Refund, Takes("€5.00"), Room, Fresh, Grants("valid-at-order-time"));
        yield return new("a refusal that was wrong, of an expired code", Expired(24, 100, ClaimKind.ExpiredCode) with { RefusedAttempts = [Attempt(true)] }, "expired-within-grace", ClaimOutcome.Approved, 100, Refund, Late("24 hours", "1 July 2026, 12:00"), Lost("€1.00"), Worth("€1.00"), NoClaims, Room, Fresh, Grants("expired-within-grace"));

        var significant = Leaves("significant-amount");
        foreach (var (currency, limit, at, below) in ((string, long, string, string)[])[("EUR", 10_000, "€100.00", "€99.99"), ("JPY", 16_000, "¥16,000", "¥15,999"), ("KWD", 32_500, "KWD\u00A032.500", "KWD\u00A032.499"), ("USD", 10_000, "$100.00", "$99.99"), ("GBP", 8_500, "£85.00", "£84.99")])
        {
            yield return new($"{currency}: a significant amount exactly", Facts(worth: limit, currency: currency), "significant-amount", ClaimOutcome.Escalated, 0, nothing, Worth(at), significant);
            yield return new($"{currency}: a unit below", Facts(worth: limit - 1, currency: currency), "valid-at-order-time", ClaimOutcome.Approved, limit - 1, Refund, Takes(below), Room, Fresh, Grants("valid-at-order-time")) { Language = "de" };
        }

        yield return new("a significant amount that is only asked for", Plain(ClaimKind.Complaint) with { RequestedAmount = 10_000 }, "significant-amount", ClaimOutcome.Escalated, 0, nothing, Worth("€100.00"), significant) { Language = "de" };
        yield return new("an amount in a currency without thresholds", Facts(worth: 1, currency: "XPF"), "significant-amount", ClaimOutcome.Escalated, 0, nothing, Worth("XPF\u00A01"), "The policy has no amounts in XPF to compare it with.", significant);
        yield return new("the fourth claim in 90 days", Facts() with { PriorClaims90 = 3, PriorClaims365 = 3 }, "repeat-claimant", ClaimOutcome.Escalated, 0, nothing, "The customer made 3 claims in the 90 days before.", Leaves("repeat-claimant"));
        yield return new("the fourth claim in 90 days, a complaint", Plain(ClaimKind.Complaint) with { PriorClaims90 = 3, PriorClaims365 = 9 }, "repeat-claimant", ClaimOutcome.Escalated, 0, nothing, "The customer made 3 claims in the 90 days before.", Leaves("repeat-claimant")) { Language = "de" };
        yield return new("the third claim in 90 days", Facts() with { PriorClaims90 = 2, PriorClaims365 = 9 }, "valid-at-order-time", ClaimOutcome.Approved, 500, Refund, Takes("€5.00"), Room, Fresh, Grants("valid-at-order-time"));
        yield return new("a complaint after a code", Plain(ClaimKind.Complaint) with { GoodwillGivenAt = GivenAt }, "complaint-again", ClaimOutcome.Escalated, 0, nothing, Gift, Leaves("complaint-again"));
        yield return new("a complaint after a code", Plain(ClaimKind.Complaint) with { GoodwillGivenAt = GivenAt }, "complaint-again", ClaimOutcome.Escalated, 0, nothing, Gift, Leaves("complaint-again")) { Language = "de" };
        yield return new("a complaint while the shop gives no codes", Plain(ClaimKind.Complaint) with { GoodwillStopped = true }, "complaint-again", ClaimOutcome.Escalated, 0, nothing, NoGift, "The shop has stopped the codes that the desk gives.", Leaves("complaint-again"));
    }

    private static IEnumerable<DeskRow> OfTheWindow()
    {
        var denies = Denies("outside-claim-window");
        var late = "The order was placed on 2 July 2026, 12:00, over 14 days before the claim.";
        foreach (var kind in (ClaimKind[])[ClaimKind.MissedCode, ClaimKind.RejectedCode, ClaimKind.ExpiredCode])
        {
            yield return new($"{kind}: 14 days and a tick", Facts(kind) with { ReceivedAt = GivenClaim.PlacedAt.AddDays(14) + Tick }, "outside-claim-window", ClaimOutcome.Denied, 0, Alternative, late, denies) { Language = kind == ClaimKind.MissedCode ? "de" : "en" };
        }

        yield return new("14 days exactly", Facts() with { ReceivedAt = GivenClaim.PlacedAt.AddDays(14) }, "valid-at-order-time", ClaimOutcome.Approved, 500, Refund, Takes("€5.00"), Room, Fresh, Grants("valid-at-order-time"));
        yield return new("14 days less a tick", Facts() with { ReceivedAt = GivenClaim.PlacedAt.AddDays(14) - Tick }, "valid-at-order-time", ClaimOutcome.Approved, 500, Refund, Takes("€5.00"), Room, Fresh, Grants("valid-at-order-time"));
        yield return new("30 days, and a promised code", Plain(ClaimKind.MissingCode) with { OrderPlacedAt = GivenClaim.ReceivedAt.AddDays(-30), BoundCode = "key" }, "promised-code-found", ClaimOutcome.Approved, 0, ["resend"], "The customer has a personal code that was never used.", Grants("promised-code-found"));
    }

    private static IEnumerable<DeskRow> Refunded()
    {
        var grants = Grants("valid-at-order-time");
        yield return new("valid", Facts(), "valid-at-order-time", ClaimOutcome.Approved, 500, Refund, Takes("€5.00"), Room, Fresh, grants);
        yield return new("valid, though it was refused", Facts(ClaimKind.RejectedCode), "valid-at-order-time", ClaimOutcome.Approved, 500, Refund, Takes("€5.00"), Room, Fresh, grants) { Language = "de" };
        yield return new("one unit", Facts(worth: 1), "valid-at-order-time", ClaimOutcome.Approved, 1, Refund, Takes("€0.01"), Room, Fresh, grants);
        yield return new("in yen", Facts(worth: 3_000, currency: "JPY"), "valid-at-order-time", ClaimOutcome.Approved, 3_000, Refund, Takes("¥3,000"), Room, Fresh, grants) { Language = "de" };
        yield return new("in dinars", Facts(worth: 1_234, currency: "KWD"), "valid-at-order-time", ClaimOutcome.Approved, 1_234, Refund, Takes("KWD\u00A01.234"), Room, Fresh, grants);
        yield return new("more was asked for than the terms give", Facts() with { RequestedAmount = 9_000 }, "valid-at-order-time", ClaimOutcome.Approved, 500, Refund, Takes("€5.00"), Room, Fresh, grants);
        yield return new("the shop's clock runs ahead", Facts() with { ReceivedAt = GivenClaim.PlacedAt - Tick }, "valid-at-order-time", ClaimOutcome.Approved, 500, Refund, Takes("€5.00"), Room, Fresh, grants);
        yield return new("no limit left", Facts() with { LimitLeft = false }, "first-time-goodwill", ClaimOutcome.Denied, 0, Goodwill, Takes("€5.00"), NoRoom, NoClaims, NoGift, Instead);
        yield return new("no limit left", Facts() with { LimitLeft = false }, "first-time-goodwill", ClaimOutcome.Denied, 0, Goodwill, Takes("€5.00"), NoRoom, NoClaims, NoGift, Instead) { Language = "de" };
        yield return new("no limit left, and a claim before", Facts() with { LimitLeft = false, PriorClaims365 = 1 }, "default", ClaimOutcome.Denied, 0, Alternative, Takes("€5.00"), NoRoom, OneClaim, Default);
        yield return new("the order was given back", Facts() with { OrderReturned = true }, "first-time-goodwill", ClaimOutcome.Denied, 0, Goodwill, Takes("€5.00"), Room, "The order was given back in full.", NoClaims, NoGift, Instead);
        yield return new("the order was given back, and a claim before", Facts() with { OrderReturned = true, PriorClaims365 = 1 }, "default", ClaimOutcome.Denied, 0, Alternative, Takes("€5.00"), Room, "The order was given back in full.", OneClaim, Default) { Language = "de" };
    }

    private static IEnumerable<DeskRow> OfGrace()
    {
        var grants = Grants("expired-within-grace");
        foreach (var (currency, limit, at) in ((string, long, string)[])[("EUR", 2_500, "€25.00"), ("JPY", 4_000, "¥4,000"), ("KWD", 8_000, "KWD\u00A08.000")])
        {
            yield return new($"{currency}: 24 hours and the minor amount exactly", Expired(24, limit, currency: currency), "expired-within-grace", ClaimOutcome.Approved, limit, Refund, Late("24 hours", "1 July 2026, 12:00"), Lost(at), Worth(at), NoClaims, Room, Fresh, grants) { Language = currency == "EUR" ? "en" : "de" };
        }

        string[] reasons = ["By the terms at the time of the order, the code gives nothing on it (expired)."];
        yield return new("a unit over the minor amount", Expired(24, 2_501), "first-time-goodwill", ClaimOutcome.Denied, 0, Goodwill, [.. reasons, Late("24 hours", "1 July 2026, 12:00"), Lost("€25.01"), Room, NoClaims, NoGift, Instead]);
        yield return new("a unit below the minor amount", Expired(24, 2_499, ClaimKind.RejectedCode), "expired-within-grace", ClaimOutcome.Approved, 2_499, Refund, Late("24 hours", "1 July 2026, 12:00"), Lost("€24.99"), Worth("€24.99"), NoClaims, Room, Fresh, grants);
        yield return new("24 hours less a tick", Expired(TimeSpan.FromHours(24) - Tick, 500), "expired-within-grace", ClaimOutcome.Approved, 500, Refund, Late("over 23 hours", "1 July 2026, 12:00"), Lost("€5.00"), Worth("€5.00"), NoClaims, Room, Fresh, grants);
        yield return new("24 hours and a tick", Expired(TimeSpan.FromHours(24) + Tick, 500), "first-time-goodwill", ClaimOutcome.Denied, 0, Goodwill, [.. reasons, Late("over 24 hours", "1 July 2026, 11:59"), Lost("€5.00"), Room, NoClaims, NoGift, Instead]) { Language = "de" };
        yield return new("at the very moment of the end", Expired(0, 500, ClaimKind.ExpiredCode), "expired-within-grace", ClaimOutcome.Approved, 500, Refund, Late("0 hours", "2 July 2026, 12:00"), Lost("€5.00"), Worth("€5.00"), NoClaims, Room, Fresh, grants) { Language = "de" };
        yield return new("within grace, and a claim before", Expired(1, 500) with { PriorClaims365 = 1 }, "default", ClaimOutcome.Denied, 0, Alternative, [.. reasons, Late("1 hour", "2 July 2026, 11:00"), Lost("€5.00"), Room, OneClaim, Default]);
        yield return new("within grace, and a code before", Expired(1, 500) with { GoodwillGivenAt = GivenAt }, "expired-within-grace", ClaimOutcome.Approved, 500, Refund, Late("1 hour", "2 July 2026, 11:00"), Lost("€5.00"), Worth("€5.00"), NoClaims, Room, Fresh, grants);
        yield return new("within grace, no limit left", Expired(1, 500) with { LimitLeft = false, PriorClaims365 = 1 }, "default", ClaimOutcome.Denied, 0, Alternative, [.. reasons, Late("1 hour", "2 July 2026, 11:00"), Lost("€5.00"), NoRoom, OneClaim, Default]);
        yield return new(
            "within grace, and another refusal",
            Expired(1, 500) with { WithoutExpiry = null, Refusals = ["expired", "minimum-subtotal"], PriorClaims365 = 1 },
            "default", ClaimOutcome.Denied, 0, Alternative,
            "By the terms at the time of the order, the code gives nothing on it (expired, minimum-subtotal).", Late("1 hour", "2 July 2026, 11:00"), Room, OneClaim, Default);
    }

    private static IEnumerable<DeskRow> WithoutAnOrder()
    {
        var bound = "The customer has a personal code that was never used.";
        yield return new("a promised code that is there", Plain(ClaimKind.MissingCode) with { BoundCode = "key" }, "promised-code-found", ClaimOutcome.Approved, 0, ["resend"], bound, Grants("promised-code-found"));
        yield return new("a promised code that is there", Plain(ClaimKind.MissingCode) with { BoundCode = "key", GoodwillGivenAt = GivenAt }, "promised-code-found", ClaimOutcome.Approved, 0, ["resend"], bound, Grants("promised-code-found")) { Language = "de" };
        yield return new("a promised code that is not", Plain(ClaimKind.MissingCode), "first-time-goodwill", ClaimOutcome.Denied, 0, Goodwill, NoCode, NoClaims, NoGift, Instead);
        yield return new("a promised code that is not, in yen", Plain(ClaimKind.MissingCode, "JPY"), "first-time-goodwill", ClaimOutcome.Denied, 0, Goodwill, NoCode, NoClaims, NoGift, Instead) { Language = "de" };
        yield return new("a promised code that is not, after a code", Plain(ClaimKind.MissingCode) with { GoodwillGivenAt = GivenAt }, "default", ClaimOutcome.Denied, 0, Alternative, NoCode, NoClaims, Default);
        yield return new("a promised code that is not, and a claim before", Plain(ClaimKind.MissingCode) with { PriorClaims365 = 1 }, "default", ClaimOutcome.Denied, 0, Alternative, NoCode, OneClaim, Default) { Language = "de" };
        yield return new("a complaint", Plain(ClaimKind.Complaint), "recovery", ClaimOutcome.Approved, 0, Recovery, NoGift, Grants("recovery"));
        yield return new("a complaint, in dinars", Plain(ClaimKind.Complaint, "KWD") with { PriorClaims365 = 2, RequestedAmount = 32_499 }, "recovery", ClaimOutcome.Approved, 0, Recovery, NoGift, Grants("recovery")) { Language = "de" };
        yield return new("the fifth order was the last", Plain(ClaimKind.DiscountRequest) with { OrdersPlaced = 5 }, "loyal-customer", ClaimOutcome.Approved, 0, Goodwill, "The customer has placed 5 orders before.", NoGift, Grants("loyal-customer"));
        yield return new("many orders", Plain(ClaimKind.DiscountRequest) with { OrdersPlaced = 1_200 }, "loyal-customer", ClaimOutcome.Approved, 0, Goodwill, "The customer has placed 1,200 orders before.", NoGift, Grants("loyal-customer")) { Language = "de" };
        yield return new("the fourth order was the last", Plain(ClaimKind.DiscountRequest) with { OrdersPlaced = 4 }, "default", ClaimOutcome.Denied, 0, Alternative, "The customer has placed 4 orders before.", NoGift, Default);
        yield return new("loyal, after a code", Plain(ClaimKind.DiscountRequest) with { OrdersPlaced = 5, GoodwillGivenAt = GivenAt }, "default", ClaimOutcome.Denied, 0, Alternative, "The customer has placed 5 orders before.", Gift, Default) { Language = "de" };
        yield return new("nothing known of orders", Plain(ClaimKind.DiscountRequest), "default", ClaimOutcome.Denied, 0, Alternative, NoGift, Default);
        foreach (var (currency, limit, at, below) in ((string, long, string, string)[])[("EUR", 10_000, "€100.00", "€99.99"), ("JPY", 16_000, "¥16,000", "¥15,999"), ("KWD", 32_500, "KWD\u00A032.500", "KWD\u00A032.499")])
        {
            var first = Plain(ClaimKind.DiscountRequest, currency) with { OrdersPlaced = 0, CartSubtotal = limit };
            yield return new($"{currency}: a first cart of exactly enough", first, "significant-first-purchase", ClaimOutcome.Approved, 0, Goodwill, "The customer has placed 0 orders before.", $"The goods are worth {at}.", NoGift, Grants("significant-first-purchase")) { Language = currency == "EUR" ? "de" : "en" };
            yield return new($"{currency}: a first cart a unit below", first with { CartSubtotal = limit - 1 }, "default", ClaimOutcome.Denied, 0, Alternative, "The customer has placed 0 orders before.", $"The goods are worth {below}.", NoGift, Default);
        }

        yield return new("a first cart, after a code", Plain(ClaimKind.DiscountRequest) with { OrdersPlaced = 0, CartSubtotal = 10_000, GoodwillGivenAt = GivenAt }, "default", ClaimOutcome.Denied, 0, Alternative, "The customer has placed 0 orders before.", "The goods are worth €100.00.", Gift, Default);
    }

    private static IEnumerable<DeskRow> Denied()
    {
        var unknown = Facts() with { CodeKnown = false, TermsVersion = null, CampaignId = null, Entitlement = null, WithoutExpiry = null, LimitLeft = null, CodeEndsAt = null, Refusals = ["unknown-code"] };
        yield return new("a code that never was", unknown, "first-time-goodwill", ClaimOutcome.Denied, 0, Goodwill, "There is no such code.", NoClaims, NoGift, Instead);
        yield return new("a code that never was, and a claim before", unknown with { PriorClaims365 = 1 }, "default", ClaimOutcome.Denied, 0, Alternative, "There is no such code.", OneClaim, Default) { Language = "de" };
        var dear = Facts() with { Entitlement = null, WithoutExpiry = null, Refusals = ["minimum-subtotal", "channel"] };
        var why = "By the terms at the time of the order, the code gives nothing on it (minimum-subtotal, channel).";
        yield return new("terms that the order does not meet", dear, "first-time-goodwill", ClaimOutcome.Denied, 0, Goodwill, why, Room, NoClaims, NoGift, Instead) { Language = "de" };
        yield return new("terms that the order does not meet, after a code", dear with { GoodwillGivenAt = GivenAt }, "default", ClaimOutcome.Denied, 0, Alternative, why, Room, NoClaims, Default);
        yield return new("expired days ago", Expired(72, 500, ClaimKind.ExpiredCode) with { PriorClaims365 = 1 }, "default", ClaimOutcome.Denied, 0, Alternative, "By the terms at the time of the order, the code gives nothing on it (expired).", Late("72 hours", "29 June 2026, 12:00"), Lost("€5.00"), Room, OneClaim, Default);
    }

    private static ClaimFacts Facts(ClaimKind kind = ClaimKind.MissedCode, long worth = 500, string currency = "EUR") =>
        GivenClaim.Facts(kind, currency) with { Entitlement = worth, WithoutExpiry = worth };

    private static ClaimFacts Plain(ClaimKind kind, string currency = "EUR") =>
        new() { Kind = kind, Currency = currency, ReceivedAt = GivenClaim.ReceivedAt, TimeZone = "Europe/Berlin" };

    private static ClaimFacts Expired(double hours, long worth, ClaimKind kind = ClaimKind.MissedCode, string currency = "EUR") => Expired(TimeSpan.FromHours(hours), worth, kind, currency);

    private static ClaimFacts Expired(TimeSpan before, long worth, ClaimKind kind = ClaimKind.MissedCode, string currency = "EUR") => GivenClaim.Expired(before, worth, kind, currency);

    private static RefusedAttempt Attempt(bool wrong) => new(GivenClaim.PlacedAt, wrong ? [] : ["expired"], wrong);

    private static string Takes(string amount) => $"By the terms at the time of the order, the code takes {amount} off it.";

    private static string Lost(string amount) => $"Had it not run out, the code would have taken {amount} off the order.";

    private static string Worth(string amount) => $"The claim is worth {amount}.";

    private static string Late(string elapsed, string end) => $"The order was placed {elapsed} after the code's end on {end}.";

    private static string Grants(string rule) => $"The rule “{rule}” grants the claim.";

    private static string Denies(string rule) => $"The rule “{rule}” denies the claim.";

    private static string Leaves(string rule) => $"The rule “{rule}” leaves the decision to a person.";
}

/// <summary>One claim and what is expected of it.</summary>
internal sealed record DeskRow(string Situation, ClaimFacts Facts, string Rule, ClaimOutcome Outcome, long Amount, IReadOnlyList<string> Remedies, params IReadOnlyList<string> Rationale)
{
    /// <summary>Of the reply.</summary>
    public string Language { get; init; } = "en";
}
