namespace PromoFunctions.App.Claims;

/// <summary>What the desk knows of the shop.</summary>
/// <param name="NewsletterUrl">Setting <c>NewsletterUrl</c>: where customers sign up for the newsletter; null when no page is named.</param>
/// <param name="LoyaltyUrl">Setting <c>LoyaltyUrl</c>: where customers join the loyalty programme; null when there is none.</param>
public sealed record ClaimDeskSettings(string? NewsletterUrl, string? LoyaltyUrl)
{
    /// <summary>Setting <c>EscalationHours</c>, from more than 0 to 8,760: how long an escalated claim may wait for a person; 24 hours when nothing is said.</summary>
    public TimeSpan EscalationTime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Setting <c>EscalationsMailTo</c>: who is reminded of a claim past its deadline; null when nobody is.</summary>
    public string? EscalationsMailTo { get; init; }
}
