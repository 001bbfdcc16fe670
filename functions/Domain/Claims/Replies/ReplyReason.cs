namespace PromoFunctions.Domain.Claims.Replies;

/// <summary>What a customer is told about a decision; each rule of a policy names one.</summary>
public enum ReplyReason
{
    /// <summary>It was given before.</summary>
    AlreadySettled,

    /// <summary>The order is too long ago.</summary>
    OutsideClaimWindow,

    /// <summary>The code was valid, and is paid.</summary>
    ValidAtOrderTime,

    /// <summary>The code had just run out, and is paid nevertheless.</summary>
    ExpiredWithinGrace,

    /// <summary>A person will look at it.</summary>
    UnderReview,

    /// <summary>It cannot be granted; the facts say why.</summary>
    NotGranted,

    /// <summary>It seems to have been our mistake, and a person will look at it.</summary>
    PotentialSystemError,

    /// <summary>The promised code was found, and is sent again.</summary>
    PromisedCodeFound,

    /// <summary>We let the customer down, and give a code.</summary>
    Recovery,

    /// <summary>For ordering again and again, the customer gets a code.</summary>
    LoyalCustomer,

    /// <summary>For a first order of some worth, the customer gets a code.</summary>
    SignificantFirstPurchase,

    /// <summary>As <see cref="NotGranted"/>, with a code all the same.</summary>
    FirstTimeGoodwill,
}
