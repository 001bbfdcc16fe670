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
        Campaigns =
        [
            new("cups", "<b>Cups</b>", "product-launch", "EUR", 40, 12_000, 80_000, 0, 1_000, 120),
            new("summer", "Summer tea", "clear-inventory", "EUR", 1_120, 560_000, 2_800_000, 500, 0, 0),
        ],
        Codes =
        [
            new("cups", "mailing-1", 1_000, 120, 4, 0, 40),
            new("summer", CodesRow.Public, 2, 1_120, 0, 0, 1_120),
        ],
        Recovery = [new("complaint", "EUR", Returned)],
        RecoveryDetail = [new("complaint", "kim", "desk-recovery-eur-15", "EUR", Returned)],
        Liability =
        [
            new("desk-goodwill-eur-10", "goodwill", "EUR", 3, null, null),
            new("desk-recovery-eur-15", "recovery", "EUR", 24, 412, 9_888),
        ],
        Summary = [new("EUR", 575_505, 500, 2_750, 250), new("JPY", 1_250, 0, 0, 0)],
        Control = new(1_171, [new("EUR", 575_505, 575_505), new("JPY", 1_250, 1_250), new("KWD", 1_250, 1_250)], 0, FinanceDesk.Instant("2026-11-20T23:06:10Z")),
    };

    private static RecoveryFigures Returned => new(40, 13, 9, 51_200, 3, 24, 2, 1, 4_000);

    private static ReportRow Row(string id, string name, string? goal, string currency, string channel, long redemptions, long discount, long orderValue) =>
        new(id, name, goal, currency, channel, redemptions, 0, discount, orderValue, redemptions, 0, 0, 0, 0);
}
