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
}
