using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Codes.Ends;
using PromoFunctions.Storage.Erasure;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Codes.Ends;

public sealed class CodeEndSweepTests(AzuriteFixture azurite)
{
    private static readonly BusinessCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    private static readonly CustomerKeys Keys = new("a secret of some length"u8);

    // A sweep looks at all that is due, so each test has tables of its own.
    private readonly string _installation = AzuriteFixture.NewName("E");
    private readonly DateTimeOffset _end = new(2032, 6, 1, 22, 30, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AfterCodesEnded_CountsThoseThatNobodyUsedOnTheDayOfTheirEnd()
    {
        var clock = new SetClock(_end.AddDays(-1));
        await using var process = await StartAsync(clock);
        var (campaign, import) = (await process.CampaignAsync(), BatchId.New());
        IssuedCode[] codes =
        [
            .. Enumerable.Range(0, 5).Select(_ => Unique(campaign, _end)),
            Unique(campaign, _end.AddDays(3)),
            Unique(campaign, null),
        ];
        await process.Codes.ImportAsync(campaign, import, codes, Cancellation);
        var jane = await PersonalAsync(process, campaign, _end);
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(await process.IntentAsync(codes[0].Code), Cancellation));
        Assert.Equal(SetCodeStatusOutcome.Set, await process.Codes.SetStatusAsync(codes[1].Code, CodeStatus.Voided, Cancellation));
        Assert.Equal(SetCodeStatusOutcome.Set, await process.Codes.SetStatusAsync(codes[2].Code, CodeStatus.Paused, Cancellation));

        await SweepOf(process, clock).RunAsync(Nothing, Cancellation);
        Assert.Empty(await CountsAsync(process, clock, campaign));

        clock.Now = _end.AddMinutes(2);
        var (looked, expired) = await SweepOf(process, clock).RunAsync(Nothing, Cancellation);
        var again = await SweepOf(process, clock).RunAsync(Nothing, Cancellation);

        // Half past ten in the evening in UTC is the next day in Berlin's summer.
        const string Day = "2032-06-02";
        Assert.Equal((6, 4), (looked, expired));
        Assert.Equal((0, 0), again);
        Assert.Equal(
            [new ExpiredCount(Day, campaign.Value, null, 1), new ExpiredCount(Day, campaign.Value, import, 3)],
            await CountsAsync(process, clock, campaign));
        Assert.NotNull(await process.Codes.FindAsync(jane, Cancellation));
    }

    [Fact]
    public async Task Run_WhileAHoldHasTheCode_LeavesItUntilTheHoldIsOver()
    {
        var clock = new SetClock(_end.AddMinutes(-30));
        await using var process = await StartAsync(clock);
        var campaign = await process.CampaignAsync();
        var code = Unique(campaign, _end);
        await process.ImportAsync(code);
        var intent = await process.IntentAsync(code.Code) with { HoldFor = TimeSpan.FromMinutes(60) };
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(intent, Cancellation));

        clock.Now = _end.AddMinutes(5);
        Assert.Equal((1, 0), await SweepOf(process, clock).RunAsync(Nothing, Cancellation));
        clock.Now = _end.AddMinutes(40);
        Assert.Equal((1, 1), await SweepOf(process, clock).RunAsync(Nothing, Cancellation));

        Assert.Equal(1, (await CountsAsync(process, clock, campaign)).Sum(count => count.Count));
    }

    [Fact]
    public async Task Run_ByThreeProcessesAtOnce_CountsEachCodeOnce()
    {
        var clock = new SetClock(_end.AddDays(-1));
        await using var process = await StartAsync(clock);
        var campaign = await process.CampaignAsync();
        await process.Codes.ImportAsync(campaign, BatchId.New(), [.. Enumerable.Range(0, 250).Select(_ => Unique(campaign, _end))], Cancellation);
        await using var second = await StartAsync(clock);
        await using var third = await StartAsync(clock);
        clock.Now = _end.AddMinutes(2);

        var swept = await Task.WhenAll(new[] { process, second, third }.Select(one => SweepOf(one, clock).RunAsync(Nothing, Cancellation)));

        Assert.Equal(250, swept.Sum(one => one.Expired));
        Assert.Equal(250, (await CountsAsync(process, clock, campaign)).Sum(count => count.Count));
        Assert.Equal((0, 0), await SweepOf(process, clock).RunAsync(Nothing, Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_WhoseProcessDiesAtAnyRequest_IsCompletedByTheNextOne(bool lastLands)
    {
        var clock = new SetClock(_end.AddDays(-1));
        await using var process = await StartAsync(clock);
        for (var requests = 0; ; requests++)
        {
            clock.Now = _end.AddDays(-1);
            var campaign = await process.CampaignAsync();
            await process.Codes.ImportAsync(campaign, BatchId.New(), [Unique(campaign, _end), Unique(campaign, _end)], Cancellation);
            await PersonalAsync(process, campaign, _end);
            clock.Now = _end.AddMinutes(2);
            var dying = await StartAsync(clock);
            (dying.Log.LastLands, dying.Log.RequestsLeft) = (lastLands, requests);
            var died = await Record.ExceptionAsync(() => SweepOf(dying, clock).RunAsync(Nothing, Cancellation)) is not null;
            await dying.DisposeAsync();

            await SweepOf(process, clock).RunAsync(Nothing, Cancellation);

            Assert.Equal(3, (await CountsAsync(process, clock, campaign)).Sum(count => count.Count));
            if (!died)
            {
                Assert.InRange(requests, 8, 40);
                return;
            }
        }
    }

    [Fact]
    public async Task Run_AmongManyOtherCodes_ReadsWhatIsDueAndNothingElse()
    {
        var clock = new SetClock(_end.AddDays(-1));
        await using var process = await StartAsync(clock);
        var campaign = await process.CampaignAsync();
        async Task<int> RequestsAsync(DateTimeOffset end)
        {
            await process.Codes.ImportAsync(campaign, BatchId.New(), [.. Enumerable.Range(0, 40).Select(_ => Unique(campaign, end))], Cancellation);
            clock.Now = end.AddMinutes(2);
            process.Log.Clear();
            Assert.Equal((40, 40), await SweepOf(process, clock).RunAsync(Nothing, Cancellation));
            return process.Log.Requests.Count;
        }

        var few = await RequestsAsync(_end);
        await process.IssueAsync(campaign, 2_000);
        await process.Codes.ImportAsync(campaign, BatchId.New(), [.. Enumerable.Range(0, 500).Select(_ => Unique(campaign, _end.AddYears(1)))], Cancellation);
        var many = await RequestsAsync(_end.AddDays(1));

        Assert.Equal(few, many);
        Assert.InRange(few, 40, 50);
    }

    [Fact]
    public async Task Run_AfterTheEnd_ForgetsWhomToTell()
    {
        var clock = new SetClock(_end.AddDays(-10));
        await using var process = await StartAsync(clock);
        var campaign = await process.CampaignAsync();
        var code = await PersonalAsync(process, campaign, _end, notice: true);
        var customer = (await process.Codes.FindAsync(code, Cancellation))?.BoundTo ?? throw new InvalidOperationException();
        Assert.Contains("jane@example.com", await PersonRowsAsync(process, customer), StringComparison.Ordinal);

        clock.Now = _end.AddMinutes(2);
        await SweepOf(process, clock).RunAsync(Nothing, Cancellation);

        var rows = await PersonRowsAsync(process, customer);
        Assert.DoesNotContain("jane", rows, StringComparison.Ordinal);
        Assert.Contains(code.Value, rows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Due_OfNotices_AreThoseOfCodesThatStillWorkUntilTheyAreDone()
    {
        var clock = new SetClock(_end.AddDays(-10));
        await using var process = await StartAsync(clock);
        var campaign = await process.CampaignAsync();
        var told = await PersonalAsync(process, campaign, _end, notice: true);
        var voided = await PersonalAsync(process, campaign, _end, notice: true);
        await process.Codes.SetStatusAsync(voided, CodeStatus.Voided, Cancellation);
        var erased = await PersonalAsync(process, campaign, _end, notice: true);
        await new EraseCodes(process.Tables, new BusinessCalendar(TimeZoneInfo.Utc), clock).EraseAsync((await process.Codes.FindAsync(erased, Cancellation))?.BoundTo ?? throw new InvalidOperationException(), Cancellation);
        var imported = Unique(campaign, _end) with { Kind = CodeKind.Personal, BoundTo = NewCustomer(), Notice = Notice() };
        await process.ImportAsync(imported);
        await PersonalAsync(process, campaign, _end);
        var notices = new TableCodeNotices(process.Tables, process.Ledger, clock);

        Assert.Empty(await OursAsync(notices, clock, campaign));
        clock.Now = _end.AddDays(-3).AddMinutes(2);
        var due = await OursAsync(notices, clock, campaign);

        Assert.Equal([told, imported.Code], due.Select(notice => notice.Code.Code).OrderBy(code => code == imported.Code));
        Assert.All(due, notice => Assert.Equal(("jane@example.com", "Jane", "de", 2), (notice.Notice.Email, notice.Notice.FirstName, notice.Notice.Language, notice.Notice.Keys.Count)));
        await notices.DoneAsync(due[0], Cancellation);
        Assert.Single(await OursAsync(notices, clock, campaign));
        clock.Now = _end;
        Assert.Empty(await OursAsync(notices, clock, campaign));
    }

    private Task<CodeProcess> StartAsync(TimeProvider clock) => CodeProcess.StartAsync(azurite.ConnectionString, clock, _installation);

    private static Task Nothing(long looked, CancellationToken cancellationToken) => Task.CompletedTask;

    private static CodeEndSweep SweepOf(CodeProcess process, TimeProvider clock) => new(process.Tables, process.Ledger, Berlin, clock);

    private static IssuedCode Unique(CampaignId campaign, DateTimeOffset? end) =>
        new(PromoCode.Parse("E" + GeneratedPart.Random(20)), campaign, CodeKind.Unique) { ExpiresAt = end };

    private static CustomerKey NewCustomer() => Keys.Of(new Customer(GeneratedPart.Random(12), null, null, null, [])) ?? throw new InvalidOperationException();

    private CodeNotice Notice() => new(_end.AddDays(-3), "jane@example.com", "Jane", "de", [NewCustomer(), NewCustomer()]);

    private async Task<PromoCode> PersonalAsync(CodeProcess process, CampaignId campaign, DateTimeOffset end, bool notice = false)
    {
        var issue = new PersonalIssue(campaign, "welcome", NewCustomer(), "Jane", end) { Notice = notice ? Notice() : null };
        return (await process.Codes.IssuePersonalAsync(issue, Cancellation)).Issued.Code;
    }

    private static async Task<List<ExpiredCount>> CountsAsync(CodeProcess process, TimeProvider clock, CampaignId campaign)
    {
        return [.. (await SweepOf(process, clock).ReadAsync("2032-06-01", "2032-06-04", Cancellation)).Where(count => count.CampaignId == campaign.Value)];
    }

    private static async Task<List<DueNotice>> OursAsync(TableCodeNotices notices, TimeProvider clock, CampaignId campaign) =>
        await notices.DueAsync(clock.GetUtcNow(), Cancellation).Where(notice => notice.Code.CampaignId == campaign).ToListAsync(Cancellation);

    private static async Task<string> PersonRowsAsync(CodeProcess process, CustomerKey customer)
    {
        var rows = await process.Tables.CodePersons.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {customer.Value}"), cancellationToken: Cancellation).ToListAsync(Cancellation);
        return string.Join(' ', rows.SelectMany(row => row.Select(property => property.Value)).OfType<string>());
    }

    /// <summary>A clock that is set.</summary>
    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
