using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using PromoFunctions.App.Tests.Reports.Histories;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Reports;

/// <summary>
/// The timers of three Apps at once, one of which is killed (<c>kill -9</c>) by what it has done. The store has three days of which
/// nothing was closed, holds that ran out, codes whose end has come and customers to be told: made here, by a clock that is set.
/// </summary>
public sealed class KilledTimersTests
{
    private const int Days = 3;
    private const int StepsADay = 16;
    private const int Holds = 6;
    private const int Imported = 130;
    private const string Ending = "flash";
    private const string Finance = "finance@shop.example";

    /// <summary>Milliseconds, only to bound a hang.</summary>
    private const int Bound = 10 * 60_000;

    private static readonly string[] Timers = ["SweepExpirations", "ComputeReports"];
    private static readonly string[] Told = ["a@shop.example", "b@shop.example", "c@shop.example"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The first day is counted and its reports are being written; some codes are counted and their marks stand; a day's figures leave the lanes.
    [Theory(Timeout = Bound)]
    [InlineData("Rollups", "counted|", 1)]
    [InlineData("CodeEnds", "", 2)]
    [InlineData("Rollups", "", 3)]
    public async Task Timers_OnThreeAppsOfWhichOneIsKilledInTheMiddle_CountEverythingOnceAndLeaveNothingOut(string table, string partition, int seed)
    {
        await using var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        var (zone, calendar) = NoonZone();
        var today = calendar.DayOf(TimeProvider.System.GetUtcNow());
        var days = Enumerable.Range(1, Days).Select(ago => Before(today, ago)).Reverse().ToList();
        var endsAt = calendar.StartOf(days[1]).AddHours(10);
        var history = await MakeAsync(azurite, calendar, days, endsAt, seed);

        var apps = await Task.WhenAll(StartAsync(azurite, zone, mails: true), StartAsync(azurite, zone, mails: true), StartAsync(azurite, zone, mails: false));
        try
        {
            var (living, victim) = (apps[..2], apps[2]);
            await RunAsync(victim);
            await UntilAsync(() => StandsAsync(azurite, table, partition));

            // What stands there is the victim's: nobody else has run.
            await Task.WhenAll(living.Select(RunAsync));
            await victim.KillAsync();

            await using var desk = await FinanceDesk.OpenSharedAsync(azurite, Now(), calendar);
            await UntilAsync(async () =>
            {
                await Task.WhenAll(living.Select(RunAsync));
                return await IsSettledAsync(desk, days[^1]) && await HaveMailsComeAsync(living[0], days);
            });
            history.LapsedAt(TimeProvider.System.GetUtcNow());
            var settled = TimeProvider.System.GetUtcNow();
            await UntilAsync(async () =>
            {
                await RunAsync(living[0]);
                return await desk.Store.FindAsync(ReportPeriod.Of(ReportKind.Daily, today), Token) is { } report && report.ComputedAt > settled;
            });

            desk.Time.Set(Now());
            await new ReportLook(desk, history.Events, zone, $"{table} {partition}, seed {seed}", (Ending, endsAt)).AtAllAsync(days);
            await AssertCodesEndedOnceAsync(desk, history.Events, today);
            await AssertMailedOnceAsync(living[1], days);
        }
        finally
        {
            await Task.WhenAll(apps.Select(app => app.DisposeAsync().AsTask()));
        }
    }

    /// <summary>A zone in which the day is half over now, so that it is the same one when the test ends.</summary>
    private static (TimeZoneInfo Zone, BusinessCalendar Calendar) NoonZone()
    {
        // These names count westwards.
        var west = TimeProvider.System.GetUtcNow().Hour - 12;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{(west < 0 ? "" : "+")}{west}"));
        return (zone, new BusinessCalendar(zone));
    }

    private static async Task<FinanceHistory> MakeAsync(AzuriteFixture azurite, BusinessCalendar calendar, List<string> days, DateTimeOffset endsAt, int seed)
    {
        await using var desk = await FinanceDesk.OpenSharedAsync(azurite, calendar.StartOf(days[0]).AddMinutes(7).ToString("O"), calendar);
        var random = new Random(seed);
        var history = new FinanceHistory(desk, random, Ending);
        await history.BeginAsync(endsAt.ToString("O"));
        foreach (var (i, day) in days.Index())
        {
            await history.ImportAsync("mug", $"import-{i}", Imported, calendar.StartOf(days[^1]).AddHours(i));
            await history.IssueWithNoticeAsync("tea", Told[i], calendar.StartOf(days[^1]).AddHours(i), calendar.StartOf(days[^1]).AddDays(20));
            await new HistoryDay(desk, history, random).RunAsync(day, StepsADay, payAcross: true, _ => Task.CompletedTask);
        }

        await history.ForgetHoldsAsync(Holds);
        return history;
    }

    /// <summary>An App whose timers run when the test says so. One that is to die sends no mail: whoever dies between sending and noting it costs a second one.</summary>
    private static Task<AppProcess> StartAsync(AzuriteFixture azurite, TimeZoneInfo zone, bool mails) => AppProcess.StartAsync(azurite.DataDirectory, settings: new Dictionary<string, string>
    {
        ["BusinessTimeZone"] = zone.Id,
        ["FinanceMailTo"] = Finance,
        ["SweepSchedule"] = "0 0 0 29 2 *",
        ["ReportSchedule"] = "0 0 0 29 2 *",
        ["AzureWebJobs.SendMail.Disabled"] = mails ? "false" : "true",
    });

    private static async Task RunAsync(AppProcess app)
    {
        foreach (var timer in Timers)
        {
            (await app.Master.PostAsync($"/admin/functions/{timer}", new JsonObject())).MustBe(202);
        }
    }

    private static async Task<bool> StandsAsync(AzuriteFixture azurite, string table, string partition)
    {
        // Days begin with a digit, partitions of other things with a letter.
        var (from, to) = partition.Length == 0 ? ("0", "a") : (partition, partition + "~");
        var rows = new TableServiceClient(azurite.ConnectionString).GetTableClient(table).QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {to}"), maxPerPage: 1, cancellationToken: Token);
        return await rows.GetAsyncEnumerator(Token).MoveNextAsync();
    }

    /// <summary>The last day is counted and its mails are written, no hold has run out, and no mark of a code is due.</summary>
    private static async Task<bool> IsSettledAsync(FinanceDesk desk, string lastDay)
    {
        var now = TimeProvider.System.GetUtcNow();
        return (await desk.Books.ProgressAsync(Token)).CountedThrough == lastDay
            && await new Storage.Reports.TableReportPost(desk.Tables).MailedThroughAsync(Token) == lastDay
            && !(await desk.RowsAsync("Lanes")).Exists(row => row.RowKey.StartsWith("h|", StringComparison.Ordinal))
            && !(await desk.RowsAsync("CodeDue")).Exists(row => IsDue(row.PartitionKey, now));
    }

    /// <summary>All that are to come. A ticket that met another one of its mail waits for minutes before it finds the mail sent, so the tickets are not waited for.</summary>
    private static async Task<bool> HaveMailsComeAsync(AppProcess app, List<string> days)
    {
        var come = (await Inbox.OfAsync(app, Finance)).Count >= Closed(days);
        foreach (var customer in Told)
        {
            come &= (await Inbox.OfAsync(app, customer)).Count > 0;
        }

        return come;
    }

    private static int Closed(List<string> days) => days.SelectMany(ReportPeriod.AllOf).Distinct().Count(period => days.Contains(period.LastDay));

    private static bool IsDue(string partition, DateTimeOffset now) =>
        string.CompareOrdinal(partition.Split('|')[1], now.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture)) < 0;

    private static async Task AssertCodesEndedOnceAsync(FinanceDesk desk, HistoryEvents events, string today)
    {
        var rows = (await desk.RowsAsync("CodeEnds")).Where(row => char.IsAsciiDigit(row.PartitionKey[0])).GroupBy(row => row.PartitionKey).ToDictionary(day => day.Key, day => (Counted: day.Single(row => row.RowKey == "!").GetInt64("Count"), Rows: day.Count() - 1L));
        Assert.All(rows.Values, day => Assert.Equal(day.Rows, day.Counted));

        // Unused at their end: those that were issued, less the uses that stood and what was taken back.
        var expected = events.Issues.Where(issue => issue.LastDay is { } day && string.CompareOrdinal(day, today) < 0).Select(issue => (Key: $"{issue.LastDay}|{issue.Campaign}|{Import(issue.Batch)}", issue.Count))
            .Concat(events.Uses.Where(use => use.LastDay is not null).Select(use => (Key: $"{use.LastDay}|{use.Campaign}|{Import(use.Batch)}", Count: -1L)))
            .Concat(events.Returns.Where(back => back is { Whole: true, Use.LastDay: not null }).Select(back => (Key: $"{back.Use.LastDay}|{back.Use.Campaign}|{Import(back.Use.Batch)}", Count: 1L)))
            .Concat(events.Withdrawals.Select(back => (Key: $"{back.Gift.LastDay}|{back.Gift.Campaign}|", Count: -1L)))
            .GroupBy(each => each.Key)
            .Select(day => (day.Key, Count: day.Sum(each => each.Count)))
            .Where(day => day.Count > 0 && string.CompareOrdinal(day.Key[..10], today) < 0);
        Assert.Equal(expected.OrderBy(day => day.Key), rows.Where(day => string.CompareOrdinal(day.Key[..10], today) < 0).Select(day => (day.Key, Count: day.Value.Rows)).OrderBy(day => day.Key));
    }

    private static string Import(string batch) => batch == CodesRow.Personal ? "" : batch;

    private static async Task AssertMailedOnceAsync(AppProcess app, List<string> days)
    {
        var subjects = (await Inbox.OfAsync(app, Finance)).Select(mail => mail["subject"]?.ToString()).ToList();
        Assert.Equal(Closed(days), subjects.Count);
        Assert.Distinct(subjects);
        foreach (var customer in Told)
        {
            Assert.Single(await Inbox.OfAsync(app, customer));
        }
    }

    private static string Before(string day, int count) => count == 0 ? day : Before(BusinessCalendar.Before(day), count - 1);

    private static string Now() => TimeProvider.System.GetUtcNow().ToString("O");

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        while (!await done())
        {
            await Task.Delay(20, Token);
        }
    }
}
