using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Tests.Reports.Histories;

/// <summary>Holds reports, as written and computed anew, against the naive ones.</summary>
internal sealed class ReportLook(FinanceDesk desk, HistoryEvents events, TimeZoneInfo zone, string where, (string Campaign, DateTimeOffset At) ends)
{
    /// <summary>Which history it is, for whoever reads a failure.</summary>
    public string Where => where;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Every report that has one of the days in it, or the present one.</summary>
    public async Task AtAllAsync(IEnumerable<string> days)
    {
        var today = desk.Calendar.DayOf(desk.Time.GetUtcNow());
        var counted = (await desk.Books.ProgressAsync(Token)).CountedThrough;
        foreach (var period in days.Append(today).SelectMany(ReportPeriod.AllOf).Distinct())
        {
            var written = await desk.Store.FindAsync(period, Token);
            Assert.NotNull(written);
            await using var other = desk.Beside();
            foreach (var report in (Report[])[written, await other.Prepare.OneAsync(period, Token)])
            {
                var naive = new NaiveReport(events, zone, period, today, counted) { Ends = ends, Now = desk.Time.GetUtcNow() };
                Same(naive.Rows(), report.Rows, $"rows of {period}");
                Same(naive.Codes(), report.Codes, $"codes of {period}");
                Same(naive.Claims(), report.Claims, $"claims of {period}");
                Same(naive.Recovery(), report.Recovery, $"recovery of {period}");
                Same(naive.RecoveryDetail(), report.RecoveryDetail, $"recovery in detail of {period}");
                Same(naive.Liability(), report.Liability, $"liability of {period}");
                Same(naive.Summary(), report.Summary, $"summary of {period}");
                Assert.True(report.Control.Difference == 0, $"{where}: {report.Control.Difference} differences in {period}");
                Assert.Equal(naive.Redemptions(), report.Control.LedgerRedemptions);
                Assert.All(report.Control.ByCurrency, row => Assert.Equal((naive.Discount(row.Currency), naive.Discount(row.Currency)), (row.LedgerDiscount, row.ReportedDiscount)));
                Assert.Equal(report.Rows.Sum(row => row.Redemptions), report.Campaigns.Sum(row => row.Redemptions));
                Assert.Equal(report.Closed, string.CompareOrdinal(period.LastDay, today) < 0);
            }
        }
    }

    private void Same<TRow>(IReadOnlyList<TRow> expected, IReadOnlyList<TRow> actual, string what) =>
        Assert.True(expected.SequenceEqual(actual), $"{where}: {what} should be\n{string.Join('\n', expected)}\nand are\n{string.Join('\n', actual)}");
}
