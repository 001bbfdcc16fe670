namespace PromoFunctions.Domain.Claims;

/// <summary>What a claim is about.</summary>
public enum ClaimKind
{
    /// <summary>The code was not applied to the order.</summary>
    MissedCode,

    /// <summary>The code had run out.</summary>
    ExpiredCode,

    /// <summary>The code was refused at checkout.</summary>
    RejectedCode,

    /// <summary>A promised code never came.</summary>
    MissingCode,

    /// <summary>An unhappy customer.</summary>
    Complaint,

    /// <summary>May I have a discount?</summary>
    DiscountRequest,
}

/// <summary>What the kinds have in common.</summary>
public static class ClaimKinds
{
    /// <summary>Whether the claim is about one code on one order, which both must then be named.</summary>
    public static bool NeedsOrder(this ClaimKind kind) => kind is ClaimKind.MissedCode or ClaimKind.ExpiredCode or ClaimKind.RejectedCode;
}
