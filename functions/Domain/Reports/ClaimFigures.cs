using System.Collections.Immutable;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;

namespace PromoFunctions.Domain.Reports;

/// <summary>The claims of one kind and currency on one day.</summary>
/// <param name="Kind">The kind, as the API says it.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record ClaimFigures(string Kind, string Currency)
{
    /// <summary>Came in on the day.</summary>
    public long Received { get; init; }

    /// <summary>Decided for the customer on the day.</summary>
    public long Approved { get; init; }

    /// <summary>Decided against the customer on the day.</summary>
    public long Denied { get; init; }

    /// <summary>Passed to a person on the day.</summary>
    public long Escalated { get; init; }

    /// <summary>What the approved ones give, in minor units.</summary>
    public long Amount { get; init; }

    /// <summary>Of <see cref="Amount"/>, what people gave beyond the codes' terms and limits.</summary>
    public long Overridden { get; init; }

    /// <summary>How many decisions took how many minutes, half a minute rounded up; so that medians of weeks and months are exact.</summary>
    public ImmutableSortedDictionary<long, long> Minutes { get; init; } = ImmutableSortedDictionary<long, long>.Empty;

    /// <summary>The figures with one decision more.</summary>
    public ClaimFigures Add(Decision decision, DateTimeOffset receivedAt)
    {
        var minutes = Math.Max(0, (decision.DecidedAt - receivedAt + TimeSpan.FromSeconds(30)).Ticks / TimeSpan.TicksPerMinute);
        return decision.Outcome switch
        {
            ClaimOutcome.Approved => this with { Approved = Approved + 1, Amount = Amount + decision.Amount, Minutes = With(minutes) },
            ClaimOutcome.Denied => this with { Denied = Denied + 1, Minutes = With(minutes) },
            ClaimOutcome.Escalated => this with { Escalated = Escalated + 1, Minutes = With(minutes) },
            _ => throw new ArgumentOutOfRangeException(nameof(decision), decision.Outcome, "No such outcome."),
        };
    }

    private ImmutableSortedDictionary<long, long> With(long minutes) => Minutes.SetItem(minutes, Minutes.GetValueOrDefault(minutes) + 1);
}
