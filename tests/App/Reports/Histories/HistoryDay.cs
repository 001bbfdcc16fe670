using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Tests.Reports.Histories;

/// <summary>A day of a history: its clock goes from thing to thing, by chance.</summary>
internal sealed class HistoryDay(FinanceDesk desk, FinanceHistory history, Random random)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Lets a day happen, and leaves the clock some minutes after its end.</summary>
    /// <param name="day">The day.</param>
    /// <param name="steps">How many things happen.</param>
    /// <param name="payAcross">Whether a shopper pays on the other side of midnight.</param>
    /// <param name="atNoon">What is done halfway.</param>
    public async Task RunAsync(string day, int steps, bool payAcross, Func<CancellationToken, Task> atNoon)
    {
        var (from, until) = (desk.Calendar.StartOf(day).AddMinutes(8), desk.Calendar.StartOf(BusinessCalendar.After(day)).AddMinutes(-20));
        var instants = Enumerable.Range(0, steps).Select(_ => from + ((until - from) * random.NextDouble())).Order().ToList();
        foreach (var (i, at) in instants.Index())
        {
            if (at > desk.Time.GetUtcNow())
            {
                desk.Time.Set(at);
            }

            await history.GoOnAsync();
            if (i == steps / 2)
            {
                await atNoon(Token);
            }
        }

        await QuietAsync();
        desk.Time.Set(until.AddMinutes(9));
        await history.SweepAsync();
        if (payAcross)
        {
            desk.Time.Set(until.AddMinutes(15));
            await history.PayAcrossAsync(until.AddMinutes(22));
        }

        await QuietAsync();
        desk.Time.Set(until.AddMinutes(26));
    }

    /// <summary>An order over two campaigns is settled after its answer, on the day that it is then.</summary>
    private async Task QuietAsync()
    {
        while ((await desk.RowsAsync("Lanes")).Exists(row => row.RowKey.StartsWith("h|", StringComparison.Ordinal)))
        {
            await Task.Delay(50, Token);
        }
    }
}
