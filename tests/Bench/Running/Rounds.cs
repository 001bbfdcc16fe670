namespace PromoFunctions.Bench.Running;

/// <summary>Measures servers beside each other: short rounds in turn, so that whatever else the machine does meets all alike.</summary>
internal static class Rounds
{
    private const int Count = 9;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1.5);

    /// <summary>The median round of each.</summary>
    public static async Task<double[]> MediansAsync(params LoadGenerator[] servers)
    {
        foreach (var server in servers)
        {
            await server.RoundAsync(Warm);
        }

        var rounds = servers.Select(_ => new List<double>(Count)).ToArray();
        for (var round = 0; round < Count; round++)
        {
            for (var i = 0; i < servers.Length; i++)
            {
                rounds[i].Add(await servers[i].RoundAsync(Length));
            }
        }

        return [.. rounds.Select(Median)];
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
