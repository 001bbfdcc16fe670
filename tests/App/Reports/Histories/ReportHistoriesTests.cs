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
        var look = new ReportLook(desk, history.Events, zone, $"zone {zoneId}, seed {seed}", (Ending, endsAt));
        for (var i = 0; i < days.Count; i++)
        {
            await new HistoryDay(desk, history, random).RunAsync(days[i], StepsADay, payAcross: i < days.Count - 1, desk.Compute.RunAsync);
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
}
