using PromoFunctions.Domain.Evaluation;

namespace PromoFunctions.Domain.Claims.Deciding;

/// <summary>Why a code was refused, in a few English words that an agent can read out after "because". A code that is not known here is told as it is.</summary>
internal static class RefusalWords
{
    public static string Of(string reason) => reason switch
    {
        RefusalCodes.UnknownCode => "there was no such code",
        RefusalCodes.NotStarted => "it had not begun",
        RefusalCodes.Expired => "it had ended",
        RefusalCodes.Paused => "it was paused",
        RefusalCodes.Voided => "it was taken out of use",
        RefusalCodes.UsedUp => "no use of it was left",
        RefusalCodes.BudgetUsedUp => "too little of its budget was left",
        RefusalCodes.CustomerLimit => "the customer had used it up",
        RefusalCodes.CustomerRequired => "no customer was named",
        RefusalCodes.OtherCustomer => "it is another customer's",
        RefusalCodes.Currency => "the cart was in another currency",
        RefusalCodes.NoEligibleItems => "the cart held nothing that it is for",
        RefusalCodes.MinimumSubtotal => "the goods did not come to the amount that it asks for",
        RefusalCodes.MinimumQuantity => "the cart held fewer items than it asks for",
        RefusalCodes.Channel => "it is for other channels",
        RefusalCodes.Region => "it is for other regions",
        RefusalCodes.CustomerTag => "it is for other customers",
        RefusalCodes.NewCustomersOnly => "it is for first orders",
        RefusalCodes.ReturningCustomersOnly => "it is for customers who ordered before",
        RefusalCodes.NotAtThisTime => "it works at other hours",
        RefusalCodes.NotCombinable => "another code of the cart gave more and cannot be combined with it",
        RefusalCodes.NoDiscount => "it would have taken nothing off",
        _ => reason,
    };
}
