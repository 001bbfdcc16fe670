using PromoFunctions.Domain.Reports;

namespace PromoFunctions.Domain.Tests.Reports;

public sealed class ReportPeriodTests
{
    [Theory]
    [InlineData(ReportKind.Daily, "2026-11-20", "2026-11-20", "2026-11-20")]
    [InlineData(ReportKind.Daily, "2028-02-29", "2028-02-29", "2028-02-29")]
    [InlineData(ReportKind.Weekly, "2026-W47", "2026-11-16", "2026-11-22")]
    [InlineData(ReportKind.Weekly, "2026-W53", "2026-12-28", "2027-01-03")] // A week across two years belongs to that of its Thursday.
    [InlineData(ReportKind.Weekly, "2025-W01", "2024-12-30", "2025-01-05")]
    [InlineData(ReportKind.Monthly, "2026-02", "2026-02-01", "2026-02-28")]
    [InlineData(ReportKind.Monthly, "2026-12", "2026-12-01", "2026-12-31")]
    public void Parse_NameOfItsKind_HasItsDays(ReportKind kind, string name, string first, string last)
    {
        Assert.True(ReportPeriod.TryParse(kind, name, out var period, out _));

        Assert.Equal((first, last), (period.FirstDay, period.LastDay));
        Assert.All(period.Days, day => Assert.Equal(period, ReportPeriod.Of(kind, day)));
        Assert.DoesNotContain(BusinessCalendar.Before(first), period.Days);
        Assert.False(period.Contains(BusinessCalendar.Before(first)));
        Assert.False(period.Contains(BusinessCalendar.After(last)));
        Assert.True(ReportPeriod.TryParseToken(period.ToToken(), out var again));
        Assert.Equal(period, again);
    }

    [Theory]
    [InlineData(ReportKind.Daily, "2026-02-29")]
    [InlineData(ReportKind.Daily, "2026-2-1")]
    [InlineData(ReportKind.Daily, "2026-11")]
    [InlineData(ReportKind.Daily, "1969-12-31")]
    [InlineData(ReportKind.Daily, "9999-12-31")]
    [InlineData(ReportKind.Daily, "")]
    [InlineData(ReportKind.Weekly, "2025-W53")] // 2025 has 52 weeks.
    [InlineData(ReportKind.Weekly, "2026-W00")]
    [InlineData(ReportKind.Weekly, "2026-w47")]
    [InlineData(ReportKind.Weekly, "2026-W4")]
    [InlineData(ReportKind.Weekly, "9999-W10")]
    [InlineData(ReportKind.Monthly, "2026-13")]
    [InlineData(ReportKind.Monthly, "2026-1")]
    [InlineData(ReportKind.Monthly, "2026-11-20")]
    public void Parse_AnythingElse_IsRefusedWithAnExample(ReportKind kind, string name)
    {
        Assert.False(ReportPeriod.TryParse(kind, name, out _, out var problem));

        Assert.Contains("such as 2026-", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("daily")]
    [InlineData(".2026-11-20")]
    [InlineData("yearly.2026")]
    [InlineData("daily.2026-W47")]
    public void ParseToken_NotOneOfOurs_IsRefused(string token) => Assert.False(ReportPeriod.TryParseToken(token, out _));
}
