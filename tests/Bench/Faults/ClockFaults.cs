using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PromoFunctions.Bench.Faults;

/// <summary>The machine's clock is set.</summary>
internal static class ClockFaults
{
    public const string Name = "Clock a day ahead";

    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(10);

    public static IEnumerable<Fault> Of(FaultStage stage, MachineClock clock)
    {
        foreach (var (name, days) in new[] { (Name, 1), ("Clock back again", 0), ("Clock a day behind", -1), ("Clock right again", 0), ("The next day", 1) })
        {
            yield return new(name, s_time, stage.Addresses, Fault.Untouched, async () =>
            {
                clock.Set(days);
                await UntilSetAsync(stage, days);

                // What goes by the clock, at the worst moment: while it is wrong, and right after.
                foreach (var function in new[] { "SweepExpirations", "ComputeReports" })
                {
                    await stage.Callers.SendAsync(stage.Addresses[0], HttpMethod.Post, "../admin/functions/" + function, new JsonObject());
                }

                return () => Task.FromResult("");
            });
        }
    }

    private static async Task UntilSetAsync(FaultStage stage, int days)
    {
        var start = Stopwatch.GetTimestamp();
        while (Math.Abs((await stage.ClockAsync() - DateTimeOffset.UtcNow.AddDays(days)).TotalMinutes) > 1)
        {
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(30))
            {
                throw new InvalidOperationException("faketime does not set the App's clock.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }
}
