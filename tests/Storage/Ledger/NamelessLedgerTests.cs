using Azure.Data.Tables;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tests.Codes;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Ledger;

/// <summary>Codes that bear names, in the books and out of them.</summary>
public sealed class NamelessLedgerTests(AzuriteFixture azurite)
{
    private static readonly byte[] Secret = "a secret of some length"u8.ToArray();
    private static readonly CodePseudonyms Pseudonyms = new(Secret);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PersonalCode_Redeemed_StandsInNoBookAndInEveryAnswer()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var ledger = Nameless(process);
        var (code, intent) = await GivenAsync(process);

        var made = Assert.IsType<RedeemOutcome.Made>(await ledger.RedeemAsync(intent, Cancellation)).Redemption;
        var repeated = Assert.IsType<RedeemOutcome.Repeated>(await ledger.RedeemAsync(intent, Cancellation)).Redemption;

        Redemption?[] answers =
        [
            made,
            repeated,
            await ledger.FindAsync(made.RedemptionId, Cancellation),
            await ledger.FindByOrderAsync(intent.OrderId, Cancellation),
            await ledger.FindSettledAsync(intent.OrderId, code.Value, Cancellation),
        ];
        Assert.All(answers, answer => Assert.Equal(intent.AppliedJson, answer?.AppliedJson));
        await process.Ledger.DisposeAsync();
        var books = await BooksAsync(process, intent);
        Assert.True(books.Count >= 4);
        Assert.All(books, row => Assert.DoesNotContain(code.Value, row, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(books, row => row.Contains(Pseudonyms.Of(code), StringComparison.Ordinal));
    }

    [Fact]
    public async Task PersonalCode_HeldAndConfirmed_IsAnsweredByName()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var ledger = Nameless(process);
        var (_, intent) = await GivenAsync(process);
        var held = Assert.IsType<RedeemOutcome.Made>(await ledger.RedeemAsync(intent with { HoldFor = TimeSpan.FromMinutes(5) }, Cancellation)).Redemption;

        var confirmed = Assert.IsType<HoldOutcome.Done>(await ledger.ConfirmAsync(held.RedemptionId, Cancellation)).Redemption;

        Assert.Equal((RedemptionState.Redeemed, intent.AppliedJson), (confirmed.State, confirmed.AppliedJson));
    }

    [Fact]
    public async Task PersonalCode_OfASecondOrder_IsRefusedByName()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var ledger = Nameless(process);
        var (code, intent) = await GivenAsync(process);
        await ledger.RedeemAsync(intent, Cancellation);

        var refused = Assert.IsType<RedeemOutcome.Refused>(await ledger.RedeemAsync(intent with { OrderId = Sample.Id("order"), ContentHash = "other" }, Cancellation));

        Assert.Equal([new LimitRefusal(code.Value, LimitKind.Code, null)], refused.Refusals);
    }

    [Fact]
    public async Task PersonalCode_PaidByAClaim_IsSettledUnderItsName()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var ledger = Nameless(process);
        var (code, intent) = await GivenAsync(process);

        var made = Assert.IsType<RedeemOutcome.Made>(await ledger.RedeemRetroactivelyAsync(intent, DateTimeOffset.UtcNow.AddDays(-1), Cancellation)).Redemption;

        Assert.True(made.Retroactive);
        Assert.Equal(made.RedemptionId, (await ledger.FindSettledAsync(intent.OrderId, code.Value, Cancellation))?.RedemptionId);
        Assert.IsType<RedeemOutcome.OtherContent>(await ledger.RedeemRetroactivelyAsync(intent with { ContentHash = "other" }, DateTimeOffset.UtcNow.AddDays(-1), Cancellation));
    }

    [Fact]
    public async Task PersonalCode_OfAnErasedPerson_IsAnsweredByItsPseudonymAndTheRedemptionStands()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var ledger = Nameless(process);
        var (code, intent) = await GivenAsync(process);
        var made = Assert.IsType<RedeemOutcome.Made>(await ledger.RedeemAsync(intent, Cancellation)).Redemption;

        await new Erasure.EraseCodes(process.Tables, new BusinessCalendar(TimeZoneInfo.Utc), TimeProvider.System).EraseAsync(CustomerOf(intent), Cancellation);

        var found = await ledger.FindAsync(made.RedemptionId, Cancellation);
        Assert.Equal(made with { AppliedJson = made.AppliedJson.Replace(code.Value, Pseudonyms.Of(code), StringComparison.Ordinal) }, found);
        Assert.Null(await process.Codes.FindAsync(code, Cancellation));
        Assert.Empty(await process.Codes.PersonalNamesOfAsync(CustomerOf(intent), Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task UniqueCode_StandsInTheBooksAsItIs()
    {
        await using var process = await CodeProcess.StartAsync(azurite.ConnectionString);
        var ledger = Nameless(process);
        var code = (await process.IssueAsync(await process.CampaignAsync()))[0];
        var intent = await process.IntentAsync(code);

        await ledger.RedeemAsync(intent, Cancellation);

        Assert.Contains(await BooksAsync(process, intent), row => row.Contains(code.Value, StringComparison.Ordinal));
    }

    private static NamelessLedger Nameless(CodeProcess process) => new(process.Ledger, process.Tables, Pseudonyms);

    /// <summary>A personal code, and its customer's intent to redeem it.</summary>
    private static async Task<(PromoCode Code, RedemptionIntent Intent)> GivenAsync(CodeProcess process)
    {
        var customer = new CustomerKeys(Secret).Of(Customer.Unknown with { Id = AzuriteFixture.NewName("c") }) ?? throw new InvalidOperationException("No key.");
        var issue = new PersonalIssue(await process.CampaignAsync(), "welcome", customer, "Jane", null);
        var code = (await process.Codes.IssuePersonalAsync(issue, Cancellation)).Issued.Code;
        var intent = await process.IntentAsync(code, customer: customer.Value);
        return (code, intent with { ContentHash = "hash", AppliedJson = $$"""[{"code":"{{code.Value}}","version":1}]""" });
    }

    private static CustomerKey CustomerOf(RedemptionIntent intent) =>
        CustomerKey.TryParse(intent.CustomerKey ?? "", out var customer, out _) ? customer : throw new InvalidOperationException("No key.");

    /// <summary>All that the order, its campaign's lanes and journal and its customer's history say.</summary>
    private static async Task<List<string>> BooksAsync(CodeProcess process, RedemptionIntent intent)
    {
        var rows = new List<string>();
        foreach (var table in new[] { process.Tables.Orders, process.Tables.Lanes, process.Tables.Journal, process.Tables.History })
        {
            await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Cancellation))
            {
                var text = string.Join('\n', row.Select(cell => $"{cell.Key}={cell.Value}"));
                if (text.Contains(intent.OrderId, StringComparison.Ordinal) || text.Contains(intent.Parts[0].CampaignId, StringComparison.Ordinal))
                {
                    rows.Add(text);
                }
            }
        }

        return rows;
    }
}
