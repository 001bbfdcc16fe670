using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Codes;

/// <summary>That a code is used, noted in its own row.</summary>
public sealed class SettledCodesTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settle_ThatComesAfterTheUseIsAboutToBeGivenBack_WritesNothing()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var (code, attempt) = await GivenMarkedAsync(process);
        var settled = new SettledCodes(process.Tables, null);

        await settled.ReopenAsync(attempt, Cancellation);
        await settled.SettleAsync(attempt, Cancellation);
        await settled.SettleAsync(attempt with { Marks = [] }, Cancellation);

        Assert.False((await process.Codes.FindAsync(code, Cancellation))?.Settled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Settle_BeforeThat_IsTakenBack(bool byMark)
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var (code, attempt) = await GivenMarkedAsync(process);
        var settled = new SettledCodes(process.Tables, null);

        await settled.SettleAsync(byMark ? attempt : attempt with { Marks = [] }, Cancellation);
        Assert.True((await process.Codes.FindAsync(code, Cancellation))?.Settled);
        await settled.ReopenAsync(attempt, Cancellation);

        Assert.False((await process.Codes.FindAsync(code, Cancellation))?.Settled);
    }

    [Fact]
    public async Task Settle_OfACodeThatAnotherRedemptionHas_WritesNothing()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var (code, attempt) = await GivenMarkedAsync(process);
        await process.Ledger.Marks.ClearAsync(attempt.Marks, Cancellation);
        var taken = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(await process.IntentAsync(code), Cancellation)).Redemption;
        var settled = new SettledCodes(process.Tables, null);

        await settled.SettleAsync(attempt, Cancellation);
        await settled.SettleAsync(attempt with { Marks = [] }, Cancellation);

        await process.Ledger.DisposeAsync();
        var found = await process.Codes.FindAsync(code, Cancellation);
        Assert.Equal((taken.RedemptionId, true), (found?.TakenBy, found?.Settled));
    }

    [Fact]
    public async Task Status_OfAUsedCode_LeavesTheNote()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var code = (await process.IssueAsync(await process.CampaignAsync()))[0];
        await process.Ledger.RedeemAsync(await process.IntentAsync(code), Cancellation);
        await process.Ledger.DisposeAsync();

        Assert.Equal(SetCodeStatusOutcome.Set, await process.Codes.SetStatusAsync(code, CodeStatus.Paused, Cancellation));

        var found = await process.Codes.FindAsync(code, Cancellation);
        Assert.Equal((CodeStatus.Paused, true), (found?.Status, found?.Settled));
    }

    [Fact]
    public async Task CodesOfSeveralCampaigns_RedeemedOnOneOrder_AreAllNoted()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var one = (await process.IssueAsync(await process.CampaignAsync(total: 10)))[0];
        var two = (await process.IssueAsync(await process.CampaignAsync(total: 10)))[0];
        var (first, second) = (await process.IntentAsync(one), await process.IntentAsync(two));

        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(first with { Discount = 1_000, Parts = [first.Parts[0], second.Parts[0]] }, Cancellation));

        await process.Ledger.DisposeAsync();
        Assert.True((await process.Codes.FindAsync(one, Cancellation))?.Settled);
        Assert.True((await process.Codes.FindAsync(two, Cancellation))?.Settled);
    }

    /// <summary>A code, and an attempt that has marked it.</summary>
    private static async Task<(PromoCode Code, Attempt Attempt)> GivenMarkedAsync(CodeProcess process)
    {
        var code = (await process.IssueAsync(await process.CampaignAsync()))[0];
        var intent = await process.IntentAsync(code);
        var attempt = new Attempt(OrderKey.Own(intent.OrderId), intent, null, TimeProvider.System.GetUtcNow(), "nonce");
        var marks = new List<CodeMark>();
        Assert.Null(await process.Ledger.Marks.SetAsync(attempt, marks, Cancellation));
        return (code, attempt with { Marks = [.. marks] });
    }
}
