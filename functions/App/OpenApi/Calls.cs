namespace PromoFunctions.App.OpenApi;

/// <summary>Every HTTP function.</summary>
internal static class Calls
{
    private const string Csv = "text/csv";
    private const string Html = "text/html";
    private const string IfMatch = "The ETag that was read; 412 when it was changed since.";

    public static IReadOnlyList<Call> All { get; } = [.. Storefront(), .. Marketing(), .. Helpdesk(), .. Manager(), .. Finance(), .. Open()];

    private static IEnumerable<Call> Storefront() =>
    [
        new Call("ValidateCodes", "Whether codes apply to a cart, what each takes off which line, every reason against, and what works instead. Binds nothing.", "storefront")
            .Takes("ValidateRequest", Examples.ValidateRequest).Gives(200, "Also when no code applies.", "Validation", Examples.Validation).Refuses(429),
        new Call("GetTerms", "The terms of a code in plain words and as data.", "storefront", "helpdesk")
            .Shopper().Gives(200, "The terms.", "Terms").Refuses(400, 404, 429),
        new Call("AskAboutCode", "Answers a shopper's question about a code from its live terms, or hands it off with a claim ready to post.", "storefront", "helpdesk")
            .Takes("AskRequest", Examples.AskRequest).Gives(200, "The answer.", "AskAnswer", Examples.AskAnswer).Refuses(404, 429),
        new Call("RedeemCodes", "Redeems or holds codes for an order, once for the order id: all codes or none.", "storefront")
            .Takes("RedeemRequest", Examples.RedeemRequest)
            .Gives(201, "Redeemed or held.", "Redemption", Examples.Redemption)
            .Gives(200, "The same request again: the first facts and the present state.", "Redemption")
            .Refuses(409, 422, 429),
        new Call("FindRedemptionByOrder", "The redemption that an order made.", "storefront", "helpdesk")
            .Asks("orderId", "The order.").Gives(200, "The redemption.", "Redemption").Refuses(400, 404),
        new Call("GetRedemption", "A redemption as it stands now.", "storefront", "helpdesk").Gives(200, "The redemption.", "Redemption").Refuses(404),
        new Call("ConfirmRedemption", "Turns a hold into a redemption.", "storefront").Gives(200, "Redeemed; also when it was before.", "Redemption").Refuses(404, 409),
        new Call("ReleaseRedemption", "Gives a hold back.", "storefront").Gives(200, "Released; also when it was before.", "Redemption").Refuses(404, 409),
        new Call("RefundRedemption", "What the customer gets back for lines, or for all that is left, net of discounts.", "storefront")
            .Takes("RefundRequest", Examples.RefundRequest).Gives(200, "The refund; also when it was made before.", "Refund", Examples.Refund).Refuses(404, 409, 422),
        new Call("MakeOffer", "A personal, time-limited code for an occasion that the shop observed.", "storefront")
            .Takes("OfferRequest", Examples.OfferRequest).Gives(201, "A new code.", "Offer", Examples.Offer).Gives(200, "The code that this customer was given before.", "Offer").Refuses(404, 422),
        new Call("SetPreferences", "Whether a customer wants offers and reminders by mail.", "storefront").Takes("Preferences").Gives(204, "Kept."),
    ];

    private static IEnumerable<Call> Marketing() =>
    [
        new Call("PutCampaign", "Makes or changes a campaign; a change of what the terms give makes a new version.", "marketing")
            .Hears("If-Match", IfMatch).Takes("CampaignBody", Examples.CampaignBody).Gives(201, "Made.", "Campaign").Gives(200, "Changed.", "Campaign").Refuses(409, 412),
        new Call("GetCampaign", "A campaign with every version of its terms.", "marketing", "finance").Gives(200, "The campaign.", "Campaign").Refuses(404),
        new Call("ListCampaigns", "The campaigns.", "marketing", "finance").Asks("status", "Only those of this status.").Pages().Gives(200, "A page.", "CampaignPage"),
        new Call("AddCodes", "Adds a public code, a batch of codes that work once, or a personal code.", "marketing")
            .Takes("AddCodesRequest", Examples.AddCodesRequest).Gives(201, "Added.", "AddedCodes").Gives(200, "The batch was complete before, or is now.", "AddedCodes").Refuses(404, 409),
        new Call("ImportCodes", "Adds codes from CSV with the columns code, kind, customerId, email, expiresAt.", "marketing")
            .Takes("text", type: Csv).Gives(200, "What was added, repeated and refused.", "ImportedCodes").Refuses(404),
        new Call("ExportCodes", "The codes of a campaign as CSV, streamed.", "marketing").Asks("batch", "Only those of this batch.").Gives(200, "CSV.", "text", type: Csv).Refuses(400, 404),
        new Call("SetCodeStatus", "Pauses a code, activates it again, or voids it for good.", "marketing")
            .Takes("CodeStatusRequest").Gives(200, "Set.", "CodeStatusAnswer").Refuses(404, 409),
        new Call("GetInventory", "Every promotion that runs, has run or will run, with its codes' counts.", "marketing", "helpdesk")
            .Asks("text", "In the id, the name, the summary or a public code.").Asks("status", "Only of this status.").Asks("from", "Running at this instant or later.").Asks("to", "Running before this instant.")
            .Pages().Gives(200, "A page.", "InventoryPage"),
    ];

    private static IEnumerable<Call> Helpdesk() =>
    [
        new Call("PostClaim", "Queues a claim, once for its id; it is decided within moments.", "helpdesk")
            .Takes("ClaimRequest", Examples.ClaimRequest).Gives(202, "Queued, or known.", "ClaimAccepted", Examples.ClaimAccepted).Refuses(409),
        new Call("GetClaim", "A claim, how it was decided and why.", "helpdesk").Gives(200, "The claim.", "Claim").Refuses(404),
        new Call("ListClaims", "The claims, the newest first.", "helpdesk")
            .Asks("status", "Only of this status.").Asks("customer", "Only of this id or e-mail.").Asks("agent", "Only of this agent.").Asks("from", "Received at this instant or later.").Asks("to", "Received before this instant.")
            .Pages().Gives(200, "A page.", "ClaimPage"),
        new Call("DecideEscalation", "A person's decision on an escalated claim.", "helpdesk")
            .Hears("If-Match", IfMatch).Takes("DecisionRequest").Gives(200, "The claim.", "Claim").Refuses(404, 409, 412),
        new Call("AddContact", "A further contact with the customer.", "helpdesk")
            .Takes("Contact").Gives(201, "Added; the claim.", "Claim").Gives(200, "The very same was added before.", "Claim").Refuses(404, 409),
        new Call("ResubmitClaim", "Queues a failed claim again.", "helpdesk").Gives(202, "Queued.", "ClaimAccepted").Refuses(404, 409),
        new Call("GetCustomerHistory", "Codes, redemptions, refused attempts and claims of a customer, the newest first.", "helpdesk").Pages().Gives(200, "The history.", "History"),
        new Call("PostCustomerHistory", "The same, with the e-mail out of the address.", "helpdesk").Pages().Takes("HistoryRequest").Gives(200, "The history.", "History"),
        new Call("EraseCustomer", "Erases a person; figures and the keyed hash stay.", "helpdesk", "manager").Gives(204, "Erased, or nothing was there.").Refuses(400),
    ];

    private static IEnumerable<Call> Manager() =>
    [
        new Call("GetPolicy", "The claims policy in force, or an earlier version.", "manager", "helpdesk").Asks("version", "The version.", "whole").Gives(200, "The policy.", "PolicyAnswer").Refuses(400, 404),
        new Call("PutPolicy", "A new version of the claims policy.", "manager").Hears("If-Match", IfMatch).Takes("PolicyRequest").Gives(200, "In force.", "PolicyAnswer").Refuses(412),
        new Call("BacktestPolicy", "Which past claims a policy would have decided otherwise. Changes nothing.", "manager").Pages().Takes("BacktestRequest").Gives(200, "The comparison.", "Backtest"),
    ];

    private static IEnumerable<Call> Finance() =>
    [
        new Call("ListReports", "The periods that have a report.", "finance").Pages().Gives(200, "A page.", "ReportPage"),
        new Call("GetReport", "A report; an open period is computed fresh.", "finance").Asks("format", "json, csv or html; it beats Accept.").Gives(200, "The report.", "Report", type: $"{Call.Json} {Csv} {Html}").Refuses(400, 404),
    ];

    private static IEnumerable<Call> Open() =>
    [
        new Call("GetHealth", "Whether storage and queue answer.").OfMemory().Gives(200, "They do.", "Health").Gives(503, "One does not.", "Health"),
        new Call("GetOpenApi", "This document.").OfMemory().Gives(200, "OpenAPI 3.1.", "document").Gives(304, "It is the one that If-None-Match names."),
        new Call("ShowUnsubscribe", "A page that asks whether mails shall end.").OfMemory().Gives(200, "The page.", "text", type: Html).Gives(404, "A page: nobody signed the link.", "text", type: Html),
        new Call("Unsubscribe", "Ends offers and reminders for the customer of a signed link (RFC 8058).").OfMemory()
            .Gives(200, "Ended.", "text", type: Html).Gives(404, "Nobody signed the link.", "text", type: Html).Gives(503, "Storage does not answer.", "text", type: Html),
    ];
}
