using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Claims.Replies;

/// <summary>English.</summary>
internal sealed class EnglishReplies() : ReplySentences(Phrases.English)
{
    public static EnglishReplies Instance { get; } = new();

    public override string AskAgain => "If we have missed anything, simply answer this message and we will look at it again.";

    public override string Closing => "Kind regards\nYour customer service";

    public override string Offers => "In the meantime, this is open to you:";

    public override string Greeting(string? firstName) => firstName is null ? "Hello," : $"Hello {firstName},";

    public override string Subject(string? orderId) => orderId is null ? "Your request" : $"Your order {orderId}";

    public override string AlreadySettled(ReplyContext about) => about.Facts.Settled switch
    {
        { Retroactive: true } settled =>
            $"We have good news: {about.Code} was already paid back to you for order {about.OrderId}, on {Instant(about, settled.At)}. As a code counts once for an order, there is nothing more to pay.",
        { } settled =>
            $"We have good news: {about.Code} is already part of order {about.OrderId}. It was taken off on {Instant(about, settled.At)}, so you have had its discount.",
        null => $"{about.Code} was already settled for order {about.OrderId}.",
    };

    public override string OutsideClaimWindow(ReplyContext about) =>
        $"Thank you for telling us about {about.Code} and order {about.OrderId}. {Placed(about)}, and that is too long ago for us to apply a code afterwards, so we are sorry that we cannot pay it back.";

    public override string ValidAtOrderTime(ReplyContext about) =>
        $"You are right: {about.Code} was valid when you placed order {about.OrderId}. We are refunding {Money(about, about.Amount)}, exactly what the code would have taken off.";

    public override string ExpiredWithinGrace(ReplyContext about) =>
        $"{about.Code} had ended {EndedAt(about)}shortly before you placed order {about.OrderId}. It was so close that we are glad to apply it all the same: we are refunding {Money(about, about.Amount)}.";

    public override string UnderReview(ReplyContext about) =>
        $"{(about.Claim.Kind == ClaimKind.Complaint ? "We are sorry that we have let you down, and thank you for saying so" : "Thank you for telling us about " + Subject(about))}. This deserves a closer look, so we have passed it to a colleague, who will write to you personally{By(about)}. There is nothing that you need to do until then.";

    public override string PotentialSystemError(ReplyContext about) =>
        $"Thank you for telling us about {Subject(about)}, and we are sorry for the trouble. Our own records show that you entered the code{EnteredAt(about)}, and it looks as though it should have worked. So that nothing is overlooked, we have passed it to a colleague, who looks into it first of all and will write to you personally{By(about)}.";

    public override string PromisedCodeFound(ReplyContext about, Remedy.OwnCode code) =>
        $"Thank you for telling us that your code did not reach you; we are sorry for that. We have found it, and here it is again ({code.Summary}):";

    public override string Recovery(ReplyContext about, Remedy.OwnCode code) =>
        $"We are sorry that we have let you down, and thank you for saying so. What you told us is noted with your account, so that it is not forgotten. We would like to make up for it with a code of your own for your next order ({code.Summary}):";

    public override string LoyalCustomer(ReplyContext about, Remedy.OwnCode code) =>
        $"Thank you for asking, and above all for ordering with us again and again. We are glad to give you a code of your own for your next order ({code.Summary}):";

    public override string SignificantFirstPurchase(ReplyContext about, Remedy.OwnCode code) =>
        $"Thank you for choosing us for a first order of this size. We are glad to welcome you with a code of your own ({code.Summary}):";

    public override string Goodwill(ReplyContext about, Remedy.OwnCode code) =>
        $"We would like you to have something all the same: a code of your own for your next order ({code.Summary}):";

    public override string WorksOnce(ReplyContext about, DateTimeOffset? until) =>
        until is { } end ? $"It works once, until {Instant(about, end)}." : "It works once.";

    public override string OrderReturned(ReplyContext about) =>
        $"Order {about.OrderId} was given back in full, and what you paid for it was refunded. So there is nothing left that {about.Code} could be taken off, and nothing more to pay back.";

    public override string NoPromisedCode(ReplyContext about) =>
        "Thank you for telling us that a code did not reach you. We have looked through our records and found no code of yours that is still open, so there is none that we could send again.";

    public override string Complaint(ReplyContext about) =>
        "We are sorry that we have let you down, and thank you for saying so. What you told us is noted with your account. We cannot give a discount for it, but we would like to make things easier from here.";

    public override string NoDiscountNow(ReplyContext about) =>
        "Thank you for your interest. We have looked at your request, and we have no personal discount to give at the moment.";

    public override string UnknownCode(ReplyContext about) =>
        $"We have looked for {about.Code}, and there is no such code in our shop, so we could not apply it to order {about.OrderId}. Perhaps a letter went astray: send us the message in which you found it, and we will check.";

    public override string Expired(ReplyContext about, DateTimeOffset end) =>
        $"{about.Code} ran until {Instant(about, end)}, and order {about.OrderId} was placed after that. We are sorry that we cannot apply it any more.";

    public override string UsedUp(ReplyContext about) =>
        $"{about.Code} is limited, in how often it can be used or in how much it gives, and no use of it is left for order {about.OrderId}. We are sorry that we cannot apply it afterwards.";

    public override string NotExpired(ReplyContext about) =>
        $"{about.Code} had not ended when you placed order {about.OrderId}, so we are sorry that there is nothing to pay back for its end. If the checkout refused it, or it was left out, tell us so and we will look at your order again with that in mind.";

    public override string TermsNotMet(ReplyContext about, IReadOnlyList<string> reasons) => reasons.Count == 0
        ? $"We have looked at {about.Code} and order {about.OrderId} carefully, and we are sorry that we cannot pay anything back for it."
        : $"We have looked at {about.Code} and order {about.OrderId} carefully. The code did not apply because {And([.. reasons.Select(Because).Distinct()])}, so we are sorry that we cannot pay it back.";

    public override string Refused(ReplyContext about, RefusedAttempt last, bool oftener, bool met) =>
        $"Our records show that {about.Code} was refused {(oftener ? "more than once before your order, last " : "")}on {Instant(about, last.At)}, because {And([.. last.Reasons.Select(BecauseThen).Distinct()])}{(met ? "; the order that you then placed meets its terms" : "")}.";

    public override string? Offer(Remedy remedy) => remedy switch
    {
        Remedy.RunningCode running => $"{running.Code}: {running.Summary}",
        Remedy.AnnouncedCampaign announced => $"{announced.Code}: {announced.Summary}",
        Remedy.Newsletter { Url: null } => "Our newsletter tells you first when a new code is out.",
        Remedy.Newsletter newsletter => $"Our newsletter tells you first when a new code is out: {newsletter.Url}",
        Remedy.LoyaltyProgramme loyalty => $"Our loyalty programme thanks you for every order: {loyalty.Url}",
        Remedy.Refund or Remedy.OwnCode => null,
        _ => throw new ArgumentOutOfRangeException(nameof(remedy), remedy, "No such remedy."),
    };

    private string Placed(ReplyContext about) => about.Facts.OrderPlacedAt is { } placed
        ? $"You placed it on {Instant(about, placed)}"
        : "You placed it a while ago";

    private static string Subject(ReplyContext about) => Subject(about, order => "and order " + order) ?? (about.Claim.Order is { } placed ? "order " + placed.Id : "your concern");

    private string By(ReplyContext about) => about.AnswerBy is { } latest ? $" by {Instant(about, latest)} at the latest" : "";

    private string EndedAt(ReplyContext about) => about.Facts.CodeEndsAt is { } end ? $"on {Instant(about, end)}, " : "";

    private string EnteredAt(ReplyContext about) => about.LastWrong is { } wrong ? $" on {Instant(about, wrong.At)}" : "";

    /// <summary>Of an attempt, which may have been made with another cart than the order's.</summary>
    private static string BecauseThen(string reason) => reason switch
    {
        RefusalCodes.UnknownCode => "there was no such code in our shop",
        RefusalCodes.NotStarted => "it had not begun yet",
        RefusalCodes.Expired => "it had ended",
        RefusalCodes.MinimumSubtotal => "the goods in the cart did not come to the amount that it asks for",
        RefusalCodes.MinimumQuantity => "the cart held fewer items than it asks for",
        RefusalCodes.NoEligibleItems => "none of the items in the cart is among those it is for",
        RefusalCodes.NotCombinable => "it cannot be used together with another code of that cart",
        RefusalCodes.CustomerLimit => "you had used it already as often as it works for one customer",
        RefusalCodes.CustomerRequired => "nobody was signed in",
        RefusalCodes.NoDiscount => "it would have taken nothing off",
        RefusalCodes.Paused or RefusalCodes.Voided => "it was not in use then",
        RefusalCodes.CustomerTag => "the cart did not meet its terms",
        _ => Because(reason),
    };

    private static string Because(string reason) => reason switch
    {
        RefusalCodes.NotStarted => "it had not begun yet when you ordered",
        RefusalCodes.Expired => "it had ended when you ordered",
        RefusalCodes.MinimumSubtotal => "the goods did not come to the amount that it asks for",
        RefusalCodes.MinimumQuantity => "the order held fewer items than it asks for",
        RefusalCodes.Channel => "it is for orders made another way",
        RefusalCodes.Region => "it is for another region",
        RefusalCodes.Currency => "it is for another currency",
        RefusalCodes.NoEligibleItems => "none of the items is among those it is for",
        RefusalCodes.NotCombinable => "it cannot be used together with the other code of the order",
        RefusalCodes.NewCustomersOnly => "it is for a first order",
        RefusalCodes.ReturningCustomersOnly => "it is for customers who have ordered before",
        RefusalCodes.NotAtThisTime => "it works at other hours",
        RefusalCodes.OtherCustomer => "it was made for somebody else",
        RefusalCodes.BudgetUsedUp => "what it had left to give was not enough",
        RefusalCodes.UsedUp or RefusalCodes.CustomerLimit => "no use of it was left",
        RefusalCodes.Paused or RefusalCodes.Voided => "it was not in use",
        _ => "the order did not meet its terms",
    };
}
