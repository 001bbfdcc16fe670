namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>
/// Finds rules that no claim can ever reach. Conditions only compare a fact with a few values, so the values of a fact
/// fall into finitely many cells between them; a rule is reachable when some choice of cells meets it and misses every
/// rule before. Facts are taken as independent, so a rule is only called unreachable when that is certain.
/// </summary>
internal sealed class PolicyReach
{
    // A search that takes longer than this ends in favour of the rule, and so do those that come when all together took too long.
    private const int MostSteps = 20_000;
    private const int MostStepsInAll = 500_000;

    private readonly PolicyThresholds _thresholds;
    private readonly string _currency;
    private readonly Dictionary<PolicyFact, FactValue[]> _cells;
    private int _stepsLeft;
    private int _stepsLeftInAll;

    private PolicyReach(IReadOnlyList<PolicyRule> rules, PolicyThresholds thresholds, string currency, int stepsLeftInAll)
    {
        _thresholds = thresholds;
        _currency = currency;
        _stepsLeftInAll = stepsLeftInAll;

        // What cannot be listed is taken to meet and to miss every condition: that finds fewer rules, and none wrongly.
        _cells = rules.SelectMany(rule => rule.AllConditions)
            .GroupBy(condition => condition.Fact)
            .Where(group => FactCells.CanList([.. group]))
            .ToDictionary(group => group.Key, group => FactCells.Of(group.Key, [.. group], Number));
    }

    /// <summary>The indexes of rules that match no claim of any kind in any of the policy's currencies.</summary>
    public static IEnumerable<int> Unreachable(IReadOnlyList<PolicyRule> rules, PolicyThresholds thresholds)
    {
        var unreached = Enumerable.Range(0, rules.Count).ToHashSet();
        var stepsLeft = MostStepsInAll;
        foreach (var currency in thresholds.Currencies)
        {
            var reach = new PolicyReach(rules, thresholds, currency, stepsLeft);
            unreached.RemoveWhere(index => rules[index].Kinds.Any(kind => reach.CanReach(rules, index, kind)));
            stepsLeft = reach._stepsLeftInAll;
            if (unreached.Count == 0)
            {
                break;
            }
        }

        return unreached.Order();
    }

    private bool CanReach(IReadOnlyList<PolicyRule> rules, int index, ClaimKind kind)
    {
        _stepsLeft = Math.Min(MostSteps, _stepsLeftInAll);
        var open = _cells.ToDictionary(cell => cell.Key, cell => Enumerable.Repeat(true, cell.Value.Length).ToArray());
        return rules[index].AllConditions.All(condition => Narrow(open, condition, met: true))
            && Escapes([.. rules.Take(index).Where(rule => rule.Kinds.Contains(kind))], 0, open);
    }

    /// <summary>Whether some cells that are still open miss every rule from <paramref name="next"/> on.</summary>
    private bool Escapes(PolicyRule[] before, int next, Dictionary<PolicyFact, bool[]> open)
    {
        if (next == before.Length || --_stepsLeft < 0 || --_stepsLeftInAll < 0)
        {
            return true;
        }

        foreach (var condition in before[next].AllConditions)
        {
            var narrowed = new Dictionary<PolicyFact, bool[]>(open);
            if (Narrow(narrowed, condition, met: false) && Escapes(before, next + 1, narrowed))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Closes the cells on the wrong side of a condition; false when none is left.</summary>
    private bool Narrow(Dictionary<PolicyFact, bool[]> open, PolicyCondition condition, bool met)
    {
        if (!_cells.TryGetValue(condition.Fact, out var cells))
        {
            return true;
        }

        var kept = open[condition.Fact].Select((isOpen, i) => isOpen && condition.Accepts(cells[i], Number(condition)) == met).ToArray();
        open[condition.Fact] = kept;
        return kept.Contains(true);
    }

    private decimal? Number(PolicyCondition condition) => condition.Number?.In(_thresholds, _currency);
}
