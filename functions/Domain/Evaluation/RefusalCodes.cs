namespace PromoFunctions.Domain.Evaluation;

/// <summary>The stable codes that say why a code does not apply. Their sentences may change; these do not.</summary>
public static class RefusalCodes
{
    /// <summary>There is no such code, or its campaign is still a draft.</summary>
    public const string UnknownCode = "unknown-code";

    /// <summary>The period of its campaign begins later.</summary>
    public const string NotStarted = "not-started";

    /// <summary>Its own or its campaign's period is over.</summary>
    public const string Expired = "expired";

    /// <summary>The code or its campaign is paused.</summary>
    public const string Paused = "paused";

    /// <summary>The code was taken out of use.</summary>
    public const string Voided = "voided";

    /// <summary>The campaign's uses, or the code's own, are taken.</summary>
    public const string UsedUp = "used-up";

    /// <summary>The discount is larger than what is left of the campaign's budget.</summary>
    public const string BudgetUsedUp = "budget-used-up";

    /// <summary>This customer has had the uses that one customer may have.</summary>
    public const string CustomerLimit = "customer-limit";

    /// <summary>The campaign counts by customer, or the code belongs to one, and the request names none.</summary>
    public const string CustomerRequired = "customer-required";

    /// <summary>The code was issued to somebody else.</summary>
    public const string OtherCustomer = "other-customer";

    /// <summary>The cart is in another currency than the campaign.</summary>
    public const string Currency = "currency";

    /// <summary>Nothing in the cart is what the discount applies to.</summary>
    public const string NoEligibleItems = "no-eligible-items";

    /// <summary>The goods do not come to the amount that the campaign asks for.</summary>
    public const string MinimumSubtotal = "minimum-subtotal";

    /// <summary>The cart holds fewer units than the campaign asks for.</summary>
    public const string MinimumQuantity = "minimum-quantity";

    /// <summary>The campaign is for other channels.</summary>
    public const string Channel = "channel";

    /// <summary>The campaign is for other regions.</summary>
    public const string Region = "region";

    /// <summary>The campaign is for customers with another tag.</summary>
    public const string CustomerTag = "customer-tag";

    /// <summary>The campaign is for a first order.</summary>
    public const string NewCustomersOnly = "new-customers-only";

    /// <summary>The campaign is for customers who have ordered before.</summary>
    public const string ReturningCustomersOnly = "returning-customers-only";

    /// <summary>The campaign works on other days or hours.</summary>
    public const string NotAtThisTime = "not-at-this-time";

    /// <summary>It would apply alone, and other codes sent give more.</summary>
    public const string NotCombinable = "not-combinable";

    /// <summary>It would take nothing off.</summary>
    public const string NoDiscount = "no-discount";
}
