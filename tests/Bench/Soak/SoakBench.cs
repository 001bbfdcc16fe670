using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using PromoFunctions.Bench.Running;
using PromoFunctions.Local.Azurite;

namespace PromoFunctions.Bench.Soak;

/// <summary>
/// Two Apps on one store under mixed traffic for minutes: no answer may be one that the contract does not promise for it, memory stays flat, and
/// afterwards the reports say what the callers were told.
/// </summary>
internal static class SoakBench
{
    public const int DefaultMinutes = 10;

    private const int AppCount = 2;
    private const int CallerCount = 32;
    private const double MostMemoryRatio = 1.25;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    /// <returns>0 when nothing is wrong.</returns>
    public static async Task<int> RunAsync(int minutes)
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        try
        {
            await using var azurite = await AzuriteHost.JoinAsync(
                new AzuriteOptions { DataDirectory = folder, PreferredTablePort = 0, EndsWithStarter = true }, TextWriter.Null, CancellationToken.None);
            var apps = await Task.WhenAll(Enumerable.Range(0, AppCount).Select(_ => ServerProcess.AppAsync(folder)));
            try
            {
                return await RunAsync(apps, TimeSpan.FromMinutes(minutes));
            }
            finally
            {
                foreach (var app in apps)
                {
                    await app.DisposeAsync();
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(ServerProcess[] apps, TimeSpan time)
    {
        using var desk = new SoakDesk([.. apps.Select(app => app.Address)]);
        await desk.GivenAsync();
        var start = Stopwatch.GetTimestamp();
        using var end = new CancellationTokenSource(time);
        var memory = new List<long>();
        var callers = Enumerable.Range(0, CallerCount).Select(number => Task.Run(() => new SoakCaller(desk, number).RunAsync(end.Token))).ToList();
        while (!end.IsCancellationRequested)
        {
            memory.Add(apps.Sum(app => app.WorkingSet));
            await Task.Delay(s_look, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(callers);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Print($"{desk.Answers.Values.Sum():N0} answers in {seconds:N0} s, {desk.Answers.Values.Sum() / seconds:N0}/s; {MachineLoad.Now}");
        foreach (var (what, count) in desk.Answers.OrderBy(answer => answer.Key, StringComparer.Ordinal))
        {
            Print($"  {what}: {count:N0}");
        }

        var good = SteadyMemory.IsFlat(memory, MostMemoryRatio);
        good &= await desk.ClaimsDecidedAsync();
        good &= await ReconciledAsync(desk);
        Print($"answers that the contract does not promise: {desk.Surprises.Count:N0}");
        desk.Surprises.Take(10).ToList().ForEach(line => Console.WriteLine("  " + line));
        return good && desk.Surprises.IsEmpty ? 0 : 1;
    }

    private static async Task<bool> ReconciledAsync(SoakDesk desk)
    {
        var (report, told) = (await desk.ReportedAsync(), desk.Told);
        Print($"  told: {told}");
        Print($"  reported: {report.Sums}, difference {report.Difference}");
        return report.Difference == 0 && report.Sums == told;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
