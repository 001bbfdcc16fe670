using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Codes.Ends;
using PromoFunctions.Storage.Erasure;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Codes.Ends;

public sealed class WithdrawnGiftsTests(AzuriteFixture azurite)
{
    private static readonly BusinessCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
    private static readonly CustomerKeys Keys = new("a secret of some length"u8);

    private readonly string _installation = AzuriteFixture.NewName("W");
    private readonly SetClock _clock = new(new(2032, 6, 1, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Void_OfAnUnusedGift_CountsItOnceOnItsDay()
    {
        await using var process = await StartAsync();
        var campaign = await process.CampaignAsync();
        var (gift, plain) = (await GiveAsync(process, campaign), await GiveAsync(process, campaign, gift: false));

        Assert.Equal(SetCodeStatusOutcome.Set, await GiftsOf(process).VoidAsync(gift, Cancellation));
        Assert.Equal(SetCodeStatusOutcome.Set, await GiftsOf(process).VoidAsync(plain, Cancellation));
        _clock.Now = _clock.Now.AddDays(1);
        Assert.Equal(SetCodeStatusOutcome.Set, await GiftsOf(process).VoidAsync(gift, Cancellation));
        await GiftsOf(process).SweepAsync(Cancellation);
        await GiftsOf(process).SweepAsync(Cancellation);

        Assert.Equal(new WithdrawnGifts("2032-06-01", campaign.Value, "complaint", "kim", "2032-06-30", 1), Assert.Single(await GiftsOf(process).ReadAsync("2032-06-02", Cancellation)));
        Assert.Empty(await GiftsOf(process).ReadAsync("2032-05-31", Cancellation));
        Assert.Equal(SetCodeStatusOutcome.NoCode, await GiftsOf(process).VoidAsync(PromoCode.Parse("NOSUCHCODE"), Cancellation));
    }

    [Fact]
    public async Task Sweep_AfterAProcessDiedBetweenTheMarkAndTheCount_CountsWhatWasVoided()
    {
        await using var process = await StartAsync();
        var campaign = await process.CampaignAsync();
        var (voided, standing) = (await GiveAsync(process, campaign), await GiveAsync(process, campaign));

        // One dies after the code was voided, the other before.
        var gifts = new TableWithdrawnGifts(process.Tables, process.Ledger, new DyingCodes(process.Codes, voided), Berlin, _clock);
        await Assert.ThrowsAsync<IOException>(() => gifts.VoidAsync(voided, Cancellation));
        await Assert.ThrowsAsync<IOException>(() => gifts.VoidAsync(standing, Cancellation));
        Assert.Empty(await gifts.ReadAsync("2032-06-02", Cancellation));

        _clock.Now = _clock.Now.AddMinutes(5);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => GiftsOf(process).SweepAsync(Cancellation)));

        Assert.Equal(1, Assert.Single(await gifts.ReadAsync("2032-06-02", Cancellation)).Count);
    }

    [Fact]
    public async Task Void_OfAGiftThatAHoldHas_CountsItOnceTheHoldIsOverAndNeverOneThatIsRedeemed()
    {
        await using var process = await StartAsync();
        var campaign = await process.CampaignAsync();
        var (held, redeemed) = (await GiveAsync(process, campaign), await GiveAsync(process, campaign));
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(await process.IntentAsync(held) with { HoldFor = TimeSpan.FromMinutes(20) }, Cancellation));
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(await process.IntentAsync(redeemed), Cancellation));

        await GiftsOf(process).VoidAsync(held, Cancellation);
        await GiftsOf(process).VoidAsync(redeemed, Cancellation);
        _clock.Now = _clock.Now.AddMinutes(10);
        await GiftsOf(process).SweepAsync(Cancellation);
        Assert.Empty(await GiftsOf(process).ReadAsync("2032-06-02", Cancellation));

        _clock.Now = _clock.Now.AddMinutes(15);
        await GiftsOf(process).SweepAsync(Cancellation);

        Assert.Equal(1, Assert.Single(await GiftsOf(process).ReadAsync("2032-06-02", Cancellation)).Count);
    }

    [Fact]
    public async Task Erase_OfAPersonWithGifts_CountsTheUnusedOnceAndVoidedOnesNot()
    {
        await using var process = await StartAsync();
        var (campaign, person) = (await process.CampaignAsync(), NewCustomer());
        await GiveAsync(process, campaign, customer: person);
        var used = await GiveAsync(process, campaign, customer: person);
        var neverGiven = await GiveAsync(process, campaign, customer: person);
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(await process.IntentAsync(used), Cancellation));
        await process.Codes.SetStatusAsync(neverGiven, CodeStatus.Voided, Cancellation);
        var erasure = new EraseCodes(process.Tables, Berlin, _clock);

        await erasure.EraseAsync(person, Cancellation);
        await erasure.EraseAsync(person, Cancellation);

        Assert.Equal(1, Assert.Single(await GiftsOf(process).ReadAsync("2032-06-02", Cancellation)).Count);
        Assert.Empty(await process.Codes.PersonalOfAsync(person, null, Cancellation).ToListAsync(Cancellation));
    }

    private Task<CodeProcess> StartAsync() => CodeProcess.StartAsync(azurite.ConnectionString, _clock, _installation);

    private TableWithdrawnGifts GiftsOf(CodeProcess process) => new(process.Tables, process.Ledger, process.Codes, Berlin, _clock);

    private static CustomerKey NewCustomer() => Keys.Of(new Customer(GeneratedPart.Random(12), null, null, null, [])) ?? throw new InvalidOperationException();

    private async Task<PromoCode> GiveAsync(CodeProcess process, CampaignId campaign, bool gift = true, CustomerKey? customer = null)
    {
        var issue = new PersonalIssue(campaign, "claim|" + GeneratedPart.Random(12), customer ?? NewCustomer(), "Jane", new DateTimeOffset(2032, 6, 30, 22, 0, 0, TimeSpan.Zero))
        {
            Gift = gift ? new("complaint", "kim", _clock.Now) : null,
        };
        return (await process.Codes.IssuePersonalAsync(issue, Cancellation)).Issued.Code;
    }

    /// <summary>A clock that is set.</summary>
    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>Codes of a process that dies when it sets a status: of one code after it, of others before.</summary>
    private sealed class DyingCodes(ICodeStore codes, PromoCode after) : ICodeStore
    {
        public async Task<SetCodeStatusOutcome> SetStatusAsync(PromoCode code, CodeStatus status, CancellationToken cancellationToken)
        {
            if (code == after)
            {
                await codes.SetStatusAsync(code, status, cancellationToken);
            }

            throw new IOException("Dead.");
        }

        public Task<IssuedCode?> FindAsync(PromoCode code, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IssueBatchOutcome> IssueBatchAsync(CampaignId campaign, BatchId id, PromoCode prefix, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IssuePersonalOutcome> IssuePersonalAsync(PersonalIssue issue, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IssuedCode?> FindPersonalAsync(CampaignId campaign, string issueId, CustomerKey customer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ForgetPersonalAsync(CampaignId campaign, string issueId, CustomerKey customer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<PersonalCode> PersonalOfAsync(CustomerKey customer, HistoryPlace? after, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<PromoCode> PersonalNamesOfAsync(CustomerKey customer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ImportCodeOutcome>> ImportAsync(CampaignId campaign, BatchId import, IReadOnlyList<IssuedCode> codes, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<IssuedCode> ListAsync(CampaignId campaign, BatchId? batch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<CodeCount>> CountsAsync(CampaignId campaign, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<CodesOfDay>> IssuedByDayAsync(CampaignId campaign, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
