using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Codes;

/// <summary>Issuing, importing and listing codes.</summary>
public sealed class TableCodeStoreTests(AzuriteFixture azurite)
{
    private static readonly CustomerKeys Keys = new("a secret of some length"u8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batch_Of950_TakesTenTransactionsAndIsComplete()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var (campaign, id) = (await process.CampaignAsync(), BatchId.New());
        var before = process.Log.Transactions;

        var outcome = await process.Codes.IssueBatchAsync(campaign, id, PromoCode.Parse("TEA"), 950, Cancellation);

        Assert.Equal(new IssueBatchOutcome.Complete(true), outcome);
        Assert.Equal(10, process.Log.Transactions - before);
        var codes = await process.ListAsync(campaign, id);
        Assert.Equal((950, 950), (codes.Count, codes.Distinct().Count()));
        Assert.Equal([new CodeCount(id, 950, 0)], await process.Codes.CountsAsync(campaign, Cancellation));
    }

    [Fact]
    public async Task Batch_SentAgain_IsTheSameBatchAndAnotherContentIsRefused()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var (campaign, id) = (await process.CampaignAsync(), BatchId.New());
        await process.Codes.IssueBatchAsync(campaign, id, PromoCode.Parse("TEA"), 120, Cancellation);
        var codes = await process.ListAsync(campaign, id);

        Assert.Equal(new IssueBatchOutcome.Complete(false), await process.Codes.IssueBatchAsync(campaign, id, PromoCode.Parse("TEA"), 120, Cancellation));
        Assert.Equal(120, Assert.IsType<IssueBatchOutcome.OtherContent>(await process.Codes.IssueBatchAsync(campaign, id, PromoCode.Parse("TEA"), 121, Cancellation)).Standing.Count);
        Assert.IsType<IssueBatchOutcome.OtherContent>(await process.Codes.IssueBatchAsync(campaign, id, PromoCode.Parse("TEB"), 120, Cancellation));
        Assert.Equal(codes, await process.ListAsync(campaign, id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(70)]
    public async Task Batch_WhoseMakerDiesInTheMiddle_IsCompletedByAnotherWithoutDoubles(int dieAt)
    {
        var (dying, next) = (await CodeProcess.StartAsync(azurite.ConnectionString), await CodeProcess.StartAsync(azurite.ConnectionString));
        await using var first = dying;
        await using var second = next;
        var (campaign, id) = (await first.CampaignAsync(), BatchId.New());
        first.Log.DieAt = first.Log.Transactions + dieAt;
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => first.Codes.IssueBatchAsync(campaign, id, PromoCode.Parse("TEA"), 9_000, Cancellation));
        var left = await second.ListAsync(campaign, id);
        Assert.InRange(left.Count, 0, 8_999);
        Assert.Equal([new CodeCount(id, left.Count, 0)], await second.Codes.CountsAsync(campaign, Cancellation));

        Assert.Equal(new IssueBatchOutcome.Complete(false), await second.Codes.IssueBatchAsync(campaign, id, PromoCode.Parse("TEA"), 9_000, Cancellation));

        var codes = await second.ListAsync(campaign, id);
        Assert.Equal((9_000, 9_000), (codes.Count, codes.Distinct().Count()));
        Assert.Equal(codes.ToHashSet(), await CodeCountsTests.StandingAsync(second, campaign));
        Assert.Empty(left.Except(codes));
    }

    [Fact]
    public async Task Batch_IssuedByTwoAtOnce_IsOneBatch()
    {
        await using var first = await CodeProcess.StartAsync(azurite.ConnectionString);
        await using var second = await CodeProcess.StartAsync(azurite.ConnectionString);
        var (campaign, id) = (await first.CampaignAsync(), BatchId.New());

        var outcomes = await Task.WhenAll(new[] { first, second, first, second }.Select(process =>
            process.Codes.IssueBatchAsync(campaign, id, PromoCode.Parse("TEA"), 3_000, Cancellation)));

        Assert.Single(outcomes, outcome => outcome == new IssueBatchOutcome.Complete(true));
        Assert.Equal(3, outcomes.Count(outcome => outcome == new IssueBatchOutcome.Complete(false)));
        Assert.Equal(3_000, (await first.ListAsync(campaign, id)).Distinct().Count());
    }

    [Fact]
    public async Task Batch_WithACodeThatTheShopHas_DrawsAnotherAndDoesSoAgain()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var (campaign, other, id) = (await process.CampaignAsync(), await process.CampaignAsync(), BatchId.New());
        var issuer = new BatchIssuer(process.Tables);
        var (batch, _) = await issuer.OpenAsync(campaign, id, CodeBatch.Create(PromoCode.Parse("TEA"), 100), TimeProvider.System.GetUtcNow(), Cancellation);
        var drawn = batch.Codes.CodesOf(0).Take(101).ToList();
        foreach (var taken in new[] { drawn[0], drawn[50] })
        {
            Assert.Equal(ImportCodeOutcome.Added, await process.ImportAsync(new IssuedCode(taken, other, CodeKind.Unique)));
        }

        await issuer.CompleteAsync(batch, Cancellation);
        await issuer.CompleteAsync(batch, Cancellation);

        var codes = await process.ListAsync(campaign, id);
        Assert.Equal((100, 100), (codes.Count, codes.Distinct().Count()));
        Assert.DoesNotContain(drawn[0], codes);
        Assert.DoesNotContain(drawn[50], codes);
        Assert.Contains(drawn[100], codes);
        Assert.Equal(other, (await process.Codes.FindAsync(drawn[0], Cancellation))?.CampaignId);
    }

    [Fact]
    public async Task Find_ACodeOfABatch_IsOneRequest()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var campaign = await process.CampaignAsync();
        var codes = await process.IssueAsync(campaign, 300);
        process.Log.Clear();

        var found = await process.Codes.FindAsync(codes[177], Cancellation);

        Assert.Single(process.Log.Requests);
        Assert.Equal((campaign, CodeKind.Unique, CodeStatus.Active), (found?.CampaignId, found?.Kind, found?.Status));
    }

    [Fact]
    public async Task Personal_Issued_BearsTheNameIsBoundAndLeavesAPersonsRow()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var campaign = await process.CampaignAsync();
        var customer = KeyOf(AzuriteFixture.NewName("jane"));
        var expiresAt = new DateTimeOffset(2026, 12, 24, 18, 0, 0, TimeSpan.Zero);

        var issued = await process.Codes.IssuePersonalAsync(new(campaign, "welcome", customer, "Jane", expiresAt), Cancellation);
        var again = await process.Codes.IssuePersonalAsync(new(campaign, "welcome", customer, "Janet", expiresAt.AddDays(1)), Cancellation);

        Assert.Equal((true, false), (issued.Created, again.Created));
        Assert.Equal(issued.Issued.Code, again.Issued.Code);
        Assert.StartsWith("JANE", issued.Issued.Code.Value, StringComparison.Ordinal);
        Assert.Equal(issued.Issued.Code, (await process.Codes.FindPersonalAsync(campaign, "welcome", customer, Cancellation))?.Code);
        Assert.Null(await process.Codes.FindPersonalAsync(campaign, "birthday", customer, Cancellation));
        Assert.Null(await process.Codes.FindPersonalAsync(campaign, "welcome", KeyOf("kim"), Cancellation));
        var found = await process.Codes.FindAsync(issued.Issued.Code, Cancellation);
        Assert.Equal((customer, (DateTimeOffset?)expiresAt, CodeKind.Personal), (found?.BoundTo, found?.ExpiresAt, found?.Kind));
        var rows = process.Tables.CodePersons.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {customer.Value}"), cancellationToken: Cancellation);
        Assert.Equal([issued.Issued.Code.Value], await rows.Select(row => row.GetString("Code")).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Personal_IssuedTwentyTimesAtOnceForOneOccasion_IsOneCode()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var campaign = await process.CampaignAsync();

        var issued = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            process.Codes.IssuePersonalAsync(new(campaign, "birthday-2026", KeyOf("kim"), "Kim", null), Cancellation)));

        Assert.Single(issued.Select(outcome => outcome.Issued.Code).Distinct());
        Assert.Single(issued, outcome => outcome.Created);
    }

    [Fact]
    public async Task Import_OfTheSameCode_IsRepeatedAndWithOtherContentExists()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var campaign = await process.CampaignAsync();
        var code = new IssuedCode(NewCode(), campaign, CodeKind.Personal) { BoundTo = KeyOf("lee") };

        Assert.Equal(ImportCodeOutcome.Added, await process.ImportAsync(code));
        Assert.Equal(ImportCodeOutcome.Repeated, await process.ImportAsync(code));
        Assert.Equal(ImportCodeOutcome.Exists, await process.ImportAsync(code with { BoundTo = KeyOf("kim") }));
        Assert.Equal(ImportCodeOutcome.Exists, await process.ImportAsync(code with { CampaignId = await process.CampaignAsync() }));
    }

    [Fact]
    public async Task Name_OfAUniqueCode_IsNotLeftForAPublicOneNorTheOtherWayRound()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var campaign = await process.CampaignAsync();
        var code = (await process.IssueAsync(campaign))[0];
        var open = NewCode();
        Assert.True(await process.Tables.Codes.AddEntityAsync(CodeRow.OfPublic(open), Cancellation) is not null);

        Assert.Equal(AddCodeOutcome.Exists, await process.Catalog.AddPublicCodeAsync(campaign, code, Cancellation));
        Assert.Equal(ImportCodeOutcome.Exists, await process.ImportAsync(new IssuedCode(open, campaign, CodeKind.Unique)));
    }

    [Fact]
    public async Task Status_Voided_IsForGood()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var code = (await process.IssueAsync(await process.CampaignAsync()))[0];

        Assert.Equal(SetCodeStatusOutcome.Set, await process.Codes.SetStatusAsync(code, CodeStatus.Paused, Cancellation));
        Assert.Equal(CodeStatus.Paused, (await process.Codes.FindAsync(code, Cancellation))?.Status);
        Assert.Equal(SetCodeStatusOutcome.Set, await process.Codes.SetStatusAsync(code, CodeStatus.Active, Cancellation));
        Assert.Equal(SetCodeStatusOutcome.Set, await process.Codes.SetStatusAsync(code, CodeStatus.Voided, Cancellation));
        Assert.Equal(SetCodeStatusOutcome.Set, await process.Codes.SetStatusAsync(code, CodeStatus.Voided, Cancellation));
        Assert.Equal(SetCodeStatusOutcome.Voided, await process.Codes.SetStatusAsync(code, CodeStatus.Active, Cancellation));
        Assert.Equal(SetCodeStatusOutcome.NoCode, await process.Codes.SetStatusAsync(NewCode(), CodeStatus.Paused, Cancellation));
    }

    private static PromoCode NewCode() => PromoCode.Parse("X" + GeneratedPart.Random(20));

    private static CustomerKey KeyOf(string id) => Keys.Of(new Customer(id, null, null, null, [])) ?? throw new InvalidOperationException();
}
