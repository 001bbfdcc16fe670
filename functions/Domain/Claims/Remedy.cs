using System.Text.Json.Serialization;

namespace PromoFunctions.Domain.Claims;

/// <summary>What a claim was given or offered. Exactly one of the nested kinds.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Refund), "refund")]
[JsonDerivedType(typeof(RunningCode), "running-code")]
[JsonDerivedType(typeof(AnnouncedCampaign), "announced-campaign")]
[JsonDerivedType(typeof(Newsletter), "newsletter")]
[JsonDerivedType(typeof(LoyaltyProgramme), "loyalty-programme")]
public abstract record Remedy
{
    private Remedy()
    {
    }

    /// <summary>Paid back, and recorded as a retroactive redemption; or by a person beyond the limits, and recorded with the claim alone.</summary>
    /// <param name="Amount">In minor units of the decision's currency.</param>
    /// <param name="RedemptionId">The ledger's record of it; null when a person gave it beyond the limits.</param>
    public sealed record Refund(long Amount, string? RedemptionId) : Remedy;

    /// <summary>A public code that runs now and would take something off the same goods.</summary>
    /// <param name="Code">The code.</param>
    /// <param name="Summary">Its terms in a line.</param>
    public sealed record RunningCode(string Code, string Summary) : Remedy;

    /// <summary>A campaign that the shop announces.</summary>
    /// <param name="Code">A public code of it.</param>
    /// <param name="Summary">Its terms in a line.</param>
    public sealed record AnnouncedCampaign(string Code, string Summary) : Remedy;

    /// <summary>The newsletter.</summary>
    /// <param name="Url">Where to sign up; null when the shop has named no page.</param>
    public sealed record Newsletter(string? Url) : Remedy;

    /// <summary>The loyalty programme.</summary>
    /// <param name="Url">Where to join.</param>
    public sealed record LoyaltyProgramme(string Url) : Remedy;
}
