using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Tests.Claims;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.App.Tests.Reports;

/// <summary>Reports while processes die.</summary>
public sealed class SurvivingReportsTests(AzuriteFixture azurite)
{
    private const string First = "2026-06-30";

    /// <summary>Deaths are this many calls apart, so that one history of days meets them all over a run.</summary>
    private const int Stride = 4;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_OnThreeProcessesOfWhichOneDiesAtACall_CountsEachFigureOnce()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, First + "T12:00:00Z");
        await desk.CampaignAsync("tea", total: 2_000);
        await desk.CampaignAsync("mug", total: 2_000);
        var (day, died, expected) = (First, true, new Dictionary<string, long>());
        for (var call = 1; died; call += Stride, day = BusinessCalendar.After(day))
        {
            desk.Time.Set(day + "T12:00:00Z");
            await desk.RedeemAsync($"{day}-1", "c1", "web", "EUR", 1_000, ("tea", 100 + call));
            await desk.RedeemAsync($"{day}-2", $"c{call}", "app", "EUR", 2_000, ("tea", 7), ("mug", call));
            expected[day] = 107 + call + call;
            await SettledAsync(desk);

            desk.Time.Set(desk.Calendar.StartOf(BusinessCalendar.After(day)).AddMinutes(6));
            var deaths = new Deaths(call, afterEffect: call / Stride % 2 == 0);
            await using var dying = desk.Beside(gate: deaths.Gate);
            await using var third = desk.Beside();
            if (call / Stride % 3 == 0)
            {
                await Task.WhenAll(DieAsync(dying, deaths), desk.Compute.RunAsync(Token), third.Compute.RunAsync(Token));
            }
            else
            {
                // Nobody does the work before the one that dies.
                died = await DieAsync(dying, deaths);
                await Task.WhenAll(desk.Compute.RunAsync(Token), third.Compute.RunAsync(Token));
            }

            await desk.RunThroughAsync(day);
        }

        Assert.True(expected.Count > 10, $"A run makes fewer than {expected.Count * Stride} calls.");
        foreach (var each in expected)
        {
            await CheckAsync(desk, ReportPeriod.Of(ReportKind.Daily, each.Key), expected);
        }

        foreach (var period in expected.Keys.SelectMany(ReportPeriod.AllOf).Distinct())
        {
            await CheckAsync(desk, period, expected);
        }
    }

    [Fact]
    public async Task Order_OverTwoCampaignsFinishedAfterItsDayWasSealed_IsBookedOnceOnTheNext()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, First + "T21:59:30Z");
        await desk.CampaignAsync("tea", total: 2_000);
        await desk.CampaignAsync("mug", total: 2_000);
        await desk.CampaignAsync("early", total: 2_000);
        await desk.RedeemAsync("o0", "c0", "web", "EUR", 1_000, ("early", 5));
        var gate = new FaultGate("dying", FaultPlan.Script((_, request) =>
            request.Method == "POST" && request.Path.Contains("Orders", StringComparison.Ordinal) && request.Body.Contains("\"c|", StringComparison.Ordinal) ? Fault.LandThenCrash : Fault.None));
        await using (var dying = desk.Beside(gate: gate))
        {
            using var life = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var order = dying.Ledger.RedeemAsync(FinanceDesk.Intent("o1", "c1", "web", "EUR", 3_000, ("tea", 30), ("mug", 4)), life.Token);
            await UntilAsync(() => gate.Stopped);
            await life.CancelAsync();
            await ((Task)order).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        var next = BusinessCalendar.After(First);
        Assert.Equal(2, (await desk.RowsAsync("Lanes")).Count(row => row.RowKey.StartsWith("h|", StringComparison.Ordinal)));
        desk.Time.Set(First + "T22:06:00Z");
        await desk.RunThroughAsync(First);
        Assert.Equal("early", Assert.Single((await desk.ReportAsync(ReportKind.Daily, First)).Rows).CampaignId);

        desk.Time.Set(next + "T10:00:00Z");
        await new LedgerSweep(desk.Tables, desk.Ledger, desk.Time, NullLogger<LedgerSweep>.Instance).RunAsync(Token);
        await SettledAsync(desk);
        Assert.Equal(RedemptionState.Redeemed, (await desk.Ledger.FindByOrderAsync("o1", Token))?.State);
        desk.Time.Set(next + "T22:06:00Z");
        await desk.RunThroughAsync(next);

        foreach (var period in ReportPeriod.AllOf(next))
        {
            var report = await desk.ReportAsync(period.Kind, next);
            Assert.Equal([("mug", 1L, 4L, 3_000L), ("tea", 1L, 30L, 3_000L)], report.Rows.Where(row => row.CampaignId != "early").Select(row => (row.CampaignId, row.Redemptions, row.Discount, row.OrderValue)));
            Assert.Equal(((long)report.Rows.Count, 0), (report.Control.LedgerRedemptions, report.Control.Difference));
        }
    }

    /// <summary>What is written, and what is worked out anew, of a period.</summary>
    private static async Task CheckAsync(FinanceDesk desk, ReportPeriod period, Dictionary<string, long> expected)
    {
        var days = expected.Where(day => period.Contains(day.Key)).ToList();
        var written = await desk.ReportAsync(period.Kind, period.FirstDay);
        foreach (var report in (Report[])[written, await desk.Prepare.OneAsync(period, Token)])
        {
            Assert.Equal((0, days.Count * 3L), (report.Control.Difference, report.Control.LedgerRedemptions));
            Assert.Equal(days.Sum(day => day.Value), report.Rows.Sum(row => row.Discount));
            Assert.Equal(days.Count * 5_000L, report.Rows.Sum(row => row.OrderValue));
            Assert.Equal(days.Count * 3L, report.Codes.Sum(row => row.RedeemedInPeriod));
            Assert.Equal(expected.Count(day => string.CompareOrdinal(day.Key, period.LastDay) <= 0) * 3L, report.Codes.Sum(row => row.Redeemed));
        }

        // Rows of the table that no report has would be figures twice.
        var rows = await desk.RowsAsync("Reports", $"{period.Kind.ToString().ToLowerInvariant()}|{period.Name}");
        Assert.Equal(written.Rows.Sum(row => row.Discount), rows.Where(row => row.GetString("Section") == "campaign").Sum(row => row.GetInt64("Discount")));
    }

    /// <summary>Runs until it is done, or the process is dead.</summary>
    /// <returns>Whether it died.</returns>
    private static async Task<bool> DieAsync(FinanceDesk dying, Deaths deaths)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var run = dying.Compute.RunAsync(life.Token);
        if (await Task.WhenAny(run, deaths.Death) != run)
        {
            // The dead wait for nothing any more.
            await life.CancelAsync();
        }

        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!deaths.Gate.Stopped)
        {
            await run;
        }

        return deaths.Gate.Stopped;
    }

    /// <summary>An order over two campaigns is settled after its answer, and the journal written.</summary>
    private static async Task SettledAsync(FinanceDesk desk)
    {
        while ((await desk.RowsAsync("Lanes")).Exists(row => row.RowKey.StartsWith("h|", StringComparison.Ordinal)))
        {
            await Task.Delay(20, Token);
        }
    }

    private static async Task UntilAsync(Func<bool> done)
    {
        while (!done())
        {
            await Task.Delay(20, Token);
        }
    }
}
