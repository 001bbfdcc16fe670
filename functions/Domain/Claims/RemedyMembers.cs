using System.Text.Json;

namespace PromoFunctions.Domain.Claims;

/// <summary>A remedy as JSON shows it; null are members that its kind does not have, or that are not to be told.</summary>
/// <param name="Kind">The kind, as the API names it.</param>
internal sealed record RemedyMembers(string Kind)
{
    private Remedy.Refund? Refund { get; init; }

    private string? Offer { get; init; }

    /// <summary>Bears a name.</summary>
    private string? OwnCode { get; init; }

    private string? PublicCode { get; init; }

    private string? Summary { get; init; }

    private string? Url { get; init; }

    private DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>All of them.</summary>
    public static RemedyMembers Of(Remedy remedy) => remedy switch
    {
        Remedy.Refund refund => new("refund") { Refund = refund },
        Remedy.NewCode given => Own("code", given),
        Remedy.SentAgain again => Own("resend", again),
        Remedy.RunningCode running => Alternative("code") with { PublicCode = running.Code, Summary = running.Summary },
        Remedy.AnnouncedCampaign announced => Alternative("campaign") with { PublicCode = announced.Code, Summary = announced.Summary },
        Remedy.Newsletter newsletter => Alternative("newsletter") with { Url = newsletter.Url },
        Remedy.LoyaltyProgramme loyalty => Alternative("loyalty-programme") with { Url = loyalty.Url },
        _ => throw new ArgumentOutOfRangeException(nameof(remedy), remedy, "No such remedy."),
    };

    /// <summary>What an event tells: no code that bears a name, which the customer has by mail and the helpdesk by the claim, and no words.</summary>
    public RemedyMembers ForEvent() => this with { OwnCode = null, Summary = null, Url = null };

    /// <summary>Writes the object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", Kind);
        if (Refund is not null)
        {
            writer.WriteNumber("amount", Refund.Amount);
            writer.WriteString("redemptionId", Refund.RedemptionId);
        }

        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("offer", Offer), ("code", OwnCode ?? PublicCode), ("summary", Summary), ("url", Url)])
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }

        if (ExpiresAt is { } expiresAt)
        {
            writer.WriteString("expiresAt", expiresAt);
        }

        writer.WriteEndObject();
    }

    private static RemedyMembers Own(string kind, Remedy.OwnCode code) => new(kind) { OwnCode = code.Code, Summary = code.Summary, ExpiresAt = code.ExpiresAt };

    private static RemedyMembers Alternative(string offer) => new("alternative") { Offer = offer };
}
