using Azure.Data.Tables;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Reports;

public sealed class ComputeReportsTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Saturday the 24th and Sunday the 25th of October 2026, when Berlin's day has 25 hours; they end a week.
    [Fact]
    public async Task Run_TwoDaysOfRedemptions_EveryReportIsThatOfANaiveCount()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-10-24T10:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.CampaignAsync("mug");
        await desk.CampaignAsync("sencha", "JPY");
        await desk.CampaignAsync("idle");
        var made = new List<Made>();

        await RedeemManyAsync(desk, made, "2026-10-24", seed: 1);
        await desk.Compute.RunAsync(Token);
        var open = await desk.ReportAsync(ReportKind.Daily, "2026-10-24");
        Assert.False(open.Closed);
        Assert.Equal(0, open.Control.Difference);
        Assert.Null(open.Control.CountedAt);

        desk.Time.Set("2026-10-24T22:04:59Z");
        await desk.Compute.RunAsync(Token);
        Assert.False((await desk.ReportAsync(ReportKind.Daily, "2026-10-24")).Closed);
        Assert.False((await desk.ReportAsync(ReportKind.Daily, "2026-10-25")).Closed);

        desk.Time.Set("2026-10-24T22:05:01Z");
        await desk.RunThroughAsync("2026-10-24");
        await RedeemManyAsync(desk, made, "2026-10-25", seed: 2);
        desk.Time.Set("2026-10-25T22:55:00Z");
        await RedeemManyAsync(desk, made, "2026-10-25", seed: 3);
        desk.Time.Set("2026-10-25T23:05:01Z");
        await desk.RunThroughAsync("2026-10-25");

        foreach (var (kind, day) in ((ReportKind, string)[])[(ReportKind.Daily, "2026-10-24"), (ReportKind.Daily, "2026-10-25"), (ReportKind.Weekly, "2026-10-25"), (ReportKind.Monthly, "2026-10-25")])
        {
            var report = await desk.ReportAsync(kind, day);
            Assert.Equal(Naive(made, report.Period), report.Rows);
            Assert.Equal(kind != ReportKind.Monthly, report.Final);
            Assert.Equal(0, report.Control.Difference);
            Assert.Equal(report.Rows.Sum(row => row.Redemptions), report.Control.LedgerRedemptions);
            Assert.Equal(["EUR", "JPY"], report.Control.ByCurrency.Select(row => row.Currency));
            Assert.All(report.Control.ByCurrency, row => Assert.Equal(row.LedgerDiscount, row.ReportedDiscount));

            // Computed again, by another process, a day later: the same figures.
            await using var later = desk.Beside("2026-10-26T12:00:00Z");
            var again = await later.Prepare.OneAsync(report.Period, Token);
            Assert.Equal(report.Rows, again.Rows);
            Assert.Equal(report.Control.LedgerRedemptions, again.Control.LedgerRedemptions);
            Assert.Equal(0, again.Control.Difference);
        }
    }

    [Fact]
    public async Task Run_WhileRedemptionsComeIn_EachIsBookedOnce()
    {
        // One process's clock is still before midnight when the other closes the day.
        await using var selling = await FinanceDesk.OpenAsync(azurite, "2026-11-20T22:59:00Z");
        await selling.CampaignAsync("tea");
        await selling.CampaignAsync("mug");
        await using var closing = selling.Beside("2026-11-20T23:05:30Z");

        var sales = Task.WhenAll(Enumerable.Range(0, 120).Select(async i =>
        {
            await Task.Delay(i * 5, Token);
            await selling.RedeemAsync($"o{i}", $"c{i % 40}", "web", "EUR", 1_000, i % 4 == 0 ? [("tea", 10 + i), ("mug", 1)] : [("tea", 10 + i)]);
        }));
        await Task.Delay(200, Token);
        await closing.Compute.RunAsync(Token);
        await sales;
        await UntilBookedAsync(closing, "2026-11-20", 150);

        selling.Time.Set("2026-11-21T23:05:30Z");
        closing.Time.Set("2026-11-21T23:05:30Z");
        await closing.RunThroughAsync("2026-11-21");

        var days = new[] { await closing.ReportAsync(ReportKind.Daily, "2026-11-20"), await closing.ReportAsync(ReportKind.Daily, "2026-11-21") };
        Assert.All(days, day => Assert.Equal((true, 0), (day.Final, day.Control.Difference)));
        Assert.Equal(150, days.Sum(day => day.Rows.Sum(row => row.Redemptions)));
        Assert.Equal(Enumerable.Range(0, 120).Sum(i => 10L + i) + 30, days.Sum(day => day.Rows.Sum(row => row.Discount)));
        Assert.Equal(120 * 1_000, days.Sum(day => day.Rows.Where(row => row.CampaignId == "tea").Sum(row => row.OrderValue)));
    }

    [Fact]
    public async Task Run_AJournalRowPlanted_IsADifferenceOfEachFigureAndIsNotSmoothed()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 1_000, ("tea", 200));
        var journal = (await UntilAsync(() => desk.RowsAsync("Journal"), rows => rows.Count == 1))[0];
        journal.RowKey = "000000999999";
        await desk.Raw.GetTableClient("Journal").AddEntityAsync(journal, Token);

        desk.Time.Set("2026-11-20T23:06:00Z");
        await desk.RunThroughAsync("2026-11-20");

        var report = await desk.ReportAsync(ReportKind.Daily, "2026-11-20");
        Assert.Equal(4, report.Control.Difference); // Redemptions, discount, order value and the uses of public codes; the customer is the same.
        Assert.Equal(2, report.Control.LedgerRedemptions);
        Assert.Equal(new ControlRow("EUR", 400, 200), Assert.Single(report.Control.ByCurrency));
        Assert.Equal(1, Assert.Single(report.Rows).Redemptions);
        Assert.Equal(4, (await desk.ReportAsync(ReportKind.Monthly, "2026-11-20")).Control.Difference);
    }

    [Fact]
    public async Task Run_ARollupPlantedBeforeTheCount_IsADifference()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 1_000, ("tea", 200));
        desk.Time.Set("2026-11-20T23:06:00Z");
        await desk.Books.CloseAsync([new("tea", 1)], "2026-11-20", Token);
        var rollup = Assert.Single(await desk.RowsAsync("Rollups", "2026-11-20"));
        rollup["Figures00"] = rollup.GetString("Figures00").Replace("\"Discount\":200", "\"Discount\":150", StringComparison.Ordinal);
        await desk.Raw.GetTableClient("Rollups").UpdateEntityAsync(rollup, rollup.ETag, TableUpdateMode.Replace, Token);

        await desk.RunThroughAsync("2026-11-20");

        var control = (await desk.ReportAsync(ReportKind.Daily, "2026-11-20")).Control;
        Assert.Equal(1, control.Difference);
        Assert.Equal(new ControlRow("EUR", 200, 150), Assert.Single(control.ByCurrency));
    }

    /// <summary>Its week and month show the difference as well, and nobody is told of it three times.</summary>
    [Fact]
    public async Task Run_ADifference_IsToldForItsDayAlone()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        var told = new Told();
        desk.Notices.Add(told);
        await desk.CampaignAsync("tea");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 1_000, ("tea", 200));
        var journal = (await UntilAsync(() => desk.RowsAsync("Journal"), rows => rows.Count == 1))[0];
        journal.RowKey = "000000999999";
        await desk.Raw.GetTableClient("Journal").AddEntityAsync(journal, Token);

        desk.Time.Set("2026-11-22T23:06:00Z");
        await desk.RunThroughAsync("2026-11-22");

        Assert.Equal([("daily 2026-11-20", 4)], told.Reports.Select(report => ($"{report.Period}", report.Control.Difference)).Distinct());
        Assert.Equal(4, (await desk.ReportAsync(ReportKind.Weekly, "2026-11-20")).Control.Difference);
        Assert.Equal(4, (await desk.ReportAsync(ReportKind.Monthly, "2026-11-20")).Control.Difference);
    }

    [Fact]
    public async Task Run_TheBooksOfAClosedDayChangedLater_AreToldForThatDayWhoseReportShowsIt()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-18T12:00:00Z");
        var told = new Told();
        desk.Notices.Add(told);
        await desk.CampaignAsync("tea");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 1_000, ("tea", 200));
        desk.Time.Set("2026-11-20T12:00:00Z");
        await desk.RunThroughAsync("2026-11-19");
        Assert.Empty(told.Reports);
        var rollup = Assert.Single(await desk.RowsAsync("Rollups", "2026-11-18"));
        rollup["Figures00"] = rollup.GetString("Figures00").Replace("\"OrderValue\":1000", "\"OrderValue\":900", StringComparison.Ordinal);
        await desk.Raw.GetTableClient("Rollups").UpdateEntityAsync(rollup, rollup.ETag, TableUpdateMode.Replace, Token);

        await desk.Compute.RunAsync(Token);

        Assert.Equal([("daily 2026-11-18", 1)], told.Reports.Select(report => ($"{report.Period}", report.Control.Difference)));
        Assert.Equal(1, (await desk.ReportAsync(ReportKind.Daily, "2026-11-18")).Control.Difference);
    }

    [Fact]
    public async Task Run_AnOpenDaysCounterTamperedWith_IsADifferenceAtOnce()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 1_000, ("tea", 200));
        var head = Assert.Single(await desk.RowsAsync("Lanes"), row => row is { PartitionKey: "tea|0", RowKey: "!" });
        head["Days00"] = head.GetString("Days00").Replace("\"Count\":1", "\"Count\":2", StringComparison.Ordinal);
        await desk.Raw.GetTableClient("Lanes").UpdateEntityAsync(head, Azure.ETag.All, TableUpdateMode.Replace, Token);

        await desk.Compute.RunAsync(Token);

        Assert.Equal(1, (await desk.ReportAsync(ReportKind.Daily, "2026-11-20")).Control.Difference);
    }

    [Fact]
    public async Task Run_OnThreeProcessesAtOnce_TheRowsAreThoseOfOne()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.CampaignAsync("mug");
        var made = new List<Made>();
        for (var i = 0; i < 12; i++)
        {
            await RedeemAsync(desk, made, new($"o{i}", "2026-11-20", $"c{i % 5}", i % 3 == 0 ? "web" : "Store 1/2 #3?", "EUR", 900 + i, [("tea", 10 + i), ("mug", i)]));
        }

        await UntilBookedAsync(desk, "2026-11-20", 24);
        desk.Time.Set("2026-11-20T23:06:00Z");
        await using var second = desk.Beside();
        await using var third = desk.Beside();
        do
        {
            await Task.WhenAll(new[] { desk, second, third }.Select(process => process.Compute.RunAsync(Token)));
        }
        while ((await desk.Books.ProgressAsync(Token)).CountedThrough != "2026-11-20");

        var report = await desk.ReportAsync(ReportKind.Daily, "2026-11-20");
        Assert.True(report.Final);
        Assert.Equal(0, report.Control.Difference);
        Assert.Equal(Naive(made, report.Period), report.Rows);
        var rows = await desk.RowsAsync("Reports", "daily|2026-11-20");
        Assert.Equal(4 + 2 + 2 + 1 + 1 + 1, rows.Count); // Two campaigns in two channels, their codes and their totals; the summary, the control and the report itself.
        Assert.All(rows.Where(row => row.GetString("Section") == "campaign"), row => Assert.IsType<long>(row["Discount"]));
        Assert.Equal(2, (await desk.RowsAsync("Rollups", "2026-11-20")).Count);
    }

    [Fact]
    public async Task Run_AfterADeathAtAnyStep_GoesOnAndCountsNothingTwice()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 1_000, ("tea", 200));
        desk.Time.Set("2026-11-20T23:06:00Z");
        await desk.Books.CloseAsync([new("tea", 1)], "2026-11-20", Token);
        await desk.Books.CloseAsync([new("tea", 1)], "2026-11-20", Token);
        await UntilAsync(() => desk.Books.CountAsync([new("tea", 1)], "2026-11-20", Token), counted => counted is not null);
        await desk.Prepare.KeepClaimsAsync("2026-11-20", Token);
        await desk.Store.SaveAsync(await desk.Prepare.OneAsync(ReportPeriod.Of(ReportKind.Daily, "2026-11-20"), Token), Token);

        await using var next = desk.Beside();
        await next.RunThroughAsync("2026-11-20");

        var report = await next.ReportAsync(ReportKind.Daily, "2026-11-20");
        Assert.True(report.Final);
        Assert.Equal((1, 0), (report.Control.LedgerRedemptions, report.Control.Difference));
        Assert.Equal(1, Assert.Single(report.Rows).Redemptions);
        Assert.Equal(new BookProgress("2026-11-20", "2026-11-20", "2026-11-20"), await next.Books.ProgressAsync(Token));
    }

    [Fact]
    public async Task Run_AClaimPaidADayLater_AdjustsTheOrdersDay()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-18T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 1_000, ("tea", 200));
        desk.Time.Set("2026-11-18T23:06:00Z");
        await desk.RunThroughAsync("2026-11-18");
        desk.Time.Set("2026-11-19T12:00:00Z");
        Assert.IsType<RedeemOutcome.Made>(await desk.Ledger.RedeemRetroactivelyAsync(
            FinanceDesk.Intent("o2", "c2", "web", "EUR", 3_000, ("tea", 350)), FinanceDesk.Instant("2026-11-18T09:00:00Z"), Token));

        desk.Time.Set("2026-11-19T23:06:00Z");
        await desk.RunThroughAsync("2026-11-19");

        var orders = Assert.Single((await desk.ReportAsync(ReportKind.Daily, "2026-11-18")).Rows);
        Assert.Equal((1, 0, 200, 350), (orders.Redemptions, orders.Retroactive, orders.Discount, orders.Adjustments));
        var booked = Assert.Single((await desk.ReportAsync(ReportKind.Daily, "2026-11-19")).Rows);
        Assert.Equal((1, 1, 350, 0), (booked.Redemptions, booked.Retroactive, booked.Discount, booked.Adjustments));
        var week = Assert.Single((await desk.ReportAsync(ReportKind.Weekly, "2026-11-19")).Rows);
        Assert.Equal((2, 1, 550, 0), (week.Redemptions, week.Retroactive, week.Discount, week.Adjustments));
        Assert.Equal(0, (await desk.ReportAsync(ReportKind.Weekly, "2026-11-19")).Control.Difference);
    }

    private static async Task RedeemManyAsync(FinanceDesk desk, List<Made> made, string day, int seed)
    {
        var random = new Random(seed);
        var orders = Enumerable.Range(0, 40).Select(i => new Made(
            $"o-{seed}-{i}",
            day,
            random.Next(4) == 0 ? null : $"c{random.Next(12)}",
            random.Next(2) == 0 ? "web" : "app",
            "EUR",
            random.Next(100_000),
            random.Next(3) switch
            {
                0 => [("tea", random.Next(5_000))],
                1 => [("tea", random.Next(5_000)), ("mug", random.Next(5_000))],
                _ => [("mug", random.Next(5_000)), ("mug", random.Next(5_000))],
            })).ToList();
        orders.AddRange(Enumerable.Range(0, 5).Select(i => new Made($"y-{seed}-{i}", day, $"c{i % 3}", "web", "JPY", 2_000, [("sencha", random.Next(500))])));
        await Task.WhenAll(orders.Select(order => RedeemAsync(desk, made, order)));

        await UntilBookedAsync(desk, day, made.Sum(order => order.Parts.Length));
    }

    /// <summary>An order over two campaigns is settled in their lanes after its answer, on the day that it is then.</summary>
    private static async Task UntilBookedAsync(FinanceDesk desk, string day, int uses) => await UntilAsync(
        () => desk.Prepare.OneAsync(ReportPeriod.Of(ReportKind.Weekly, day), Token),
        report => report.Rows.Sum(row => row.Redemptions) == uses);

    private static async Task RedeemAsync(FinanceDesk desk, List<Made> made, Made order)
    {
        await desk.RedeemAsync(order.Order, order.Customer, order.Channel, order.Currency, order.OrderValue, order.Parts);
        lock (made)
        {
            made.Add(order);
        }
    }

    /// <summary>What a report says of redemptions, counted from nothing but the redemptions.</summary>
    private static IReadOnlyList<ReportRow> Naive(IEnumerable<Made> made, ReportPeriod period) => ReportRow.InOrder(
        from order in made
        where period.Contains(order.Day)
        from campaign in order.Parts.Select(part => part.Campaign).Distinct()
        group order by (Campaign: campaign, order.Currency, order.Channel) into row
        let parts = row.SelectMany(order => order.Parts).Where(part => part.Campaign == row.Key.Campaign).ToList()
        select new ReportRow(
            row.Key.Campaign,
            "Name of " + row.Key.Campaign,
            "clear-inventory",
            row.Key.Currency,
            row.Key.Channel,
            parts.Count,
            0,
            parts.Sum(part => part.Discount),
            row.Sum(order => order.OrderValue),
            row.Select(order => order.Customer ?? order.Order).Distinct().Count(),
            0,
            0,
            0,
            0));

    private static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> done)
    {
        while (true)
        {
            var seen = await look();
            if (done(seen))
            {
                return seen;
            }

            await Task.Delay(50, Token);
        }
    }

    /// <summary>An order that was redeemed.</summary>
    private sealed record Made(string Order, string Day, string? Customer, string Channel, string Currency, long OrderValue, (string Campaign, long Discount)[] Parts);
}
