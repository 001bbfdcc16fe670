namespace PromoFunctions.Domain.Reports;

/// <summary>The ledger's books by day: the roll-ups of open days, the frozen ones of closed days, and the journal counted apart.</summary>
public interface IDayBooks
{
    /// <summary>Where the books stand.</summary>
    Task<BookProgress> ProgressAsync(CancellationToken cancellationToken);

    /// <summary>Lets nothing more into a day and the earlier ones, and settles their figures. Idempotent, and safe beside itself.</summary>
    /// <param name="campaigns">Every campaign there is.</param>
    /// <param name="day">The last day to close.</param>
    /// <param name="cancellationToken">Stops between lanes; a repeat goes on.</param>
    Task CloseAsync(IReadOnlyCollection<CampaignLanes> campaigns, string day, CancellationToken cancellationToken);

    /// <summary>Counts a closed day's journal row by row, and keeps the count and the adjustments that it brings.</summary>
    /// <returns>The days of orders that the adjustments are against; null when entries of the day are still under way: ask again later.</returns>
    Task<IReadOnlySet<string>?> CountAsync(IReadOnlyCollection<CampaignLanes> campaigns, string day, CancellationToken cancellationToken);

    /// <summary>Says that a day was counted and that its reports are written.</summary>
    Task MarkCountedAsync(string day, CancellationToken cancellationToken);

    /// <summary>What the books say of a range of days, both ends included.</summary>
    Task<BookFigures> ReadAsync(IReadOnlyCollection<CampaignLanes> campaigns, string firstDay, string lastDay, CancellationToken cancellationToken);

    /// <summary>Keeps the claims of a closed day for good, unless they are kept already; answers what is kept.</summary>
    Task<ClaimDay> KeepClaimsAsync(ClaimDay day, CancellationToken cancellationToken);

    /// <summary>Keeps where codes stood at the end of a closed day for good; what is kept of it already stays.</summary>
    Task KeepStandingsAsync(string day, IReadOnlyList<CodesStanding> standings, CancellationToken cancellationToken);

    /// <summary>Where codes stood at the end of a day; null when that is not kept.</summary>
    Task<IReadOnlyList<CodesStanding>?> ReadStandingsAsync(string day, CancellationToken cancellationToken);

    /// <summary>The kept claims of a range of days, both ends included, in order; days without any are left out.</summary>
    Task<IReadOnlyList<ClaimDay>> ReadClaimsAsync(string firstDay, string lastDay, CancellationToken cancellationToken);
}

/// <summary>A campaign and over how many lanes its books are split.</summary>
public sealed record CampaignLanes(string CampaignId, int Lanes);
