using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Codes;

/// <summary>The personal codes that a customer has.</summary>
public sealed class PersonalCodesTests(AzuriteFixture azurite)
{
    private static readonly CustomerKeys Keys = new("a secret of some length"u8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Codes_OfACustomer_AreTheNewestFirstAndNobodyElses()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var (campaign, other) = (await process.CampaignAsync(), await process.CampaignAsync());
        var (jane, kim) = (NewCustomer(), NewCustomer());
        var first = await IssueAsync(process, new(campaign, "welcome", jane, "Jane", null));
        var second = await IssueAsync(process, new(other, "welcome", jane, "Jane", null));
        var third = new IssuedCode(PromoCode.Parse("JANE" + GeneratedPart.Random(14)), campaign, CodeKind.Personal) { BoundTo = jane };
        await process.ImportAsync(third);
        await process.ImportAsync(third);
        await IssueAsync(process, new(campaign, "welcome", kim, "Kim", null));

        var found = await OfAsync(process, jane);

        Assert.Equal([third.Code, second, first], found.Select(code => code.Issued.Code));
        Assert.True(found.Zip(found.Skip(1)).All(pair => pair.First.IssuedAt >= pair.Second.IssuedAt));
    }

    [Fact]
    public async Task Codes_AfterAPlace_GoOnBehindIt()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var (campaign, customer) = (await process.CampaignAsync(), NewCustomer());
        for (var i = 0; i < 5; i++)
        {
            await IssueAsync(process, new(campaign, $"occasion-{i}", customer, "Jane", null));
        }

        var all = await OfAsync(process, customer);

        Assert.Equal(5, all.Count);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(all.Skip(i + 1), await OfAsync(process, customer, all[i].Place));
        }
    }

    [Fact]
    public async Task Code_RedeemedVoidedOrExpired_DoesNotWorkAndIsListed()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var (campaign, customer) = (await process.CampaignAsync(), NewCustomer());
        var end = new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var code = await IssueAsync(process, new(campaign, "used", customer, "Jane", null));
        var voided = await IssueAsync(process, new(campaign, "voided", customer, "Jane", null));
        var ending = await IssueAsync(process, new(campaign, "ending", customer, "Jane", end));
        var intent = await process.IntentAsync(code);

        Assert.Equal([true, true, true], (await OfAsync(process, customer)).Select(one => one.WorksAt(end.AddTicks(-1))));
        Assert.IsType<RedeemOutcome.Made>(await process.Ledger.RedeemAsync(intent, Cancellation));
        await process.Codes.SetStatusAsync(voided, CodeStatus.Voided, Cancellation);

        var found = await OfAsync(process, customer);
        Assert.Equal([ending, voided, code], found.Select(one => one.Issued.Code));
        Assert.Equal([false, false, true], found.Select(one => one.Used));
        Assert.Equal([true, false, false], found.Select(one => one.WorksAt(end.AddTicks(-1))));
        Assert.Equal([false, false, false], found.Select(one => one.WorksAt(end)));
    }

    [Fact]
    public async Task Code_OfAnImportThatWasRefused_IsNotListed()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var (campaign, jane, kim) = (await process.CampaignAsync(), NewCustomer(), NewCustomer());
        var code = new IssuedCode(PromoCode.Parse("JANE" + GeneratedPart.Random(14)), campaign, CodeKind.Personal) { BoundTo = jane };
        await process.ImportAsync(code);

        Assert.Equal(ImportCodeOutcome.Exists, await process.ImportAsync(code with { BoundTo = kim }));

        Assert.Single(await OfAsync(process, jane));
        Assert.Empty(await OfAsync(process, kim));
    }

    private static CustomerKey NewCustomer() =>
        Keys.Of(Customer.Unknown with { Id = AzuriteFixture.NewName("c") }) ?? throw new InvalidOperationException("No key.");

    private static async Task<PromoCode> IssueAsync(CodeProcess process, PersonalIssue issue) =>
        (await process.Codes.IssuePersonalAsync(issue, Cancellation)).Issued.Code;

    private static async Task<List<PersonalCode>> OfAsync(CodeProcess process, CustomerKey customer, HistoryPlace? after = null) =>
        await process.Codes.PersonalOfAsync(customer, after, Cancellation).ToListAsync(Cancellation);
}
