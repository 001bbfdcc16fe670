using System.Collections.Concurrent;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports;

/// <summary>Works out where codes stand at the ends of periods: as it was kept for days that are counted, from the books since for later ones.</summary>
public sealed class PrepareCodes(IDayBooks books, ICodeStore codes, IWithdrawnGifts withdrawn, BusinessCalendar calendar)
{
    private const int ReadsAtOnce = 8;

    /// <summary>Every batch of every campaign by its day of issue: a request a campaign and thousand batches.</summary>
    public async Task<IReadOnlyList<(string CampaignId, string Batch, CodesOfDay Codes)>> IssuedAsync(CatalogView view, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<(string CampaignId, string Batch, CodesOfDay Codes)>();
        await Parallel.ForEachAsync(
            view.Campaigns.Keys,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (campaign, token) =>
            {
                foreach (var issued in await codes.IssuedByDayAsync(campaign, token).ConfigureAwait(false))
                {
                    found.Add((campaign.Value, issued.Batch is { } batch ? CodesRow.NameOf(batch.Value) : CodesRow.Personal, issued));
                }
            }).ConfigureAwait(false);
        return [
            .. found,
            .. view.Codes.Values.Select(code => (
                code.CampaignId.Value, CodesRow.Public, new CodesOfDay(null, code.AddedAt is { } at ? calendar.DayOf(at) : null, null, 1))),
        ];
    }

    /// <summary>What the claims desk gave and was taken back unused: a request a thousand rows.</summary>
    public async Task<IReadOnlyList<GiftsWithdrawn>> WithdrawnAsync(CatalogView view, string lastDay, CancellationToken cancellationToken) => [
        .. from gifts in await withdrawn.ReadAsync(lastDay, cancellationToken).ConfigureAwait(false)
           where CampaignId.TryParse(gifts.CampaignId, out var id, out _) && view.Campaigns.ContainsKey(id)
           let currency = view.Campaigns[CampaignId.Parse(gifts.CampaignId)].Definition.Terms.Currency.Code
           select new GiftsWithdrawn(gifts.Day, gifts.Reason, gifts.Agent, gifts.CampaignId, currency, gifts.Expires, gifts.Count),
    ];

    /// <summary>Where codes stood at the end of a day, or stand now when it is not over.</summary>
    /// <param name="day">The day.</param>
    /// <param name="today">The present one.</param>
    /// <param name="figures">The books, of at least the days since the last counted one.</param>
    /// <param name="claims">The claims of at least these days.</param>
    /// <param name="issued">What <see cref="IssuedAsync"/> told.</param>
    /// <param name="back">What <see cref="WithdrawnAsync"/> told.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<CodesStanding>> AtEndOfAsync(
        string day,
        string today,
        BookFigures figures,
        IReadOnlyList<ClaimDay> claims,
        IReadOnlyList<(string CampaignId, string Batch, CodesOfDay Codes)> issued,
        IReadOnlyList<GiftsWithdrawn> back,
        CancellationToken cancellationToken)
    {
        var counted = figures.Progress.CountedThrough;
        if (string.CompareOrdinal(day, counted) <= 0 || day == (counted is null ? figures.Progress.First : BusinessCalendar.After(counted)))
        {
            // Of a day that is about to be counted as soon as it is kept, so that its reports never tell two things.
            if (await books.ReadStandingsAsync(day, cancellationToken).ConfigureAwait(false) is { } kept)
            {
                return kept;
            }

            if (string.CompareOrdinal(day, counted) <= 0)
            {
                return [];
            }
        }

        var before = counted is null ? [] : await books.ReadStandingsAsync(counted, cancellationToken).ConfigureAwait(false) ?? [];
        return StandCodes.After(
            before,
            [.. figures.Booked.Where(lane => IsSince(lane.Day))],
            [.. claims.Where(claim => IsSince(claim.Day)).SelectMany(claim => claim.Gifts)],
            [.. back.Where(gift => string.CompareOrdinal(gift.Day, day) <= 0)],
            [
                .. issued.Where(batch => string.CompareOrdinal(batch.Codes.Day, day) <= 0)
                    .Select(batch => new CodesIssued(batch.CampaignId, batch.Batch, batch.Codes.Expires, batch.Codes.Count)),
            ],
            string.CompareOrdinal(day, today) < 0 ? day : BusinessCalendar.Before(today));

        bool IsSince(string other) => string.CompareOrdinal(other, counted) > 0 && string.CompareOrdinal(other, day) <= 0;
    }
}
