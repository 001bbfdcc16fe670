using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports;

/// <summary>Brings together what a report is made of. Writes nothing but the claims of days that are closed.</summary>
public sealed class PrepareReports(IDayBooks books, ICampaignCatalog catalog, IClaimStore claims, BusinessCalendar calendar, TimeProvider clock)
{
    /// <summary>Every campaign there is, asked of storage.</summary>
    public async Task<IReadOnlyCollection<CampaignLanes>> CampaignsAsync(CancellationToken cancellationToken) =>
        Ids(await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>The report of a period as of now.</summary>
    public async Task<Report> OneAsync(ReportPeriod period, CancellationToken cancellationToken) =>
        (await ManyAsync([period], cancellationToken).ConfigureAwait(false)).Single();

    /// <summary>The reports of periods that lie close together as of now, from one reading.</summary>
    public async Task<IReadOnlyList<Report>> ManyAsync(IReadOnlyCollection<ReportPeriod> periods, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var first = periods.Select(period => period.FirstDay).Order(StringComparer.Ordinal).First();
        var last = periods.Select(period => period.LastDay).Order(StringComparer.Ordinal).Last();
        var view = await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var figures = await books.ReadAsync(Ids(view), first, last, cancellationToken).ConfigureAwait(false);
        var days = await ClaimDaysAsync(first, last, figures.Progress, calendar.DayOf(now), cancellationToken).ConfigureAwait(false);
        return [.. periods.Select(period => ComputeReport.Of(period, figures, days, view.Campaigns, calendar.ZoneId, now))];
    }

    /// <summary>Counts a closed day's claims for good.</summary>
    public async Task KeepClaimsAsync(string day, CancellationToken cancellationToken)
    {
        var yesterday = BusinessCalendar.Before(day);
        var before = (await books.ReadClaimsAsync(yesterday, yesterday, cancellationToken).ConfigureAwait(false)).SingleOrDefault();
        await books.KeepClaimsAsync(await CountAsync(day, before, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private static IReadOnlyCollection<CampaignLanes> Ids(CatalogView view) => [.. view.Campaigns.Values.Select(campaign => new CampaignLanes(campaign.Id.Value, campaign.Lanes))];

    /// <summary>Kept days as they were kept; later ones counted now, each from what the one before left undecided.</summary>
    private async Task<IReadOnlyList<ClaimDay>> ClaimDaysAsync(string first, string last, BookProgress progress, string today, CancellationToken cancellationToken)
    {
        // Days are kept in order, up to the last one counted or one beyond it; none before the first one of the books.
        var next = progress.CountedThrough is { } counted ? BusinessCalendar.After(counted) : progress.First ?? today;
        var from = BusinessCalendar.Before(next);
        var kept = await books.ReadClaimsAsync(Earlier(first, from), Later(last, from), cancellationToken).ConfigureAwait(false);
        var days = kept.Where(day => string.CompareOrdinal(day.Day, next) < 0).ToList();
        var before = kept.SingleOrDefault(day => day.Day == from);
        for (; string.CompareOrdinal(next, Earlier(last, today)) <= 0; next = BusinessCalendar.After(next))
        {
            before = kept.SingleOrDefault(day => day.Day == next) ?? await CountAsync(next, before, cancellationToken).ConfigureAwait(false);
            days.Add(before);
        }

        return days;
    }

    private static string Earlier(string day, string other) => string.CompareOrdinal(day, other) <= 0 ? day : other;

    private static string Later(string day, string other) => string.CompareOrdinal(day, other) >= 0 ? day : other;

    private async Task<ClaimDay> CountAsync(string day, ClaimDay? before, CancellationToken cancellationToken)
    {
        var (start, end) = (calendar.StartOf(day), calendar.StartOf(BusinessCalendar.After(day)));
        var found = new List<(ClaimRecord Claim, string Currency)>();
        foreach (var text in before is null ? [] : before.Undecided.Concat(before.Escalated))
        {
            if (ClaimId.TryParse(text, out var id, out _) && await claims.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } claim)
            {
                found.Add((claim, await CurrencyOfAsync(claim, cancellationToken).ConfigureAwait(false)));
            }
        }

        ClaimPlace? place = null;
        do
        {
            var page = await claims.ListAsync(new ClaimQuery(null, null, null, start, end, ClaimQuery.MaxLimit, place), cancellationToken).ConfigureAwait(false);
            foreach (var claim in page.Items)
            {
                found.Add((claim, await CurrencyOfAsync(claim, cancellationToken).ConfigureAwait(false)));
            }

            place = page.Next;
        }
        while (place is not null);
        return ClaimDay.Of(day, start, end, found, before);
    }

    /// <summary>A decided claim carries its currency; of another the content tells, while there is one.</summary>
    private async Task<string> CurrencyOfAsync(ClaimRecord claim, CancellationToken cancellationToken) =>
        claim.State.Ruling?.Decision.Currency
        ?? claim.State.Facts?.Currency
        ?? (claim.Kind is null ? null : (await claims.FindContentAsync(claim.Id, cancellationToken).ConfigureAwait(false))?.Currency.Code)
        ?? ClaimDay.NoCurrency;
}
