using System.Globalization;

namespace PromoFunctions.Bench.Lanes;

/// <summary>One lane beside sixteen under Azure's published limits, simulated: a table for the README. Always the same figures.</summary>
internal static class LanesBench
{
    private const int Many = 100;
    private static readonly int[] s_instances = [1, 2, 4, 8, 16];
    private static readonly (int Campaigns, int Lanes)[] s_shapes = [(1, 1), (1, 16), (Many, 1), (Many, 16)];

    public static int Run()
    {
        var limits = new StoreLimits();
        var carried = s_instances.ToDictionary(
            instances => instances,
            instances => s_shapes.Select(shape => Simulation.Run(new(shape.Campaigns, shape.Lanes, instances), limits)).ToArray());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            Simulated: {limits.EntitiesASecond:N0} entities/s a partition and {limits.RequestsASecond:N0} requests/s an account (published targets; a transaction is one request);
            {limits.RequestMs} ms a request and {limits.EntityMs} ms more an entity of a transaction (assumed); {new Demand(1, 1, 1).Callers:N0} callers in all;
            orders over {Demand.Customers:N0} customers with Zipf exponent {new Demand(1, 1, 1).Skew}, customers over lanes by hash; instances with processor enough, no lane runs dry.
            Requests a redemption: its intent and {limits.AfterRedemption} after the answer; a transaction: itself and {limits.AfterTransaction} after the answers.

            Redemptions a second:
            | Instances | {string.Join(" | ", s_shapes.Select(Name))} |
            |---|{string.Concat(s_shapes.Select(_ => "---|"))}
            """));
        foreach (var instances in s_instances)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {instances} | {string.Join(" | ", carried[instances].Select(shape => string.Create(CultureInfo.InvariantCulture, $"{shape.PerSecond:N0}")))} |"));
        }

        Console.WriteLine("\nIn detail:");
        for (var i = 0; i < s_shapes.Length; i++)
        {
            foreach (var instances in s_instances)
            {
                var shape = carried[instances][i];
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Name(s_shapes[i])}, {instances} instances: {shape.PerTransaction:F1} redemptions a transaction, {shape.Conflicts:F2} conflicts a transaction, {shape.Requests:P0} of the account's requests, p99 {shape.P99:N0} ms"));
            }
        }

        return 0;
    }

    private static string Name((int Campaigns, int Lanes) shape) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(shape.Campaigns == 1 ? "one hot campaign" : $"{shape.Campaigns} campaigns")}, {(shape.Lanes == 1 ? "1 lane" : $"{shape.Lanes} lanes")}{(shape.Campaigns == 1 ? "" : " each")}");
}
