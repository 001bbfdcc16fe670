using System.Collections.Immutable;

namespace PromoFunctions.Domain.Claims.Backtesting;

/// <summary>What another policy would have made of past claims, in figures. Amounts of different currencies are never added.</summary>
public sealed record BacktestFigures
{
    /// <summary>Of no claims.</summary>
    public static BacktestFigures None { get; } = new();

    /// <summary>How many claims were compared.</summary>
    public int Compared { get; private init; }

    /// <summary>How many of them would be decided otherwise.</summary>
    public int Changed { get; private init; }

    /// <summary>How many others no policy has decided.</summary>
    public int Undecided { get; private init; }

    /// <summary>By currency, in ordinal order.</summary>
    public ImmutableSortedDictionary<string, BacktestCost> Cost { get; private init; } =
        ImmutableSortedDictionary.Create<string, BacktestCost>(StringComparer.Ordinal);

    /// <summary>How many claims would change from one outcome to another, or get something else with the same outcome.</summary>
    public ImmutableSortedDictionary<(ClaimOutcome Was, ClaimOutcome Would), int> Outcomes { get; private init; } =
        ImmutableSortedDictionary<(ClaimOutcome Was, ClaimOutcome Would), int>.Empty;

    /// <summary>The figures with one claim more.</summary>
    public BacktestFigures Add(Comparison comparison)
    {
        var cost = Cost.GetValueOrDefault(comparison.Currency) ?? BacktestCost.None;
        var outcomes = (comparison.Was.Outcome, comparison.Would.Outcome);
        return this with
        {
            Compared = Compared + 1,
            Changed = Changed + (comparison.Differs ? 1 : 0),
            Cost = Cost.SetItem(comparison.Currency, cost.Add(comparison)),
            Outcomes = comparison.Differs ? Outcomes.SetItem(outcomes, Outcomes.GetValueOrDefault(outcomes) + 1) : Outcomes,
        };
    }

    /// <summary>The figures with one more that cannot be compared.</summary>
    public BacktestFigures AddUndecided() => this with { Undecided = Undecided + 1 };
}

/// <summary>What claims in one currency cost under two policies.</summary>
public sealed record BacktestCost
{
    /// <summary>Of no claims.</summary>
    public static BacktestCost None { get; } = new();

    /// <summary>How many claims were compared.</summary>
    public int Compared { get; private init; }

    /// <summary>How many of them would be decided otherwise.</summary>
    public int Changed { get; private init; }

    /// <summary>What was paid back by the policy, in minor units.</summary>
    public long Before { get; private init; }

    /// <summary>What would be paid back.</summary>
    public long After { get; private init; }

    /// <summary>More is dearer.</summary>
    public long Difference => After - Before;

    /// <summary>How many codes were given. What one costs is known once it is used, so they are counted and no amount is put on them.</summary>
    public int CodesBefore { get; private init; }

    /// <summary>How many codes would be given.</summary>
    public int CodesAfter { get; private init; }

    /// <summary>The figures with one claim more.</summary>
    public BacktestCost Add(Comparison comparison) => this with
    {
        Compared = Compared + 1,
        Changed = Changed + (comparison.Differs ? 1 : 0),
        Before = Before + comparison.Was.Amount,
        After = After + comparison.Would.Amount,
        CodesBefore = CodesBefore + (comparison.Was.Gift is null ? 0 : 1),
        CodesAfter = CodesAfter + (comparison.Would.Gift is null ? 0 : 1),
    };
}
