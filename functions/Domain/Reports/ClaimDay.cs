using System.Collections.Immutable;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Reports;

/// <summary>The claims of a day: those received on it, and those decided on it.</summary>
/// <param name="Day">The business day.</param>
/// <param name="Figures">By kind and currency.</param>
/// <param name="Undecided">Claims that the day leaves to later ones, so that each decision counts on one day.</param>
public sealed record ClaimDay(string Day, ImmutableArray<ClaimFigures> Figures, ImmutableArray<string> Undecided)
{
    /// <summary>Claims that were counted as escalated and wait for a person, whose decision counts on a later day.</summary>
    public ImmutableArray<string> Escalated { get; init; } = [];

    /// <summary>The personal codes that decisions of the day gave.</summary>
    public ImmutableArray<GiftsIssued> Gifts { get; init; } = [];

    /// <summary>ISO 4217's code for no currency: a claim that was erased before it was decided.</summary>
    public const string NoCurrency = "XXX";

    /// <summary>Counts a day. A message that could not be read is no claim of any kind, and counts nowhere.</summary>
    /// <param name="day">The day; later decisions are left to the days that follow.</param>
    /// <param name="calendar">The business days.</param>
    /// <param name="claims">The claims received on it, and those that the day before left undecided or escalated; with the currency of each.</param>
    /// <param name="before">The day before; null when there is none.</param>
    public static ClaimDay Of(string day, BusinessCalendar calendar, IEnumerable<(ClaimRecord Claim, string Currency)> claims, ClaimDay? before = null)
    {
        var (start, end) = (calendar.StartOf(day), calendar.StartOf(BusinessCalendar.After(day)));
        var gifts = new List<GiftsIssued>();
        var escalatedBefore = before?.Escalated.ToHashSet(StringComparer.Ordinal) ?? [];
        var escalated = ImmutableArray.CreateBuilder<string>();
        var figures = new Dictionary<(ClaimKind Kind, string Currency), ClaimFigures>();
        var undecided = ImmutableArray.CreateBuilder<string>();
        foreach (var (claim, currency) in claims.DistinctBy(entry => entry.Claim.Id))
        {
            if (claim.Kind is not { } kind)
            {
                continue;
            }

            var figure = figures.GetValueOrDefault((kind, currency)) ?? new ClaimFigures(Vocabulary<ClaimKind>.Words[kind], currency);
            if (claim.ReceivedAt >= start && claim.ReceivedAt < end)
            {
                figure = figure with { Received = figure.Received + 1 };
            }

            var counted = escalatedBefore.Contains(claim.Id.Value);
            if (claim.State.PolicyDecision is not { } decision || (!counted && decision.DecidedAt >= end))
            {
                undecided.Add(claim.Id.Value);
            }
            else
            {
                if (!counted)
                {
                    figure = figure.Add(decision, claim.ReceivedAt);
                    gifts.AddRange(claim.State.Remedies.OfType<Remedy.NewCode>().Select(code => new GiftsIssued(
                        Vocabulary<ClaimKind>.Words[kind], claim.Agent ?? "", code.CampaignId, decision.Currency, calendar.LastDayOf(code.ExpiresAt) ?? "", 1)));
                }

                if (claim.State is { AgentDecision: { } byAgent, ByAgent: { } ruling } && byAgent.DecidedAt < end)
                {
                    // Passed to a person on one day, decided by that person on the same or another: each counts on its day.
                    figure = figure.Add(byAgent, claim.ReceivedAt);
                    figure = figure with { Overridden = figure.Overridden + ruling.Beyond };
                }
                else if (decision.Outcome == ClaimOutcome.Escalated)
                {
                    escalated.Add(claim.Id.Value);
                }
            }

            figures[(kind, currency)] = figure;
        }

        return new(
            day,
            [
                .. figures.Where(figure => figure.Value.Received > 0 || !figure.Value.Minutes.IsEmpty)
                    .OrderBy(figure => figure.Key.Kind)
                    .ThenBy(figure => figure.Key.Currency, StringComparer.Ordinal)
                    .Select(figure => figure.Value),
            ],
            undecided.ToImmutable())
        {
            Escalated = escalated.ToImmutable(),
            Gifts = [.. gifts.GroupBy(gift => gift).Select(same => same.Key with { Count = same.LongCount() })],
        };
    }

    /// <summary>The report's rows of several days.</summary>
    public static IReadOnlyList<ClaimRow> Rows(IEnumerable<ClaimDay> days) => ClaimRow.InOrder(
        from figure in days.SelectMany(day => day.Figures)
        group figure by (figure.Kind, figure.Currency) into row
        select new ClaimRow(
            row.Key.Kind,
            row.Key.Currency,
            row.Sum(figure => figure.Received),
            row.Sum(figure => figure.Approved),
            row.Sum(figure => figure.Denied),
            row.Sum(figure => figure.Escalated),
            row.Sum(figure => figure.Amount),
            row.Sum(figure => figure.Overridden),
            Median.Of(row.SelectMany(figure => figure.Minutes))));
}
