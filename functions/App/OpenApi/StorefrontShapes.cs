using Microsoft.OpenApi;
using PromoFunctions.App.Asking;
using PromoFunctions.App.Redemptions;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Evaluation;
using static PromoFunctions.App.OpenApi.Shape;

namespace PromoFunctions.App.OpenApi;

/// <summary>What storefronts send and get.</summary>
internal static class StorefrontShapes
{
    public static IEnumerable<(string Name, OpenApiSchema Schema)> All()
    {
        yield return ("ValidateRequest", Sent(
            Must("codes", List(To("Code"), Evaluate.MaxCodes)),
            Must("cart", To("Cart")),
            May("customer", To("Customer")),
            May("client", To("Client")),
            May("at", Instant("Now, when left out."))));
        yield return ("Validation", Told(
            Must("valid", Flag("Whether every code sent was applied.")),
            Must("currency", To("Currency")),
            Must("subtotal", Money()),
            Must("shipping", Money()),
            Must("discount", Money()),
            Must("total", Money()),
            Must("applied", List(To("Applied"))),
            Must("rejected", List(To("Rejected"))),
            Must("alternatives", List(Told(Must("code", To("Code")), Must("discount", Money()), Must("summary", Text())), 3))));
        yield return ("Terms", Told(
            Must("code", To("Code")),
            Must("campaignId", To("CampaignId")),
            Must("status", Text()),
            Must("startsAt", Instant()),
            Must("endsAt", Instant()),
            Must("summary", Text()),
            Must("sentences", List(Text())),
            Must("discount", To("Discount")),
            Must("conditions", List(To("Condition"))),
            Must("limits", Told(May("perCustomer", OrNull(Whole(1))), May("uses", OrNull(Whole(1)))))));
        yield return ("AskRequest", Sent(
            Must("question", Id(AskRequest.MaxQuestionLength)),
            May("code", To("Code")),
            May("cart", To("Cart")),
            May("customer", To("Customer")),
            May("client", To("Client"))));
        yield return ("AskAnswer", Told(
            Must("topic", OrNull(Word<Topic>())),
            Must("answer", Text()),
            Must("facts", Anything("What the answer says, for programs.")),
            Must("handOff", Flag("Whether a person should answer; then claim is ready to be posted.")),
            May("claim", Anything("A body for POST /api/claims."))));
        yield return ("RedeemRequest", Sent(
            Must("orderId", Id(RedeemRequest.MaxOrderIdLength)),
            Must("codes", List(To("Code"), Evaluate.MaxCodes, 1)),
            Must("cart", To("Cart")),
            May("customer", To("Customer")),
            May("client", To("Client")),
            Must("mode", Word<RedeemMode>()),
            May("holdMinutes", Whole(1, 60, "15 when left out."))));
        yield return ("Redemption", Told(
            Must("redemptionId", Text()),
            Must("orderId", Text()),
            Must("state", Word(["redeemed", "held", "released"])),
            Must("heldUntil", OrNull(Instant())),
            Must("currency", To("Currency")),
            Must("discount", Money()),
            Must("applied", List(To("Applied"))),
            Must("redeemedAt", Instant())));
        yield return ("RefundRequest", Sent(
            Must("refundId", Id()),
            May("lines", List(Sent(Must("id", Id(64)), Must("quantity", Whole(1))), least: 1)),
            May("full", new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "True for all that is left, shipping included; not beside lines." })));
        yield return ("Refund", Told(
            Must("refundId", Text()),
            Must("redemptionId", Text()),
            Must("amount", Money()),
            Must("lines", List(Told(Must("id", Text()), Must("quantity", Whole(1)), Must("amount", Money())))),
            Must("useReturned", Flag("Whether the use came back, since everything is refunded."))));
        yield return ("OfferRequest", Sent(
            Must("campaignId", To("CampaignId")),
            Must("occasion", Id(OfferRules.MaxOccasionLength)),
            Must("customer", To("Customer")),
            Must("send", Flag("Whether it is mailed."))));
        yield return ("Offer", Told(Must("code", To("Code")), Must("expiresAt", Instant())));
        yield return ("Preferences", Sent(Must("customer", To("Customer")), Must("reminders", Flag())));
    }
}
