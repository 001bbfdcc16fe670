using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Codes;

/// <summary>What a batch's listing says of its codes is what their rows say.</summary>
public sealed class BatchListingTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Listing_OfABatch_TakesARequestForEachHundredCodes()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var campaign = await process.CampaignAsync();
        await process.IssueAsync(campaign, 950);
        await process.IssueAsync(await process.CampaignAsync(), 950);
        process.Log.Clear();

        Assert.Equal(950, (await process.ListAsync(campaign, null)).Count);

        Assert.Equal(1 + 10, process.Log.Requests.Count);
    }

    [Fact]
    public async Task Listing_AfterStatusesAndRedemptions_SaysWhatTheRowsSay()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var campaign = await process.CampaignAsync(total: 1);
        var codes = await process.IssueAsync(campaign, 250);
        await process.Codes.SetStatusAsync(codes[0], CodeStatus.Paused, Cancellation);
        await process.Codes.SetStatusAsync(codes[120], CodeStatus.Voided, Cancellation);
        await process.Codes.SetStatusAsync(codes[249], CodeStatus.Paused, Cancellation);
        await process.Codes.SetStatusAsync(codes[249], CodeStatus.Active, Cancellation);
        var made = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(await process.IntentAsync(codes[1]), Cancellation));

        // Marked, then refused by the campaign's limit, so that the mark is taken away.
        Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(await process.IntentAsync(codes[2]), Cancellation));
        await process.Codes.SetStatusAsync(codes[1], CodeStatus.Voided, Cancellation);

        var listed = await AssertSameAsRowsAsync(process, campaign);
        Assert.Equal([CodeStatus.Paused, CodeStatus.Voided, CodeStatus.Active, CodeStatus.Active], new[] { 0, 1, 2, 249 }.Select(i => listed[codes[i]].Status));
        Assert.Equal(made.Redemption.RedemptionId, listed[codes[1]].TakenBy);
        Assert.Null(listed[codes[2]].TakenBy);
    }

    [Fact]
    public async Task Listing_AfterManyChangesAtOnceByTwoProcesses_SaysWhatTheRowsSay()
    {
        await using var first = await CodeProcess.StartAsync(azurite.ConnectionString);
        await using var second = await CodeProcess.StartAsync(azurite.ConnectionString);
        var campaign = await first.CampaignAsync(total: 5);
        var codes = await first.IssueAsync(campaign, 10);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            var (process, code) = (i % 2 == 0 ? first : second, codes[i * 7 % codes.Count]);
            switch (i % 3)
            {
                case 0:
                    await process.Codes.SetStatusAsync(code, CodeStatus.Paused, Cancellation);
                    break;
                case 1:
                    await process.Codes.SetStatusAsync(code, CodeStatus.Active, Cancellation);
                    break;
                default:
                    await process.Ledger.RedeemAsync(await process.IntentAsync(code, customer: $"customer-{i}"), Cancellation);
                    break;
            }
        }));

        // Every redemption may have met a change of its code: one more that meets none.
        await first.Codes.SetStatusAsync(codes[0], CodeStatus.Active, Cancellation);
        await first.Ledger.RedeemAsync(await first.IntentAsync(codes[0], customer: "customer-last"), Cancellation);

        var listed = await AssertSameAsRowsAsync(first, campaign);
        Assert.Contains(listed.Values, code => code.TakenBy is not null);
    }

    private static async Task<IReadOnlyDictionary<PromoCode, IssuedCode>> AssertSameAsRowsAsync(CodeProcess process, Domain.Campaigns.CampaignId campaign)
    {
        var listed = await process.Codes.ListAsync(campaign, null, Cancellation).ToDictionaryAsync(code => code.Code, cancellationToken: Cancellation);
        foreach (var code in listed.Values)
        {
            // What only a redemption or a validation of the one code needs is not listed.
            Assert.Equal(await process.Codes.FindAsync(code.Code, Cancellation) is { } row ? row with { Stamp = null, WrittenAt = null, Settled = false } : null, code);
        }

        return listed;
    }
}
