using System.Globalization;

namespace PromoFunctions.Bench.Lanes;

/// <summary>One lane beside sixteen under Azure's published limits, simulated: a table for the README. Always the same figures.</summary>
internal static class LanesBench
{
    private const int Many = 100;
    private static readonly int[] s_instances = [1, 2, 4, 8, 16];

    public static int Run()
    {
        var limits = new StoreLimits();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            Simulated: {limits.EntitiesASecond:N0} entities/s a partition and {limits.RequestsASecond:N0} requests/s an account (published targets; a transaction is one request);
            {limits.RequestMs} ms a request and {limits.EntityMs} ms more an entity of a transaction (assumed); {new Demand(1, 1, 1).Callers:N0} callers in all;
            customers spread over lanes by hash, orders over {Demand.Customers:N0} customers with Zipf exponent {new Demand(1, 1, 1).Skew}; instances with processor enough.
            Requests a redemption: its intent and {limits.AfterRedemption} after the answer; a transaction: itself and {limits.AfterTransaction} after the answers.

            | Campaigns | Lanes | Instances | Redemptions/s | a transaction | Conflicts a transaction | Account used | p99 ms |
            |---|---|---|---|---|---|---|---|
            """));
        foreach (var campaigns in new[] { 1, Many })
        {
            foreach (var lanes in new[] { 1, 16 })
            {
                foreach (var instances in s_instances)
                {
                    var carried = Simulation.Run(new(campaigns, lanes, instances), limits);
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {campaigns} | {lanes} | {instances} | {carried.PerSecond:N0} | {carried.PerTransaction:F1} | {carried.Conflicts:F2} | {carried.Requests:P0} | {carried.P99:N0} |"));
                }
            }
        }

        return 0;
    }
}
