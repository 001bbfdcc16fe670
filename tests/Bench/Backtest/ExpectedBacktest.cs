using PromoFunctions.Domain.Claims;

namespace PromoFunctions.Bench.Backtest;

/// <summary>What a back-test of claims must find, computed from nothing but how the claims were made.</summary>
internal sealed class ExpectedBacktest
{
    public ExpectedBacktest(IEnumerable<MadeClaim> claims)
    {
        foreach (var claim in claims.OrderByDescending(claim => claim.ReceivedAt))
        {
            if (!claim.Decided)
            {
                Undecided++;
                continue;
            }

            var (was, would) = (TriedPolicy.Kept.Decide(claim), TriedPolicy.Tried.Decide(claim));
            Compared++;
            Before[claim.Currency] = Before.GetValueOrDefault(claim.Currency) + was.Amount;
            After[claim.Currency] = After.GetValueOrDefault(claim.Currency) + would.Amount;
            if (was != would)
            {
                Changed.Add((claim.Id, was, would));
            }
        }
    }

    public int Compared { get; }

    public int Undecided { get; }

    /// <summary>The newest first.</summary>
    public List<(string Id, (ClaimOutcome Outcome, long Amount) Was, (ClaimOutcome Outcome, long Amount) Would)> Changed { get; } = [];

    /// <summary>By currency.</summary>
    public SortedDictionary<string, long> Before { get; } = new(StringComparer.Ordinal);

    /// <summary>By currency.</summary>
    public SortedDictionary<string, long> After { get; } = new(StringComparer.Ordinal);
}
