namespace PromoFunctions.App.Claims;

/// <summary>What the desk knows of the shop.</summary>
/// <param name="NewsletterUrl">Setting <c>NewsletterUrl</c>: where customers sign up for the newsletter; null when no page is named.</param>
/// <param name="LoyaltyUrl">Setting <c>LoyaltyUrl</c>: where customers join the loyalty programme; null when there is none.</param>
public sealed record ClaimDeskSettings(string? NewsletterUrl, string? LoyaltyUrl);
