using System.Text.RegularExpressions;
using Azure.Data.Tables;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Reports.Histories;

/// <summary>Random histories over several days, and every report of them beside one worked out from the list of what happened.</summary>
public sealed partial class ReportHistoriesTests(AzuriteFixture azurite)
{
    private const int Days = 4;
    private const int StepsADay = 16;
    private const string Ending = "flash";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // A day of 25 hours in Berlin, the end of its week; one of 23 in New York; one of 23 and a half on Lord Howe, in another week and month; a leap day where clocks never change.
    [Theory]
    [InlineData("Europe/Berlin", "2026-10-23", 1)]
    [InlineData("America/New_York", "2026-03-06", 2)]
    [InlineData("Australia/Lord_Howe", "2026-10-02", 3)]
    [InlineData("Asia/Kolkata", "2028-02-27", 4)]
    public async Task Reports_OfAnyHistory_AreThoseOfTheListOfWhatHappened(string zoneId, string first, int seed)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var calendar = new BusinessCalendar(zone);
        await using var desk = await FinanceDesk.OpenAsync(azurite, calendar.StartOf(first).AddMinutes(7).ToString("O"), calendar);
        var told = new Told();
        desk.Notices.Add(told);
        var random = new Random(seed);
        var history = new FinanceHistory(desk, random, Ending);
        var days = new List<string> { first };
        while (days.Count < Days)
        {
            days.Add(BusinessCalendar.After(days[^1]));
        }

        var endsAt = calendar.StartOf(days[2]).AddHours(10);
        await history.BeginAsync(endsAt.ToString("O"));
        var look = new Look(desk, history.Events, zone, $"zone {zoneId}, seed {seed}", (Ending, endsAt));
        for (var i = 0; i < days.Count; i++)
        {
            await DayAsync(desk, history, random, days[i], payAcross: i < days.Count - 1);
            if (i < days.Count - 1)
            {
                await desk.RunThroughAsync(days[i]);
                await look.AtAllAsync(days[..(i + 1)]);
            }
        }

        Assert.Empty(told.Reports);
        await TamperAsync(desk, random, days[^1]);
        var report = await desk.ReportAsync(ReportKind.Daily, days[^1]);
        Assert.True(report.Control.Difference > 0, look.Where);
        Assert.Contains(told.Reports, each => each.Period == report.Period && each.Control.Difference == report.Control.Difference);
    }

    private static async Task DayAsync(FinanceDesk desk, FinanceHistory history, Random random, string day, bool payAcross)
    {
        var (from, until) = (desk.Calendar.StartOf(day).AddMinutes(8), desk.Calendar.StartOf(BusinessCalendar.After(day)).AddMinutes(-20));
        var instants = Enumerable.Range(0, StepsADay).Select(_ => from + ((until - from) * random.NextDouble())).Order().ToList();
        foreach (var (i, at) in instants.Index())
        {
            if (at > desk.Time.GetUtcNow())
            {
                desk.Time.Set(at);
            }

            await history.GoOnAsync();
            if (i == StepsADay / 2)
            {
                await desk.Compute.RunAsync(Token);
            }
        }

        await QuietAsync(desk);
        desk.Time.Set(until.AddMinutes(9));
        await history.SweepAsync();
        if (payAcross)
        {
            desk.Time.Set(until.AddMinutes(15));
            await history.PayAcrossAsync(until.AddMinutes(22));
        }

        await QuietAsync(desk);
        desk.Time.Set(until.AddMinutes(26));
    }

    /// <summary>An order over two campaigns is settled after its answer, on the day that it is then.</summary>
    private static async Task QuietAsync(FinanceDesk desk)
    {
        while ((await desk.RowsAsync("Lanes")).Exists(row => row.RowKey.StartsWith("h|", StringComparison.Ordinal)))
        {
            await Task.Delay(50, Token);
        }
    }

    /// <summary>Closes a day, plants one wrong figure among its roll-ups, and counts it.</summary>
    private static async Task TamperAsync(FinanceDesk desk, Random random, string day)
    {
        var campaigns = await desk.Prepare.CampaignsAsync(Token);
        await desk.Books.CloseAsync(campaigns, day, Token);
        var rows = await desk.RowsAsync("Rollups", day);
        var row = rows[random.Next(rows.Count)];
        var text = row.GetString("Figures00");
        var figures = Figure().Matches(text);
        var wrong = figures[random.Next(figures.Count)];
        row["Figures00"] = text.Remove(wrong.Index, wrong.Length).Insert(wrong.Index, "1" + wrong.Value);
        await desk.Raw.GetTableClient("Rollups").UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Token);
        await desk.RunThroughAsync(day);
    }

    /// <summary>Figures that the journal tells as well; those of one digit would stand for others.</summary>
    [GeneratedRegex("(?<=\"(Redemptions|Retroactive|Discount|OrderValue|Customers|Refunds|RefundedDiscount|HoldsExpired|public|Redeemed|Goods)\":)\\d+")]
    private static partial Regex Figure();

    private sealed class Told : IDifferenceNotice
    {
        public List<Report> Reports { get; } = [];

        public Task TellAsync(Report report, CancellationToken cancellationToken)
        {
            Reports.Add(report);
            return Task.CompletedTask;
        }
    }

    /// <summary>Holds reports, as written and computed anew, against the naive ones.</summary>
    private sealed class Look(FinanceDesk desk, HistoryEvents events, TimeZoneInfo zone, string where, (string Campaign, DateTimeOffset At) ends)
    {
        public string Where => where;

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
}
