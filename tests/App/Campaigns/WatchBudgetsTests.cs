using Microsoft.Extensions.Logging;
using PromoFunctions.App.Campaigns;
using PromoFunctions.App.Tests.Reports;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Campaigns;

public sealed class WatchBudgetsTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AtATenthAndBelow_NamesWhatIsBelow()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T10:00:00Z");
        await desk.CampaignAsync("tenth", budget: 10_000);
        await desk.CampaignAsync("below", budget: 10_000);
        await desk.CampaignAsync("draft", budget: 10, status: "draft");
        await desk.CampaignAsync("free");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 10_000, ("tenth", 9_000), ("below", 9_001), ("free", 50_000));
        var lines = new Lines();

        var named = await new WatchBudgets(desk.Catalog, desk.Ledger, desk.Time, lines).RunAsync(Token);

        Assert.Equal(1, named);
        Assert.Equal([(1205, "A campaign's budget is nearly used: below has 999 of 10000 minor units left.")], lines.Said);
    }

    [Fact]
    public async Task Run_BeforeAndAfterItsPeriod_NamesNothing()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T10:00:00Z");
        await desk.CampaignAsync("tea", budget: 100);
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 10_000, ("tea", 100));

        foreach (var (now, expected) in ((string, int)[])[("2025-12-31T23:59:59Z", 0), ("2026-11-20T11:00:00Z", 1), ("2036-01-01T00:00:00Z", 0)])
        {
            await using var process = desk.Beside(now);
            Assert.Equal(expected, await new WatchBudgets(process.Catalog, process.Ledger, process.Time, new Lines()).RunAsync(Token));
        }
    }

    private sealed class Lines : ILogger<WatchBudgets>
    {
        public List<(int Event, string Text)> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add((eventId.Id, formatter(state, exception)));
    }
}
