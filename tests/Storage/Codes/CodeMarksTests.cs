using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Codes;

/// <summary>A code that works once is taken once.</summary>
public sealed class CodeMarksTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Code_RedeemedBy50OverTwoProcesses_IsTakenOnce()
    {
        await using var first = await CodeProcess.StartAsync(azurite.ConnectionString);
        await using var second = await CodeProcess.StartAsync(azurite.ConnectionString);
        var code = (await first.IssueAsync(await first.CampaignAsync(total: 1_000)))[0];
        var intents = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => first.IntentAsync(code, customer: $"customer-{i}")));

        var outcomes = await Task.WhenAll(intents.Select((intent, i) => (i % 2 == 0 ? first : second).Ledger.RedeemAsync(intent, Cancellation)));

        var made = Assert.Single(outcomes.OfType<RedeemOutcome.Made>());
        Assert.Equal(49, outcomes.OfType<RedeemOutcome.Refused>().Count(refused => refused.Refusals.Single().Limit == LimitKind.Code));
        Assert.Equal(made.Redemption.RedemptionId, (await first.Codes.FindAsync(code, Cancellation))?.TakenBy);
    }

    [Fact]
    public async Task Code_OfAnOrderThatALimitRefuses_IsFreeAgain()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var campaign = await process.CampaignAsync(total: 1);
        var codes = await process.IssueAsync(campaign, 2);
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(await process.IntentAsync(codes[0]), Cancellation));

        var refused = Assert.IsType<RedeemOutcome.Refused>(await process.Ledger.RedeemAsync(await process.IntentAsync(codes[1]), Cancellation));

        Assert.Equal(LimitKind.Total, refused.Refusals.Single().Limit);
        Assert.Null((await process.Codes.FindAsync(codes[1], Cancellation))?.TakenBy);
    }

    [Fact]
    public async Task Redemption_OfACode_TakesSixRequestsColdAndFourWarm()
    {
        var clock = new StandingClock();
        await using var other = await CodeProcess.StartAsync(azurite.ConnectionString, clock);
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString, clock);
        var codes = await other.IssueAsync(await other.CampaignAsync(total: 1_000), 3);

        // Saving a campaign makes its lane; here its first redemption does.
        await RequestsAsync(other, codes[0]);

        Assert.Equal(6, await RequestsAsync(process, codes[1]));
        Assert.Equal(4, await RequestsAsync(process, codes[2]));
    }

    [Fact]
    public async Task Redemption_DecidedBeforeTheCodeWasPaused_IsSentBack()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var code = (await process.IssueAsync(await process.CampaignAsync()))[0];
        var intent = await process.IntentAsync(code);
        await process.Codes.SetStatusAsync(code, CodeStatus.Paused, Cancellation);

        Assert.IsType<RedeemOutcome.TermsChanged>(await process.Ledger.RedeemAsync(intent, Cancellation));
        Assert.Null((await process.Codes.FindAsync(code, Cancellation))?.TakenBy);
    }

    [Fact]
    public async Task Redemption_Repeated_IsTheSame()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var code = (await process.IssueAsync(await process.CampaignAsync()))[0];
        var intent = await process.IntentAsync(code);

        var made = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(intent, Cancellation));
        var again = Assert.IsType<RedeemOutcome.Repeated>(await process.Ledger.RedeemAsync(intent, Cancellation));

        Assert.Equal(made.Redemption.RedemptionId, again.Redemption.RedemptionId);
    }

    [Fact]
    public async Task Redemption_ThatSawTheCodeTakenByOneUnderWay_WaitsForItsEnd()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var code = (await process.IssueAsync(await process.CampaignAsync()))[0];
        var other = await process.IntentAsync(code);
        var attempt = await GivenAttemptAsync(process, other, TimeSpan.Zero);
        Assert.Null(await process.Ledger.Marks.SetAsync(attempt, [], Cancellation));

        // Read while the other one has the code and nobody knows yet whether it will keep it.
        var waits = process.Ledger.RedeemAsync(await process.IntentAsync(code), Cancellation);
        await new OrderBook(process.Tables).DecideAsync(attempt.Key, Decision.Commit(attempt, attempt.At, null), Cancellation);

        var refused = Assert.IsType<RedeemOutcome.Refused>(await waits);
        Assert.Equal(LimitKind.Code, refused.Refusals.Single().Limit);
        Assert.Equal(attempt.Key.RedemptionId, (await process.Codes.FindAsync(code, Cancellation))?.TakenBy);
    }

    [Fact]
    public async Task Mark_OfAnAttemptThatWasGivenUp_IsTakenOver()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var code = (await process.IssueAsync(await process.CampaignAsync()))[0];
        var dead = await GivenMarkAsync(process, code, TimeSpan.Zero);
        await new OrderBook(process.Tables).DecideAsync(dead, Decision.Abort, Cancellation);

        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(await process.IntentAsync(code), Cancellation));
    }

    [Fact]
    public async Task Mark_OfAnOwnerThatDied_IsSettledByWhoeverFindsIt()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var code = (await process.IssueAsync(await process.CampaignAsync()))[0];
        var dead = await GivenMarkAsync(process, code, TimeSpan.FromSeconds(20));

        var made = Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(await process.IntentAsync(code), Cancellation));

        Assert.Equal(made.Redemption.RedemptionId, (await process.Codes.FindAsync(code, Cancellation))?.TakenBy);
        Assert.Null(await process.Ledger.FindAsync(dead.RedemptionId, Cancellation));
    }

    [Fact]
    public async Task Status_OfACodeWithADeadMark_IsSetAndTheMarkGone()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var code = (await process.IssueAsync(await process.CampaignAsync()))[0];
        await GivenMarkAsync(process, code, TimeSpan.FromSeconds(20));

        Assert.Equal(SetCodeStatusOutcome.Set, await process.Codes.SetStatusAsync(code, CodeStatus.Paused, Cancellation));

        var found = await process.Codes.FindAsync(code, Cancellation);
        Assert.Equal((CodeStatus.Paused, (string?)null), (found?.Status, found?.TakenBy));
    }

    [Fact]
    public async Task Orders_WithTheSameTwoCodesOfTwoCampaigns_AreOneRedemptionAndNoDeadlock()
    {
        await using var first = await CodeProcess.StartAsync(azurite.ConnectionString);
        await using var second = await CodeProcess.StartAsync(azurite.ConnectionString);
        var one = (await first.IssueAsync(await first.CampaignAsync(total: 10)))[0];
        var two = (await first.IssueAsync(await first.CampaignAsync(total: 10)))[0];
        var intents = new List<RedemptionIntent>();
        for (var i = 0; i < 10; i++)
        {
            var (a, b) = (await first.IntentAsync(one), await first.IntentAsync(two));
            intents.Add(a with { Discount = 1_000, Parts = i % 2 == 0 ? [a.Parts[0], b.Parts[0]] : [b.Parts[0], a.Parts[0]] });
        }

        var outcomes = await Task.WhenAll(intents.Select((intent, i) => (i % 2 == 0 ? first : second).Ledger.RedeemAsync(intent, Cancellation)));

        Assert.Single(outcomes.OfType<RedeemOutcome.Made>());
        Assert.Equal(9, outcomes.OfType<RedeemOutcome.Refused>().Count());
    }

    private static async Task<int> RequestsAsync(CodeProcess process, PromoCode code)
    {
        var campaign = (await process.Codes.FindAsync(code, Cancellation))?.CampaignId?.Value ?? "";

        // What follows earlier commits (decisions, journal, deletes) is not part of this answer.
        await Aftermath.DeliveredAsync(process.Tables, [campaign], Cancellation);

        process.Log.Clear();
        var intent = await process.IntentAsync(code, customer: "customer-" + code.Value);
        var counted = 0;
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(intent, Cancellation));

        var marked = false;
        foreach (var request in process.Log.Requests)
        {
            counted++;
            if (request.EndsWith("$batch", StringComparison.Ordinal))
            {
                // The first transaction marks the code, the second is the lane's, which commits.
                if (marked)
                {
                    return counted;
                }

                marked = true;
            }
        }

        throw new InvalidOperationException("No commit was seen.");
    }

    /// <summary>A code with the mark of an attempt that goes no further, begun that long ago.</summary>
    private static async Task<OrderKey> GivenMarkAsync(CodeProcess process, PromoCode code, TimeSpan age)
    {
        var attempt = await GivenAttemptAsync(process, await process.IntentAsync(code), age);
        var marks = new List<CodeMark>();
        Assert.Null(await process.Ledger.Marks.SetAsync(attempt, marks, Cancellation));
        Assert.Single(marks);
        return attempt.Key;
    }

    private static async Task<Attempt> GivenAttemptAsync(CodeProcess process, RedemptionIntent intent, TimeSpan age)
    {
        var attempt = new Attempt(OrderKey.Own(intent.OrderId), intent, null, TimeProvider.System.GetUtcNow() - age, "dead");
        await process.Tables.Orders.AddEntityAsync(attempt.ToRow(), Cancellation);
        return attempt;
    }
}
