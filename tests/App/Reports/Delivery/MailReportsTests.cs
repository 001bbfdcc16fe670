using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Mailing;
using PromoFunctions.App.Reports.Delivery;
using PromoFunctions.App.Tests.Reports.Papers;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Reports;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Reports.Delivery;

public sealed class MailReportsTests(AzuriteFixture azurite)
{
    private const string Finance = "finance@shop.example";

    private static readonly MailSettings Shop = new("shop@shop.example", "Tea");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AfterADayIsCounted_MailsItOnceWithItsFile()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 2_500, ("tea", 500));
        var mails = new KeptMails();
        await desk.Compute.RunAsync(Token);
        await MailsOf(desk, mails).RunAsync(Token);
        Assert.Empty(mails.Sent);

        desk.Time.Set("2026-11-20T23:06:00Z");
        await desk.RunThroughAsync("2026-11-20");
        await using var other = desk.Beside();
        await Task.WhenAll(MailsOf(desk, mails).RunAsync(Token), MailsOf(other, mails).RunAsync(Token));
        await MailsOf(other, mails).RunAsync(Token);

        Assert.Single(mails.Sent.Select(mail => mail.Id).Distinct());
        var mail = mails.Sent[0];
        Assert.Equal((MailKind.Report, Finance, "Tea: Promotions on Friday, 20 November 2026"), (mail.Kind, mail.To, mail.Subject));
        Assert.Contains("Discount given: €5.00", mail.Text, StringComparison.Ordinal);
        Assert.Contains("The books agree.", mail.Html, StringComparison.Ordinal);
        var file = Assert.Single(mail.Attachments);
        Assert.Equal(("report-daily-2026-11-20.csv", "text/csv"), (file.Name, file.ContentType));
        Assert.Equal("500", ReportCsvTests.Read(file.Content.ToArray()).Single(row => row["section"] == "campaign")["discount"]);
        Assert.All(mails.Sent, again => Assert.Equal(mail.Html, again.Html));
    }

    [Fact]
    public async Task Run_WhenTheMailIsAway_GoesOnWithTheSameDayNextTime()
    {
        await using var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 2_500, ("tea", 500));
        desk.Time.Set("2026-11-22T23:06:00Z"); // Friday to Sunday: three days and a week.
        await desk.RunThroughAsync("2026-11-22");
        var mails = new KeptMails { FailsAt = 2 };

        await Assert.ThrowsAsync<IOException>(() => MailsOf(desk, mails).RunAsync(Token));
        await MailsOf(desk, mails).RunAsync(Token);

        var ids = ((string[])["daily.2026-11-20", "daily.2026-11-21", "daily.2026-11-22", "weekly.2026-W47"]).Select(period => MailId.Of(MailKind.Report, period));
        Assert.Equal(ids, mails.Sent.Select(mail => mail.Id).Distinct());
        Assert.Equal("2026-11-22", await new TableReportPost(desk.Tables).MailedThroughAsync(Token));
    }

    [Fact]
    public async Task Run_WhenNobodyIsToBeMailed_PassesTheDaysSoThatNoneComesLate()
    {
        await using var desk = await CountedDayAsync();
        var mails = new KeptMails();

        await MailsOf(desk, mails, to: null).RunAsync(Token);
        await MailsOf(desk, mails).RunAsync(Token);

        Assert.Empty(mails.Sent);
    }

    [Fact]
    public async Task Tell_OfADifference_IsOneMailForAPeriodAndANumberOfFigures()
    {
        var mails = new KeptMails();
        var notice = new MailDifference(mails, new FinanceMailSettings(Finance), Shop);
        var report = SampleReports.Rich with { Control = SampleReports.Rich.Control with { Difference = 2, ByCurrency = [new("EUR", 575_505, 575_000)] } };

        await notice.TellAsync(report, Token);
        await notice.TellAsync(report, Token);
        await notice.TellAsync(report with { Control = report.Control with { Difference = 3 } }, Token);
        await notice.TellAsync(report with { Period = ReportPeriod.Of(ReportKind.Weekly, "2026-11-20") }, Token);
        await new MailDifference(mails, new FinanceMailSettings(null), Shop).TellAsync(report, Token);

        Assert.Equal([true, false, false], mails.Sent.Skip(1).Select(mail => mail.Id == mails.Sent[0].Id));
        Assert.Equal(3, mails.Sent.Select(mail => mail.Id).Distinct().Count());
        Assert.Contains("2 figures are not those of the ledger", mails.Sent[0].Text, StringComparison.Ordinal);
        Assert.Contains("EUR: the ledger has €5,755.05, the report €5,750.00.", mails.Sent[0].Text, StringComparison.Ordinal);
        Assert.Contains("GET /api/reports/daily/2026-11-20", mails.Sent[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_WhereStaffSpeaksGerman_AreInGerman()
    {
        var shop = Shop with { Staff = Phrases.German };
        await using var desk = await CountedDayAsync();
        var mails = new KeptMails();

        await MailsOf(desk, mails, shop: shop).RunAsync(Token);
        await new MailDifference(mails, new FinanceMailSettings(Finance), shop).TellAsync(SampleReports.Rich with { Control = SampleReports.Rich.Control with { Difference = 2 } }, Token);

        Assert.Equal("Tea: Aktionen am Freitag, 20. November 2026", mails.Sent[0].Subject);
        Assert.Contains("5,00", mails.Sent[0].Text, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"de\"", mails.Sent[0].Html, StringComparison.Ordinal);
        Assert.StartsWith("Tea: Die Bücher stimmen nicht", mails.Sent[1].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_AReportTooLargeForAMail_ComesWithoutItsFileAndSaysWhereItIs()
    {
        var many = SampleReports.Rich with
        {
            Rows = [.. Enumerable.Range(0, 20_000).Select(i => SampleReports.Rich.Rows[0] with { CampaignId = $"campaign-{i}", Name = new string('ä', 60) })],
        };

        var mail = await WriteReportMail.OfAsync(many, Finance, "Tea", Phrases.English, Token);

        Assert.Empty(mail.Attachments);
        Assert.InRange(mail.Bytes, 1, 500_000);
        Assert.Contains("GET /api/reports/daily/2026-11-20?format=csv", mail.Text, StringComparison.Ordinal);
    }

    /// <summary>A day with a redemption, closed and counted.</summary>
    private async Task<FinanceDesk> CountedDayAsync()
    {
        var desk = await FinanceDesk.OpenAsync(azurite, "2026-11-20T12:00:00Z");
        await desk.CampaignAsync("tea");
        await desk.RedeemAsync("o1", "c1", "web", "EUR", 2_500, ("tea", 500));
        desk.Time.Set("2026-11-20T23:06:00Z");
        await desk.RunThroughAsync("2026-11-20");
        return desk;
    }

    private static MailReports MailsOf(FinanceDesk desk, IMailQueue mails, string? to = Finance, MailSettings? shop = null) =>
        new(desk.Books, desk.Store, new TableReportPost(desk.Tables), mails, new FinanceMailSettings(to), shop ?? Shop, NullLogger<MailReports>.Instance);

    /// <summary>Keeps what is sent, every repeat too.</summary>
    private sealed class KeptMails : IMailQueue
    {
        private readonly Lock _gate = new();
        private int _calls;

        public List<Mail> Sent { get; } = [];

        public int? FailsAt { get; init; }

        public Task SendAsync(Mail mail, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                if (++_calls == FailsAt)
                {
                    throw new IOException("The queue is away.");
                }

                Sent.Add(mail);
                return Task.CompletedTask;
            }
        }

        public Task SendAgainAsync(MailTicket ticket, DateTimeOffset due, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
