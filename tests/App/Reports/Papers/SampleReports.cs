using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Tests.Reports.Papers;

/// <summary>Reports to be written down.</summary>
internal static class SampleReports
{
    private static readonly DateTimeOffset ComputedAt = FinanceDesk.Instant("2026-11-20T23:06:30Z");

    /// <summary>A day without anything.</summary>
    public static Report Empty { get; } = new(
        ReportPeriod.Of(ReportKind.Daily, "2026-11-20"), "Europe/Berlin", false, ComputedAt, [], [], new(0, [], 0, null));

    /// <summary>A counted day in three currencies, whose names try to be markup, formulas and more than a line.</summary>
    public static Report Rich { get; } = Empty with
    {
        Closed = true,
        Rows =
        [
            Row("cups", "<script>alert(1)</script> & \"Cups\"", "product-launch", "EUR", "web", 40, 12_000, 80_000),
            Row("formula", "=HYPERLINK(\"http://evil.example\",\"x\")", "acquisition", "EUR", "app", 7, 3_505, 20_000) with { Adjustments = -350 },
            Row("summer", "Summer tea, for a very long name that no column holds in one line", "clear-inventory", "EUR", "web", 1_120, 560_000, 2_800_000) with { Retroactive = 2, Refunds = 1, RefundedDiscount = 500, HoldsExpired = 7 },
            Row("sencha", "Sencha\r\nsecond line", null, "JPY", "+store", 3, 1_250, 9_000),
            Row("kuwait", "Kuwait", "goodwill", "KWD", "web", 1, 1_250, 5_005),
        ],
        Claims =
        [
            new("missed-code", "EUR", 9, 6, 2, 1, 2_750, 0, 1.5m),
            new("complaint", "XXX", 1, 0, 0, 0, 0, 0, null),
        ],
        Control = new(1_171, [new("EUR", 575_505, 575_505), new("JPY", 1_250, 1_250), new("KWD", 1_250, 1_250)], 0, FinanceDesk.Instant("2026-11-20T23:06:10Z")),
    };

    private static ReportRow Row(string id, string name, string? goal, string currency, string channel, long redemptions, long discount, long orderValue) =>
        new(id, name, goal, currency, channel, redemptions, 0, discount, orderValue, redemptions, 0, 0, 0, 0);
}
