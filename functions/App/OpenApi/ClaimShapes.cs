using Microsoft.OpenApi;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Codes;
using static PromoFunctions.App.OpenApi.Shape;

namespace PromoFunctions.App.OpenApi;

/// <summary>Claims and customers.</summary>
internal static class ClaimShapes
{
    public static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Contact", Sent(
            Must("channel", Id(Contact.MaxNameLength)),
            Must("agent", Id(Contact.MaxNameLength)),
            Must("reference", Id(Contact.MaxReferenceLength)),
            Must("summary", Id(Contact.MaxSummaryLength)),
            May("messages", List(
                Sent(Must("at", Instant()), Must("from", Id(Contact.MaxNameLength)), Must("text", Id(ContactMessage.MaxTextLength))),
                Contact.MaxMessages)))),
        ("ClaimRequest", Sent(
            May("claimId", Id(ClaimId.MaxLength)),
            Must("kind", Word<ClaimKind>()),
            May("code", To("Code")),
            May("requestedAmount", Money()),
            May("currency", To("Currency")),
            Must("customer", To("Customer")),
            May("order", Sent(Must("id", Id(ClaimedOrder.MaxIdLength)), Must("placedAt", Instant()), Must("cart", To("Cart")))),
            May("cart", To("Cart")),
            May("client", To("Client")),
            Must("contact", To("Contact")),
            May("language", Word<ReplyLanguage>()))),
        ("ClaimAccepted", Told(Must("claimId", Text()), Must("status", Word<ClaimStatus>()))),
        ("Decision", Told(
            Must("outcome", Word<ClaimOutcome>()),
            Must("rule", Text()),
            Must("complexity", Word<ClaimComplexity>()),
            Must("amount", Money()),
            Must("currency", To("Currency")),
            Must("rationale", List(Text())),
            Must("policyVersion", Whole()),
            Must("termsVersion", OrNull(Whole(1))),
            Must("decidedBy", Text("policy, or agent: and who.")),
            Must("decidedAt", Instant()))),
        ("Remedy", OneOf(
            Told(Must("kind", Word(["refund"])), Must("amount", Money()), Must("redemptionId", OrNull(Text("Null for what a person gave beyond the limits.")))),
            Told(Must("kind", Word(["code", "resend"])), May("code", To("Code")), Must("summary", Text()), May("expiresAt", Instant())),
            Told(
                Must("kind", Word(["alternative"])),
                Must("offer", Word(["code", "campaign", "newsletter", "loyalty-programme"])),
                May("code", To("Code")),
                May("summary", Text()),
                May("url", Text())))),
        ("ListedClaim", Told(Listed())),
        ("Claim", Told([
            .. Listed(),
            Must("reply", OrNull(Told(Must("subject", Text()), Must("text", Text())))),
            Must("contacts", List(Told(
                May("at", Instant()),
                Must("channel", Text()),
                Must("agent", Text()),
                Must("reference", Text()),
                Must("summary", Text()),
                Must("messages", List(Told(Must("at", Instant()), Must("from", Text()), Must("text", Text()))))))),
            Must("audit", List(Told(Must("at", Instant()), Must("actor", Text()), Must("event", Text()), Must("detail", Text()))))])),
        ("ClaimPage", Page(To("ListedClaim"))),
        ("DecisionRequest", Sent(
            Must("outcome", Word(ClaimOutcome.Approved, ClaimOutcome.Denied)),
            May("amount", Money()),
            Must("agent", Id(Contact.MaxNameLength)),
            Must("rationale", Id(AgentVerdict.MaxRationaleLength)),
            May("overrideLimits", Flag()))),
        ("HistoryRequest", Sent(Must("customer", To("Customer")))),
        ("History", Told(
            Must("codes", List(Told(
                Must("code", To("Code")),
                Must("campaignId", OrNull(Text())),
                Must("status", Word<CodeStatus>()),
                Must("used", Flag()),
                Must("issuedAt", Instant()),
                Must("expiresAt", OrNull(Instant()))))),
            Must("redemptions", List(Told(
                Must("kind", Text()),
                Must("redemptionId", Text()),
                Must("orderId", Text()),
                Must("campaignId", Text()),
                Must("code", OrNull(Text())),
                Must("discount", Difference()),
                Must("at", Instant())))),
            Must("refusedAttempts", List(Told(
                Must("at", Instant()),
                Must("code", Text()),
                Must("campaignId", OrNull(Text())),
                Must("termsVersion", OrNull(Whole(1))),
                Must("failed", Flag("Whether it failed by our fault.")),
                Must("reasons", List(Text()))))),
            Must("claims", List(To("ListedClaim"))),
            Must("next", OrNull(Text())))),
    ];

    private static Member[] Listed() =>
    [
        Must("claimId", Text()),
        Must("kind", OrNull(Word<ClaimKind>())),
        Must("status", Word<ClaimStatus>()),
        Must("receivedAt", Instant()),
        May("agent", Text()),
        May("failure", Told(Must("reason", Text()), Must("description", Text()))),
        May("deadline", Instant("Of an escalated claim.")),
        May("overdue", Flag("Of an escalated claim.")),
        Must("decision", OrNull(To("Decision"))),
        Must("remedies", List(To("Remedy"))),
    ];
}
