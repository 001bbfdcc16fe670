using System.Text.Json.Serialization;

namespace PromoFunctions.Domain.Claims;

/// <summary>What a claim was given or offered. Exactly one of the nested kinds.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Refund), "refund")]
[JsonDerivedType(typeof(NewCode), "code")]
[JsonDerivedType(typeof(SentAgain), "resend")]
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

    /// <summary>A code of the customer's own. It bears a name, so it stands in the person's rows alone.</summary>
    /// <param name="Key">Names it among the customer's codes; never the code.</param>
    /// <param name="Summary">What it gives, in a few words.</param>
    /// <param name="ExpiresAt">The first instant at which it no longer works; null for its campaign's end.</param>
    public abstract record OwnCode(string Key, string Summary, DateTimeOffset? ExpiresAt) : Remedy
    {
        /// <summary>The code; null where the person's rows were not read, and after the person was erased.</summary>
        [JsonIgnore]
        public string? Code { get; init; }
    }

    /// <summary>A code that the desk gives.</summary>
    /// <inheritdoc cref="OwnCode"/>
    public sealed record NewCode(string Key, string Summary, DateTimeOffset? ExpiresAt) : OwnCode(Key, Summary, ExpiresAt)
    {
        private const char Between = '|';

        /// <summary>The campaign of the code, which its key begins with.</summary>
        [JsonIgnore]
        public string CampaignId => Key.Split(Between, 2)[0];

        /// <summary>The code that an issue of a campaign made.</summary>
        public static NewCode Of(string campaignId, string issueId, string summary, DateTimeOffset? expiresAt) => new(campaignId + Between + issueId, summary, expiresAt);
    }

    /// <summary>A code that the customer had before.</summary>
    /// <inheritdoc cref="OwnCode"/>
    public sealed record SentAgain(string Key, string Summary, DateTimeOffset? ExpiresAt) : OwnCode(Key, Summary, ExpiresAt);

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
