using System.Diagnostics;
using System.Globalization;
using PromoFunctions.Bench.Running;

namespace PromoFunctions.Bench.Faults;

/// <summary>
/// What goes wrong around a running service, one after the other, and what callers see: during each fault no answer but those promised,
/// after it the service recovers by itself, every claim is decided, reports say what callers were told, and every mail goes out once.
/// </summary>
internal static class FaultsBench
{
    /// <summary>Of what the Apps had when they were warm; fuzz and soak look for slow growth.</summary>
    private const double MostMemoryRatio = 2;

    private static readonly TimeSpan s_longestAnswer = TimeSpan.FromSeconds(30);

    /// <param name="only">A part of the faults' names; null for all.</param>
    /// <returns>0 when every promise was kept.</returns>
    public static async Task<int> RunAsync(string? only)
    {
        var good = true;
        var rows = new List<string>();
        await using (var disk = await SmallDisk.MountAsync())
        {
            if (!disk.IsSmall)
            {
                Console.WriteLine("No small disk can be mounted here: the full disk is left out.");
            }

            await using var stage = await FaultStage.TwoAsync(disk.Folder);
            good &= await RunAsync(stage, [.. MailFaults.Of(stage), .. CallerFaults.Of(stage), .. StorageFaults.Of(stage, disk)], only, rows);
        }

        using (var clock = MachineClock.Find())
        {
            if (clock is null)
            {
                Console.WriteLine("faketime is not installed: the clock is left alone.");
            }
            else if (only is null || ClockFaults.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
            {
                var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
                try
                {
                    await using var stage = await FaultStage.ClockedAsync(folder, clock);
                    good &= await RunAsync(stage, [.. ClockFaults.Of(stage, clock)], null, rows);
                }
                finally
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        }

        Console.WriteLine("| Fault | Callers saw | Slowest | After it |\n|---|---|---|---|");
        rows.ForEach(Console.WriteLine);
        Console.WriteLine(MachineLoad.Now);
        return good ? 0 : 1;
    }

    private static async Task<bool> RunAsync(FaultStage stage, IReadOnlyList<Fault> faults, string? only, List<string> rows)
    {
        faults = [.. faults.Where(fault => only is null || fault.Name.Contains(only, StringComparison.OrdinalIgnoreCase))];
        if (faults.Count == 0)
        {
            return true;
        }

        var good = true;
        var books = new FaultBooks(stage);
        var memory = stage.Apps.Sum(app => app.WorkingSet);
        var ends = new List<(Fault Fault, Seen Seen, long Healed, string Row)>();
        foreach (var fault in faults)
        {
            Console.WriteLine(fault.Name + " ...");
            var heal = await fault.InjectAsync();
            var seen = await stage.Callers.CallAsync(fault.Apps, fault.Time);
            var note = await heal();
            var healed = Stopwatch.GetTimestamp();
            var recovery = await stage.Callers.RecoveredAsync(stage.Addresses);
            await seen.AnsweredAsync();
            var landed = await stage.Callers.SendAgainAsync(stage.Addresses[0]);
            var wrong = seen.Surprises(fault.Promised).ToList();
            if (seen.Slowest > s_longestAnswer)
            {
                wrong.Add("an answer took longer than 30 s");
            }

            if (await books.SettledAsync() is { } unsettled)
            {
                wrong.Add(unsettled);
            }

            var settled = Stopwatch.GetElapsedTime(healed);
            good &= wrong.Count == 0;
            wrong.ForEach(line => Console.WriteLine("  WRONG: " + line));
            var row = string.Create(CultureInfo.InvariantCulture, $"| {fault.Name} | {seen}{(note.Length == 0 ? "" : "; " + note)} | {seen.Slowest.TotalSeconds:F1} s | as before after {recovery.TotalSeconds:F1} s, claims decided and books exact after {settled.TotalSeconds:F1} s{(landed == 0 ? "" : $"; {landed} sent again had landed")}");
            Console.WriteLine("  " + row);
            ends.Add((fault, seen, healed, row));
        }

        if (await books.LastUsesAsync() is { } over)
        {
            good = false;
            Console.WriteLine("  WRONG: " + over);
        }

        good &= await MailedAsync(stage, ends, rows);
        var now = stage.Apps.Sum(app => app.WorkingSet);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory: {memory / 1e6:F0} MB before, {now / 1e6:F0} MB after (at most {MostMemoryRatio} times as much)"));
        return good && now <= MostMemoryRatio * memory;
    }

    /// <summary>Waits for the mails, and looks again whether any was sent twice.</summary>
    private static async Task<bool> MailedAsync(FaultStage stage, List<(Fault Fault, Seen Seen, long Healed, string Row)> ends, List<string> rows)
    {
        await stage.MailedAsync();
        foreach (var (_, seen, healed, row) in ends)
        {
            var last = seen.Claimants.Max(who => stage.Mail.SentTo(who).At);
            rows.Add(row + string.Create(CultureInfo.InvariantCulture, $", mails after {Math.Max(0, Stopwatch.GetElapsedTime(healed, last).TotalSeconds):F1} s |"));
        }

        var counts = stage.Callers.Claims.Keys.GroupBy(who => stage.Mail.SentTo(who).Count).ToDictionary(group => group.Key, group => group.Count());
        Console.WriteLine("mails: " + string.Join(", ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} sent {count.Key} times"))));
        return counts.Keys.All(count => count == 1);
    }
}
