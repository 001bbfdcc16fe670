using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports;

/// <summary>Brings together what a report is made of. Writes nothing but the claims and the codes of days that are closed.</summary>
public sealed class PrepareReports(IDayBooks books, ICampaignCatalog catalog, IClaimStore claims, PrepareCodes codes, BusinessCalendar calendar, TimeProvider clock)
{
    /// <summary>Before every day.</summary>
    private const string NoDay = "0001-01-01";

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
        var (figures, days, view, standings) = await ReadAsync(first, last, now, cancellationToken).ConfigureAwait(false);
        var reports = new List<Report>();
        foreach (var period in periods)
        {
            var ends = calendar.StartOf(BusinessCalendar.After(period.LastDay));
            var atEnds = new CodesFigures(
                await standings(BusinessCalendar.Before(period.FirstDay)).ConfigureAwait(false),
                await standings(period.LastDay).ConfigureAwait(false),
                ends < now ? ends : now);
            reports.Add(ComputeReport.Of(period, figures, days, atEnds, view.Campaigns, calendar, now));
        }

        return reports;
    }

    /// <summary>Keeps where codes stood at the end of a closed day, for good.</summary>
    public async Task KeepCodesAsync(string day, CancellationToken cancellationToken)
    {
        var (_, _, _, standings) = await ReadAsync(day, day, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        await books.KeepStandingsAsync(day, await standings(day).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
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

    /// <summary>The books and claims of a range of days, and where codes stand at the end of any day: what is not counted yet is worked out from the last count on, so the books go back to it.</summary>
    private async Task<(BookFigures Figures, IReadOnlyList<ClaimDay> Claims, CatalogView View, Func<string, Task<IReadOnlyList<CodesStanding>>> Standings)> ReadAsync(
        string first, string last, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = calendar.DayOf(now);
        var view = await catalog.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var counted = (await books.ProgressAsync(cancellationToken).ConfigureAwait(false)).CountedThrough;
        var from = string.CompareOrdinal(last, counted) <= 0 ? first : Earlier(first, counted is null ? NoDay : BusinessCalendar.After(counted));
        var figures = await books.ReadAsync(Ids(view), from, last, cancellationToken).ConfigureAwait(false);
        var claimDays = await ClaimDaysAsync(first, last, figures.Progress, today, cancellationToken).ConfigureAwait(false);
        var issued = await codes.IssuedAsync(view, cancellationToken).ConfigureAwait(false);
        var back = await codes.WithdrawnAsync(view, last, cancellationToken).ConfigureAwait(false);
        var known = new Dictionary<string, IReadOnlyList<CodesStanding>>(StringComparer.Ordinal);
        return (figures, claimDays, view, async day =>
        {
            if (!known.TryGetValue(day, out var standing))
            {
                known[day] = standing = await codes.AtEndOfAsync(day, today, figures, claimDays, issued, back, cancellationToken).ConfigureAwait(false);
            }

            return standing;
        });
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
        return ClaimDay.Of(day, calendar, found, before);
    }

    /// <summary>A decided claim carries its currency; of another the content tells, while there is one.</summary>
    private async Task<string> CurrencyOfAsync(ClaimRecord claim, CancellationToken cancellationToken) =>
        claim.State.Ruling?.Decision.Currency
        ?? claim.State.Facts?.Currency
        ?? (claim.Kind is null ? null : (await claims.FindContentAsync(claim, cancellationToken).ConfigureAwait(false))?.Currency.Code)
        ?? ClaimDay.NoCurrency;
}
