using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Codes;

/// <summary>A campaign's counts are those of the codes that stand, whatever a process died at. What stands is read from the whole table.</summary>
public sealed class CodeCountsTests(AzuriteFixture azurite)
{
    private static readonly CustomerKeys Keys = new("a secret of some length"u8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_WhoseProcessDiesAtAnyRequest_IsCountedExactlyThenAndAfterItsRepeat(bool lastLands)
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        for (var requests = 0; ; requests++)
        {
            var (campaign, id) = (await process.CampaignAsync(), BatchId.New());
            IssuedCode[] codes = [.. Enumerable.Range(0, 4).Select(i => new IssuedCode(NewCode(), campaign, i % 2 == 0 ? CodeKind.Unique : CodeKind.Personal) { BoundTo = i % 2 == 0 ? null : KeyOf($"c-{i}") })];
            var died = await DiesAsync(requests, lastLands, dying => dying.Codes.ImportAsync(campaign, id, codes, Cancellation));
            await AssertCountedAsync(process, campaign);

            await process.Codes.ImportAsync(campaign, id, codes, Cancellation);
            await AssertCountedAsync(process, campaign, new CodeCount(id, 2, 2));
            if (!died)
            {
                Assert.InRange(requests, 10, 40);
                return;
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Personal_WhoseProcessDiesAtAnyRequest_IsCountedExactlyThenAndAfterItsRepeat(bool lastLands)
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        for (var requests = 0; ; requests++)
        {
            var campaign = await process.CampaignAsync();
            var issue = new PersonalIssue(campaign, "welcome", KeyOf("jane"), "Jane", null);
            var died = await DiesAsync(requests, lastLands, dying => dying.Codes.IssuePersonalAsync(issue, Cancellation));
            await AssertCountedAsync(process, campaign);

            await process.Codes.IssuePersonalAsync(issue, Cancellation);
            await process.Codes.IssuePersonalAsync(issue, Cancellation);
            await AssertCountedAsync(process, campaign, new CodeCount(null, 0, 1));
            if (!died)
            {
                Assert.InRange(requests, 5, 12);
                return;
            }
        }
    }

    [Fact]
    public async Task Personal_IssuedByTwoProcessesEachTwiceAtOnce_IsCountedOnce()
    {
        await using var first = await CodeProcess.StartAsync(azurite.ConnectionString);
        await using var second = await CodeProcess.StartAsync(azurite.ConnectionString);
        var campaign = await first.CampaignAsync();

        // One customer, so that all meet in one row, and more than a page of them.
        var issues = Enumerable.Range(0, 230).Select(i => new PersonalIssue(campaign, $"occasion-{i}", KeyOf("kim"), "Kim", null)).ToList();
        await Parallel.ForEachAsync(issues.Concat(issues), new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = Cancellation }, async (issue, token) =>
            await Task.WhenAll(first.Codes.IssuePersonalAsync(issue, token), second.Codes.IssuePersonalAsync(issue, token)));

        await AssertCountedAsync(second, campaign, new CodeCount(null, 0, 230));
    }

    [Fact]
    public async Task Import_OfCodesThatCameWithAnother_CountsThemThere()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var (campaign, one, other) = (await process.CampaignAsync(), BatchId.Parse("import-1"), BatchId.Parse("import-2"));
        IssuedCode[] codes = [.. Enumerable.Range(0, 250).Select(_ => new IssuedCode(NewCode(), campaign, CodeKind.Unique))];
        await process.Codes.ImportAsync(campaign, one, codes[..150], Cancellation);

        var outcomes = await process.Codes.ImportAsync(campaign, other, codes[100..], Cancellation);

        Assert.Equal([(ImportCodeOutcome.Repeated, 50), (ImportCodeOutcome.Added, 100)], outcomes.CountBy(outcome => outcome).Select(pair => (pair.Key, pair.Value)));
        await AssertCountedAsync(process, campaign, new CodeCount(one, 150, 0), new CodeCount(other, 100, 0));
        Assert.Equal(codes[150..].Select(code => code.Code).ToHashSet(), (await process.ListAsync(campaign, other)).ToHashSet());
    }

    [Fact]
    public async Task Counts_OfCompleteBatchesAndImports_TakeOneRequest()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var campaign = await process.CampaignAsync();
        await process.IssueAsync(campaign, 250);
        await process.IssueAsync(campaign, 3);
        await process.ImportAsync(new IssuedCode(NewCode(), campaign, CodeKind.Unique));
        await process.Codes.IssuePersonalAsync(new(campaign, "welcome", KeyOf("lee"), "Lee", null), Cancellation);
        process.Log.Clear();

        var counts = await process.Codes.CountsAsync(campaign, Cancellation);

        Assert.Single(process.Log.Requests);
        Assert.Equal((254, 1), (counts.Sum(count => count.Unique), counts.Sum(count => count.Personal)));
    }

    /// <summary>All codes of a campaign, found the slow way.</summary>
    internal static async Task<HashSet<PromoCode>> StandingAsync(CodeProcess process, CampaignId campaign)
    {
        var rows = process.Tables.Codes.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"Campaign eq {campaign.Value}"), cancellationToken: Cancellation);
        return await rows.Select(row => PromoCode.Parse(row.RowKey)).ToHashSetAsync(cancellationToken: Cancellation);
    }

    private static async Task AssertCountedAsync(CodeProcess process, CampaignId campaign, params CodeCount[] expected)
    {
        var standing = await StandingAsync(process, campaign);
        var counts = await process.Codes.CountsAsync(campaign, Cancellation);
        Assert.Equal(standing.Count, counts.Sum(count => count.Unique + count.Personal));
        Assert.Equal(standing.Order(), (await process.ListAsync(campaign, null)).Order());
        if (expected.Length > 0)
        {
            Assert.Equal(expected, counts);
        }
    }

    /// <summary>Whether a process that gets so many requests through does not reach the end.</summary>
    private async Task<bool> DiesAsync(int requests, bool lastLands, Func<CodeProcess, Task> work)
    {
        await using var dying = await CodeProcess.StartAsync(azurite.ConnectionString);
        (dying.Log.LastLands, dying.Log.RequestsLeft) = (lastLands, requests);
        return await Record.ExceptionAsync(() => work(dying)) is not null;
    }

    private static PromoCode NewCode() => PromoCode.Parse("X" + GeneratedPart.Random(20));

    private static CustomerKey KeyOf(string id) => Keys.Of(new Customer(id, null, null, null, [])) ?? throw new InvalidOperationException();
}
