using System.Globalization;
using PromoFunctions.Bench.Running;
using PromoFunctions.Local.Azurite;

namespace PromoFunctions.Bench.Redeem;

/// <summary>
/// Redeeming a hot public code with <c>total</c> and <c>perCustomer</c>, every order by a customer of its own, 64 callers:
/// the ledger beside a plain read-check-write loop, on one Azurite, in one run, in turn. Every round is proven exact.
/// </summary>
internal static class RedeemBench
{
    public const int Uses = 1_000;
    public const int WarmUses = 500;
    public const int RoundCount = 5;
    private const double LeastRatio = 5;

    /// <summary>The parts, in the order in which they run.</summary>
    private static (string Name, Func<AzuriteHost, string, Task<bool>> Run)[] Parts(int standing) =>
    [
        ("in-process", (azurite, _) => InProcessCase.RunAsync(azurite)),
        ("http", HttpCase.RunAsync),
        ("standing", async (_, folder) =>
        {
            await using var azurite = await JoinAsync(Path.Combine(folder, "standing"), inMemory: true);
            return await StandingCase.RunAsync(azurite, standing);
        }),
    ];

    /// <param name="only">The one part to run; null for all.</param>
    /// <param name="standing">How many redemptions there are in the last part.</param>
    /// <returns>0 when every round was exact and the ratios reach what is asked for.</returns>
    public static async Task<int> RunAsync(string? only, int standing)
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        try
        {
            await using var azurite = await JoinAsync(folder);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Callers.Count} callers, {MachineLoad.Now}; every ledger figure with and without the delivery of its outbox, the loop has none"));
            var good = true;
            foreach (var (_, run) in Parts(standing).Where(part => only is null || part.Name == only))
            {
                good &= await run(azurite, folder);
            }

            Console.WriteLine(MachineLoad.Now);
            return good ? 0 : 1;
        }
        catch (InvalidDataException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Prints what both came to; whether the first is as much faster as is asked for.</summary>
    public static bool Report(string title, IContender[] contenders, Figures[] figures)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: total {Uses}, {RoundCount} rounds in turn, medians; {MachineLoad.Now}"));
        for (var i = 0; i < contenders.Length; i++)
        {
            Console.WriteLine(figures[i].Text(contenders[i].Name));
        }

        var ratio = figures[0].Drained / figures[1].Drained;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  ratio {figures[0].PerSecond / figures[1].PerSecond:F1} to the answers, {ratio:F1} with the outbox drained inside the measured time (at least {LeastRatio:F0}); exactly {Uses} of {Uses} in every round on both sides"));
        return ratio >= LeastRatio;
    }

    /// <summary>On disk, as a developer's; it ends with the benchmark.</summary>
    /// <param name="folder">Of its own.</param>
    /// <param name="inMemory">
    /// Nothing is saved. Azurite saves all its tables every five seconds and answers nobody meanwhile: with 200,000 rows for longer than a client waits,
    /// which says nothing of the ledger.
    /// </param>
    public static Task<AzuriteHost> JoinAsync(string folder, bool inMemory = false) => AzuriteHost.JoinAsync(
        new AzuriteOptions { InMemory = inMemory, DataDirectory = folder, PreferredTablePort = 0, EndsWithStarter = true }, Console.Error, CancellationToken.None);
}
