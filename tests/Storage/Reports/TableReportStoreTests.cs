using Azure;
using Azure.Data.Tables;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Reports;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Reports;

public sealed class TableReportStoreTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static int _days;

    private readonly PromoTables _tables = new(new TableServiceClient(azurite.ConnectionString), new TableServiceClient(azurite.ConnectionString));

    // Each test has a day of its own in the table that they share.
    private readonly ReportPeriod _day = ReportPeriod.Of(ReportKind.Daily, new DateOnly(2030, 1, 1).AddDays(Interlocked.Increment(ref _days)).ToString("yyyy-MM-dd", null));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TableReportStore Store => new(_tables);

    public async ValueTask InitializeAsync() => await _tables.CreateAsync(Token);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(0)]
    [InlineData(95)] // With three of claims and one of control 99 beside the head: one full transaction.
    [InlineData(96)]
    [InlineData(1_200)] // More than a page.
    public async Task Save_AnyNumberOfRows_IsReadBackAsItWas(int rows)
    {
        var report = Report(rows, Now);

        await Store.SaveAsync(report, Token);

        Assert.Equivalent(report, await Store.FindAsync(_day, Token), strict: true);
    }

    [Fact]
    public async Task Save_FewerRowsThanBefore_LeavesNoneOfTheOldOnes()
    {
        await Store.SaveAsync(Report(250, Now), Token);

        await Store.SaveAsync(Report(3, Now.AddMinutes(5)), Token);

        Assert.Equivalent(Report(3, Now.AddMinutes(5)), await Store.FindAsync(_day, Token), strict: true);
    }

    [Fact]
    public async Task Save_OlderThanWhatStandsOrOpenOverClosed_ChangesNothing()
    {
        var closed = Report(2, Now) with { Closed = true };
        await Store.SaveAsync(closed, Token);

        await Store.SaveAsync(Report(1, Now.AddMinutes(5)), Token);
        await Store.SaveAsync(Report(1, Now.AddMinutes(-5)) with { Closed = true }, Token);

        Assert.Equivalent(closed, await Store.FindAsync(_day, Token), strict: true);
        Assert.True((await Store.ListAsync(1_000, null, Token)).Single(item => item.Period == _day).Closed);
    }

    [Fact]
    public async Task Save_ManyWritersAtOnce_TheLatestStandsWholeAndUnmixed()
    {
        var reports = Enumerable.Range(0, 12).Select(i => Report(150 + i, Now.AddSeconds(i)) with { TimeZone = $"Zone {i}" }).ToList();

        await Task.WhenAll(reports.OrderBy(report => report.Rows.Count % 5).Select(report => Task.Run(() => Store.SaveAsync(report, Token), Token)));

        Assert.Equivalent(reports[^1], await Store.FindAsync(_day, Token), strict: true);
    }

    [Fact]
    public async Task Find_AReportWhoseWriterDied_IsNullUntilItIsWrittenAgain()
    {
        var report = Report(150, Now);
        await Store.SaveAsync(report, Token);
        var head = await _tables.Reports.FindAsync(ReportRows.Partition(_day), ReportRows.HeadRow, Token);
        Assert.NotNull(head);
        head["Whole"] = false;
        await _tables.Reports.UpdateEntityAsync(head, ETag.All, TableUpdateMode.Replace, Token);
        Assert.Null(await Store.FindAsync(_day, Token));

        await Store.SaveAsync(report, Token);

        Assert.Equivalent(report, await Store.FindAsync(_day, Token), strict: true);
    }

    [Fact]
    public async Task Find_ARowOfAnotherComputationAmongThem_IsNull()
    {
        await Store.SaveAsync(Report(5, Now), Token);
        var row = ReportRows.Body(Report(5, Now.AddMinutes(1)))[0];
        await _tables.Reports.UpsertEntityAsync(row, TableUpdateMode.Replace, Token);

        Assert.Null(await Store.FindAsync(_day, Token));
    }

    [Fact]
    public async Task Find_NoReport_IsNull() => Assert.Null(await Store.FindAsync(_day, Token));

    private Report Report(int rows, DateTimeOffset computedAt) => new(
        _day,
        "Europe/Berlin",
        false,
        computedAt,
        ReportRow.InOrder(Enumerable.Range(0, rows).Select(i => new ReportRow(
            i % 2 == 0 ? "a" : "a-b", "=HYPERLINK(\"x\")", i % 3 == 0 ? null : "retention", "EUR", $"Laden/{i}?#%~|ü", i, 1, long.MaxValue, 3, 4, 5, 6, 7, 8))),
        ClaimRow.InOrder([new("missed-code", "JPY", 1, 2, 3, 4, 5, 6, 1.5m), new("complaint", "EUR", 1, 2, 3, 4, 5, 6, null), new("missed-code", "EUR", 1, 2, 3, 4, 5, 6, 7)]),
        new(rows, [new("EUR", 5, 6)], 2, computedAt.AddTicks(1)))
    {
        Codes = rows < 1_000 ? [] : [new("a", "b-7", 1_000, 120, 4, 10, -1), new("a", "batch:public", 3, 1, 0, 0, 0), new("a", "public", 0, 5, 0, 0, 5)],
        Campaigns = rows < 1_000 ? [] : [new("a", "Tea", "retention", "EUR", 1, 2, 3, 4, 7, 3), new("b", "Gone", null, "JPY", 1, 2, 3, 4, 0, 0)],
        Recovery = rows < 1_000 ? [] : [new("missed-code", "EUR", Figures(null)), new("complaint", "EUR", Figures(9.5m))],
        RecoveryDetail = rows < 1_000 ? [] : [new("complaint", "k/m|#1", "desk-recovery-eur-15", "EUR", Figures(0m))],
        Liability = rows < 1_000 ? [] : [new("desk-goodwill-eur-10", null, "EUR", 3, null, null), new("desk-recovery-eur-15", "recovery", "EUR", 2, 333, 666)],
        Summary = rows < 1_000 ? [] : [new("EUR", 1, 2, 3, 4), new("JPY", 5, 6, 7, 8)],
    };

    private static RecoveryFigures Figures(decimal? median) => new(40, 13, median, 51_200, 1, 26, 4, -2, -300);
}
