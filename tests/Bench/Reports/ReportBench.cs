using System.Diagnostics;
using System.Globalization;
using PromoFunctions.Bench.Redeem;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Bench.Reports;

/// <summary>
/// The daily report of a day of few and of one of many redemptions, on as many campaigns: what it asks of storage must not grow with
/// redemptions. The closing of the day, which counts its journal row by row, is told apart. The redemptions are made by the ledger's own
/// planning in memory, and written as it leaves them: each lane's head, and its journal.
/// </summary>
internal static class ReportBench
{
    public const int Campaigns = 20;
    private const int Few = 10_000;
    private const int Many = 200_000;
    private const double MostGrowth = 1.2;

    /// <returns>0 when the requests of the two days' reports are within 20 % of each other and every report is right.</returns>
    public static async Task<int> RunAsync()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Campaigns} campaigns of 16 lanes; redemptions planned by the ledger in memory, its heads and journal written to an Azurite in memory"));
        var few = await MeasureAsync(Few);
        var many = await MeasureAsync(Many);
        var good = few.Good & many.Good;
        foreach (var (what, one, other) in few.Reports.Zip(many.Reports, (one, other) => (one.What, one, other)))
        {
            var ratio = (double)other.Requests / one.Requests;
            var within = ratio <= MostGrowth && ratio >= 1 / MostGrowth;
            good &= within || !one.Compared;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {what,-44} {one.Requests,6} requests, {one.Seconds,6:F2} s   {other.Requests,6} requests, {other.Seconds,6:F2} s   {ratio:F2} times{(!one.Compared ? ", not compared" : within ? "" : ": TOO FAR APART")}"));
        }

        return good ? 0 : 1;
    }

    private static async Task<(bool Good, IReadOnlyList<Measured> Reports)> MeasureAsync(int redemptions)
    {
        var folder = Directory.CreateTempSubdirectory("promofunctions-bench-").FullName;
        try
        {
            await using var azurite = await RedeemBench.JoinAsync(folder, inMemory: true);
            await using var desk = new FinanceInProcess(azurite.ConnectionString);
            var made = Stopwatch.StartNew();
            await MadeDay.WriteAsync(desk, Campaigns, redemptions);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {redemptions:N0} redemptions written in {made.Elapsed.TotalSeconds:F1} s"));

            var reports = new List<Measured>();
            var good = true;
            async Task RunAsync(string what, bool compared, Func<Task<Report?>> run)
            {
                var (before, clock) = (desk.Requests, Stopwatch.StartNew());
                var report = await run();
                reports.Add(new(what, desk.Requests - before, clock.Elapsed.TotalSeconds, compared));
                if (report is not null && !IsRight(report, redemptions))
                {
                    good = false;
                    Console.WriteLine($"  {what}: {report.Control.LedgerRedemptions} redemptions, {report.Control.Difference} differences: WRONG");
                }
            }

            var day = ReportPeriod.Of(ReportKind.Daily, MadeDay.Day);
            await RunAsync("the open day, as finance asks for it", true, async () => await desk.Prepare.OneAsync(day, CancellationToken.None));
            await RunAsync("the timer while the day is open", true, async () =>
            {
                await desk.Compute.RunAsync(CancellationToken.None);
                return await desk.Store.FindAsync(day, CancellationToken.None);
            });
            desk.Clock.Set(MadeDay.Closes);
            await RunAsync("the timer that closes and counts the day", false, async () =>
            {
                await desk.Compute.RunAsync(CancellationToken.None);
                return await desk.Store.FindAsync(day, CancellationToken.None) is { Final: true } closed ? closed : throw new InvalidDataException("The day was not closed.");
            });
            await RunAsync("the closed day worked out again", true, async () => await desk.Prepare.OneAsync(day, CancellationToken.None));
            return (good, reports);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsRight(Report report, int redemptions) =>
        report.Control.LedgerRedemptions == redemptions
        && report.Control.Difference == 0
        && report.Rows.Sum(row => row.Redemptions) == redemptions
        && report.Codes.Sum(row => row.RedeemedInPeriod) == redemptions
        && report.Control.ByCurrency.All(row => row.LedgerDiscount == row.ReportedDiscount);

    /// <summary>One thing that was done.</summary>
    /// <param name="Compared">Whether its requests must not grow.</param>
    private sealed record Measured(string What, int Requests, double Seconds, bool Compared);
}
