using System.Globalization;
using PromoFunctions.Bench.Running;
using PromoFunctions.Local.Azurite;

namespace PromoFunctions.Bench.Redeem;

/// <summary>Tries pauses for the loop, so that it is measured at its best.</summary>
internal static class TuneLoop
{
    private const int Rounds = 3;

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        try
        {
            await using var azurite = await RedeemBench.JoinAsync(folder);
            var comparison = new Comparison(new(("Azurite", azurite.ProcessId)));
            var pauses = new[] { 250, 1_000, 2_000, 4_000 }.SelectMany(cap => new[] { 8, 16, 32, 64 }.Select(first => new BackOff(first, cap))).ToList();
            var tried = pauses.ToDictionary(pause => pause, _ => new List<Figures>());
            await comparison.WarmAsync(RedeemBench.WarmUses, [new LoopInProcess(azurite.ConnectionString, BackOff.Tuned)]);
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var pause in pauses)
                {
                    var loop = new LoopInProcess(azurite.ConnectionString, pause);
                    tried[pause].Add(await comparison.RoundAsync(loop, await Comparison.NewAsync(loop, RedeemBench.WarmUses), "o", RedeemBench.WarmUses + Callers.Count, RedeemBench.WarmUses));
                }
            }

            foreach (var pause in pauses)
            {
                var figures = Figures.Median(tried[pause]);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first {pause.First,3} ms, cap {pause.Cap,5} ms: {figures.PerSecond,5:N0}/s, p50 {figures.P50,6:N0} ms, p99 {figures.P99,6:N0} ms"));
            }

            Console.WriteLine(MachineLoad.Now);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
