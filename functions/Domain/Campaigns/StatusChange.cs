namespace PromoFunctions.Domain.Campaigns;

/// <summary>A campaign's status from an instant on.</summary>
/// <param name="Status">The status.</param>
/// <param name="From">The first instant at which it counts.</param>
public sealed record StatusChange(CampaignStatus Status, DateTimeOffset From)
{
    /// <summary>The status with which a campaign was made: it counts for all time before, since a campaign may be made after its period.</summary>
    public static StatusChange FromTheStart(CampaignStatus status) => new(status, DateTimeOffset.MinValue);
}
