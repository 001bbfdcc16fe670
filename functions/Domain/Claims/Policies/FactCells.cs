namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>One value for each way in which a policy's conditions can tell the values of a fact apart.</summary>
internal static class FactCells
{
    // Every set of this many words is one cell: 256.
    private const int MostWords = 8;

    /// <summary>Whether the cells can be listed: words that are asked for in many ways make too many sets of them.</summary>
    public static bool CanList(IReadOnlyList<PolicyCondition> conditions) => WordsOf(conditions).Length <= MostWords;

    /// <summary>The cells of a fact, under the conditions that a policy has on it.</summary>
    public static FactValue[] Of(PolicyFact fact, IReadOnlyList<PolicyCondition> conditions, Func<PolicyCondition, decimal?> number)
    {
        var cells = fact.Type switch
        {
            FactType.Flag => [FactValue.Of(true), FactValue.Of(false)],
            FactType.Words => OfWords(conditions),
            FactType.Money or FactType.Count => OfNumbers(conditions, number, whole: true),
            FactType.Duration => OfNumbers(conditions, number, whole: false),
            _ => throw new InvalidOperationException($"No such type of fact: {fact.Type}."),
        };
        return fact.CanBeUnknown ? [.. cells, FactValue.Unknown] : [.. cells];
    }

    /// <summary>Each number that is compared with, and one number below, between and above them.</summary>
    private static IEnumerable<FactValue> OfNumbers(IReadOnlyList<PolicyCondition> conditions, Func<PolicyCondition, decimal?> number, bool whole)
    {
        var breaks = conditions.Select(number).OfType<decimal>().Distinct().Order().ToList();
        var step = whole ? 1m : 0.5m;
        decimal below = whole ? -1 : -step;
        foreach (var at in breaks)
        {
            var between = whole ? decimal.Floor(below) + 1 : (below < 0 ? 0 : below + ((at - below) / 2));
            if (between < at)
            {
                yield return FactValue.Of((decimal?)between);
            }

            if (!whole || decimal.IsInteger(at))
            {
                yield return FactValue.Of((decimal?)at);
            }

            below = at;
        }

        yield return FactValue.Of((decimal?)(whole ? decimal.Floor(below) + 1 : below + step));
    }

    private static IEnumerable<FactValue> OfWords(IReadOnlyList<PolicyCondition> conditions)
    {
        var words = WordsOf(conditions);
        for (var set = 0; set < 1 << words.Length; set++)
        {
            yield return FactValue.Of((IReadOnlyList<string>)[.. words.Where((_, i) => (set & (1 << i)) != 0)]);
        }
    }

    /// <summary>One word for all those that the same conditions name: none of them tells these apart.</summary>
    private static string[] WordsOf(IReadOnlyList<PolicyCondition> conditions) =>
    [
        .. conditions.SelectMany(condition => condition.Words)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .GroupBy(word => string.Concat(conditions.Select(condition => condition.Words.Contains(word, StringComparer.OrdinalIgnoreCase) ? '1' : '0')), StringComparer.Ordinal)
            .Select(alike => alike.First()),
    ];
}
