using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Domain.Tests.Reports;

public sealed class ComputeReportTests
{
    private const string Day = "2026-11-20";
    private static readonly DateTimeOffset CountedAt = new(2026, 11, 21, 0, 6, 0, TimeSpan.Zero);

    [Fact]
    public void Report_SeveralLanesDaysAndCurrencies_AddsWhatBelongsTogetherAndNothingElse()
    {
        var books = Books([
            Lane(Day, "a", 0, "EUR", ("web", 3, 300, 2, 2, 2)),
            Lane(Day, "a", 1, "EUR", ("web", 1, 50, 1, 1, 1), ("app", 1, 10, 1, 1, 1)),
            Lane(Day, "a", 0, "JPY", ("web", 7, 7000, 7, 7, 7)) with { Lane = 2 },
            Lane("2026-11-19", "a", 0, "EUR", ("web", 5, 500, 4, 4, 4)),
            Lane("2026-11-01", "a", 0, "EUR", ("web", 9, 900, 8, 8, 8)),
        ]);

        Assert.Equal(
            [("app", "EUR", 1L, 10L, 1L), ("web", "EUR", 4, 350, 3), ("web", "JPY", 7, 7000, 7)],
            Figures(Report(ReportKind.Daily, books)));
        Assert.Equal(
            [("app", "EUR", 1L, 10L, 1L), ("web", "EUR", 9, 850, 7), ("web", "JPY", 7, 7000, 7)],
            Figures(Report(ReportKind.Weekly, books)));
        Assert.Equal(
            [("app", "EUR", 1L, 10L, 1L), ("web", "EUR", 18, 1750, 15), ("web", "JPY", 7, 7000, 7)],
            Figures(Report(ReportKind.Monthly, books)));
    }

    [Fact]
    public void Customers_ByKindOfPeriod_AreThoseThatWereNewInIt()
    {
        var books = Books([Lane(Day, "a", 0, "EUR", ("web", 9, 9, 5, 3, 1))]);

        Assert.Equal(
            [5, 3, 1],
            Enum.GetValues<ReportKind>().Select(kind => Assert.Single(Report(kind, books).Rows).Customers));
    }

    [Fact]
    public void Adjustments_BookedLater_CountAgainstTheOrdersPeriodUnlessBothAreInIt()
    {
        var books = Books([Lane(Day, "a", 0, "EUR", ("web", 1, 300, 1, 1, 1))]) with
        {
            Adjustments = [new("2026-11-19", Day, "a", "EUR", "web", 300), new("2026-10-31", Day, "a", "EUR", "web", 40)],
        };

        var row = Assert.Single(Report(ReportKind.Daily, books, "2026-11-19").Rows);
        Assert.Equal((0, 0, 300), (row.Redemptions, row.Discount, row.Adjustments));
        Assert.Equal(0, Assert.Single(Report(ReportKind.Daily, books).Rows).Adjustments);
        Assert.Equal(0, Assert.Single(Report(ReportKind.Monthly, books).Rows).Adjustments);
        Assert.Equal(40, Assert.Single(Report(ReportKind.Monthly, books, "2026-10-05").Rows).Adjustments);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("2026-11-19", false)]
    [InlineData(Day, true)]
    public void Status_ByTheLastClosedDay_IsClosedFromItOn(string? closedThrough, bool closed)
    {
        var books = Books([]) with { Progress = new("2026-11-01", closedThrough, null) };

        Assert.Equal(closed, Report(ReportKind.Daily, books).Closed);
        Assert.False(Report(ReportKind.Weekly, books).Closed);
    }

    [Fact]
    public void Control_OpenDayWithUnequalCounters_CountsEachFigure()
    {
        var right = Lane(Day, "a", 0, "EUR", ("web", 2, 20, 1, 1, 1));

        Assert.Equal(0, Report(ReportKind.Daily, Books([right])).Control.Difference);
        Assert.Equal(1, Report(ReportKind.Daily, Books([right with { Count = 3 }])).Control.Difference);
        Assert.Equal(1, Report(ReportKind.Daily, Books([right with { Discount = 19 }])).Control.Difference);

        // One lane too many and one too few do not make each other good.
        var twins = Books([right with { Count = 3 }, right with { Lane = 1, Count = 1 }]);
        Assert.Equal(2, Report(ReportKind.Daily, twins).Control.Difference);
        Assert.Equal(4, Report(ReportKind.Daily, twins).Control.LedgerRedemptions);
    }

    [Fact]
    public void Control_CountedDay_HoldsEveryFigureAgainstTheJournal()
    {
        var rollup = Lane(Day, "a", 0, "EUR", ("web", 2, 20, 1, 1, 1));
        var journal = Lane(Day, "a", 0, "EUR", ("web", 2, 20, 1, 0, 0));

        Assert.Equal(0, Counted(rollup, [journal]).Difference);
        Assert.Equal(CountedAt, Counted(rollup, [journal]).CountedAt);
        Assert.Equal(1, Counted(rollup, [Lane(Day, "a", 0, "EUR", ("web", 2, 21, 1, 0, 0))]).Difference);
        Assert.Equal(1, Counted(rollup, [Lane(Day, "a", 0, "EUR", ("web", 2, 20, 2, 0, 0))]).Difference);

        // Nothing in the journal: every figure of the channel is wrong.
        Assert.Equal(3, Counted(rollup, []).Difference);

        // What the roll-ups never heard of.
        Assert.Equal(3, Counted(rollup, [journal, Lane(Day, "b", 0, "EUR", ("web", 1, 5, 1, 0, 0))]).Difference);
        Assert.Equal(6, Counted(rollup, [Lane(Day, "a", 0, "USD", ("web", 2, 20, 1, 0, 0))]).Difference);

        var wrong = Counted(rollup, [Lane(Day, "a", 0, "EUR", ("web", 3, 21, 1, 0, 0))]);
        Assert.Equal(3, wrong.LedgerRedemptions);
        Assert.Equal(new ControlRow("EUR", 21, 20), Assert.Single(wrong.ByCurrency));
    }

    [Fact]
    public void CountedAt_OfAWeek_IsThatOfItsLastDayOnceAllAreCounted()
    {
        var monday = new DateTimeOffset(2026, 11, 17, 0, 6, 0, TimeSpan.Zero);
        var counted = ReportPeriod.Of(ReportKind.Weekly, Day).Days.Select((day, i) => (day, at: monday.AddDays(i))).ToDictionary(day => day.day, day => day.at);

        Assert.Equal(monday.AddDays(6), Report(ReportKind.Weekly, Books([]) with { CountedAt = counted }).Control.CountedAt);
        counted.Remove("2026-11-18");
        Assert.Null(Report(ReportKind.Weekly, Books([]) with { CountedAt = counted }).Control.CountedAt);

        // Books that begin on the 19th have nothing to count before.
        Assert.NotNull(Report(ReportKind.Weekly, Books([]) with { Progress = new("2026-11-19", null, null), CountedAt = counted }).Control.CountedAt);
    }

    [Fact]
    public void Report_AnyBooks_SumsAreThoseOfItsParts() => Properties.Hold(AnyBooks(), lanes =>
    {
        var books = Books(lanes);
        foreach (var kind in Enum.GetValues<ReportKind>())
        {
            var period = ReportPeriod.Of(kind, Day);
            var within = lanes.Where(lane => period.Contains(lane.Day)).ToList();
            var report = Report(kind, books);

            Assert.Equal(within.Sum(lane => lane.Count), report.Rows.Sum(row => row.Redemptions));
            Assert.Equal(within.Sum(lane => lane.Count), report.Control.LedgerRedemptions);
            Assert.Equal(0, report.Control.Difference);
            foreach (var currency in within.Select(lane => lane.Currency).Distinct())
            {
                var discount = within.Where(lane => lane.Currency == currency).Sum(lane => lane.Discount);
                Assert.Equal(new ControlRow(currency, discount, discount), Assert.Single(report.Control.ByCurrency, row => row.Currency == currency));
            }

            Assert.Equal(report.Rows.Count, report.Rows.DistinctBy(row => (row.CampaignId, row.Currency, row.Channel)).Count());
            Assert.Equal(report.Rows, ReportRow.InOrder(report.Rows.Reverse()));
        }

        return true;
    });

    private static Gen<List<LaneDay>> AnyBooks() =>
        from lanes in Gen.ListOf(
            from day in Gen.Choose(1, 30)
            from campaign in Gen.Elements("a", "a-b", "B")
            from channels in Gen.ListOf(
                from channel in Gen.Elements("web", "app", "Store 1/2")
                from redemptions in Gen.Choose(1, 5)
                from discount in Gen.Choose(0, 1_000_000)
                select (channel, redemptions, discount))
            select (Day: $"2026-11-{day:D2}", Campaign: campaign, Channels: channels.DistinctBy(channel => channel.channel).ToArray()))
        select lanes.DistinctBy(lane => (lane.Day, lane.Campaign))
            .Select(lane => Lane(
                lane.Day,
                lane.Campaign,
                0,
                lane.Campaign == "B" ? "JPY" : "EUR",
                [.. lane.Channels.Select(channel => (channel.channel, (long)channel.redemptions, (long)channel.discount, 1L, 1L, 1L))]))
            .ToList();

    private static ReportControl Counted(LaneDay rollup, IReadOnlyList<LaneDay> journal) => Report(ReportKind.Daily, Books([rollup]) with
    {
        Counted = journal,
        CountedAt = new Dictionary<string, DateTimeOffset> { [Day] = CountedAt },
    }).Control;

    private static (string Channel, string Currency, long Redemptions, long Discount, long Customers)[] Figures(Report report) =>
        [.. report.Rows.OrderBy(row => row.Channel, StringComparer.Ordinal).Select(row => (row.Channel, row.Currency, row.Redemptions, row.Discount, row.Customers))];

    private static Report Report(ReportKind kind, BookFigures books, string day = Day) => ComputeReport.Of(
        ReportPeriod.Of(kind, day), books, [], CodesFigures.None, ImmutableDictionary<CampaignId, Campaign>.Empty, new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")), CountedAt);

    private static BookFigures Books(IReadOnlyList<LaneDay> booked) =>
        new(new BookProgress("2026-11-01", null, null), booked, [], ImmutableDictionary<string, DateTimeOffset>.Empty, []);

    private static LaneDay Lane(string day, string campaign, int lane, string currency, params (string Channel, long Redemptions, long Discount, long Customers, long Week, long Month)[] channels) => new(
        day,
        campaign,
        lane,
        currency,
        channels.ToDictionary(channel => channel.Channel, channel => new ChannelDay(channel.Redemptions, 0, channel.Discount, 0, channel.Customers, channel.Week, channel.Month)),
        channels.Sum(channel => channel.Redemptions),
        channels.Sum(channel => channel.Discount));
}
