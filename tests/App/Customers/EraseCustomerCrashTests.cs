using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Customers;
using PromoFunctions.App.Tests.Running;
using PromoFunctions.Domain.Attempts;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Attempts;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Claims;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Erasure;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Mailing;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Customers;

/// <summary>Erasures whose process dies.</summary>
public sealed class EraseCustomerCrashTests(AzuriteFixture azurite)
{
    private static readonly byte[] Secret = "a secret of some length"u8.ToArray();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Erasure_WhoseProcessDiesAtAnyRequest_IsCompletedByTheSweepOfAnother()
    {
        await using var living = new Process(azurite.ConnectionString, null);
        await living.Tables.CreateAsync(Cancellation);
        await living.Claims.CreateTablesAsync(Cancellation);
        var scan = new TableScan(azurite.ConnectionString);

        // Few requests more each time: the whole takes some sixty, most of them looks at days without attempts.
        for (var requests = 1; ; requests += 5)
        {
            var (email, words) = ($"jane@{AzuriteFixture.NewName("e")}.example", AzuriteFixture.NewName("words"));
            var code = await GivenAsync(living, email, words);
            Assert.NotEmpty(await scan.FindAsync(email, words, code));
            bool died;
            await using (var dying = new Process(azurite.ConnectionString, requests))
            {
                died = await Record.ExceptionAsync(() => dying.Erase.HandleAsync(email, Cancellation)) is not null;
            }

            await living.Erase.SweepAsync(Cancellation);

            Assert.Empty(await scan.FindAsync(email, words, code));
            Assert.Equal(0, await living.Erase.SweepAsync(Cancellation));
            if (!died)
            {
                Assert.InRange(requests, 20, 120);
                return;
            }
        }
    }

    [Fact]
    public async Task Erasure_OfAClaimThatIsNotDecidedYet_SaysThatItCannotBe()
    {
        await using var process = new Process(azurite.ConnectionString, null);
        await process.Tables.CreateAsync(Cancellation);
        await process.Claims.CreateTablesAsync(Cancellation);
        var email = $"jane@{AzuriteFixture.NewName("e")}.example";
        await GivenAsync(process, email, "words");

        await process.Erase.HandleAsync(email, Cancellation);

        var page = await process.Claims.ListAsync(new ClaimQuery(null, Key(email), null, null, null, 10, null), Cancellation);
        var claim = Assert.Single(page.Items);
        Assert.Equal((ClaimStatus.Failed, "erased"), (claim.State.Status, claim.State.Failure?.Reason));
        Assert.Null(await process.Claims.FindContentAsync(claim.Id, Cancellation));
    }

    [Fact]
    public async Task Erasure_WithAMailThatWaits_LeavesItsTicketNothingToDoAndOtherMailsAlone()
    {
        await using var process = new Process(azurite.ConnectionString, null);
        await process.Tables.CreateAsync(Cancellation);
        await process.Claims.CreateTablesAsync(Cancellation);
        var (email, other) = ($"jane@{AzuriteFixture.NewName("e")}.example", $"kim@{AzuriteFixture.NewName("e")}.example");
        var (mine, theirs) = (await MailAsync(process, email, "words"), await MailAsync(process, other, "words"));

        await process.Erase.HandleAsync(email.ToUpperInvariant(), Cancellation);

        Assert.IsType<MailTaking.Sent>(await process.Mails.TakeAsync(mine, Cancellation));
        Assert.IsType<MailTaking.Taken>(await process.Mails.TakeAsync(theirs, Cancellation));
    }

    private static CustomerKey Key(string email) =>
        new CustomerKeys(Secret).Of(Customer.Unknown with { Email = email }) ?? throw new InvalidOperationException("No key.");

    private static T Read<T>(string json, Func<FieldReader, T?> read)
        where T : class => JsonInput.Read(Encoding.UTF8.GetBytes(json), new InputErrors(), read) ?? throw new InvalidOperationException("The sample is valid.");

    /// <summary>A personal code, a claim in the queue, a mail that waits and an attempt of a customer.</summary>
    private static async Task<string> GivenAsync(Process process, string email, string words)
    {
        var customer = Key(email);
        var issued = await process.Codes.IssuePersonalAsync(new(CampaignId.Parse(AzuriteFixture.NewName("m")), "welcome", customer, "Zqjane", null), Cancellation);
        var json = Sample.Claim("SUMMER20");
        (json["customer"] ?? throw new InvalidOperationException("No customer."))["email"] = email;
        (json["contact"] ?? throw new InvalidOperationException("No contact."))["summary"] = words;
        var claim = Read(json.ToJsonString(), reader => Claim.Read(reader, ClaimId.New(), DateTimeOffset.UtcNow));
        await process.Claims.AddAsync(claim, customer, DateTimeOffset.UtcNow, Cancellation);
        await MailAsync(process, email, words);
        var cart = Read(Sample.Cart().ToJsonString(), Cart.Read);
        process.Attempts.Add(new(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, customer, words, cart, null, [], [AttemptedCode.Failed(issued.Issued.Code)]));
        await process.Attempts.WrittenAsync(Cancellation);
        return issued.Issued.Code.Value;
    }

    private static async Task<MailTicket> MailAsync(Process process, string email, string words) =>
        await process.Mails.KeepAsync(new Mail(MailId.Of(MailKind.ClaimReply, email), MailKind.ClaimReply, email, "Zqjane", "About", words, words), Cancellation)
            ?? throw new InvalidOperationException("It was sent before.");

    /// <summary>Erasure as one process has it, which dies after so many requests.</summary>
    private sealed class Process : IAsyncDisposable
    {
        private readonly TableRedemptionLedger _ledger;

        public Process(string connectionString, int? requests)
        {
            var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
            options.AddPolicy(new Wire(requests), HttpPipelinePosition.PerRetry);
            var clock = TimeProvider.System;
            Tables = new(new TableServiceClient(connectionString, options), new TableServiceClient(connectionString, options));
            _ledger = new(Tables, clock, new BusinessCalendar(TimeZoneInfo.Utc), NullLoggerFactory.Instance);
            Codes = new(Tables, _ledger, new TableCampaignCatalog(Tables, _ledger, clock, NullLogger<TableCampaignCatalog>.Instance), clock);
            Claims = new(Tables);
            Mails = new(Tables, clock);
            Attempts = new(Tables, new CodePseudonyms(Secret), new SessionKeys(Secret), clock, NullLogger<TableAttemptJournal>.Instance);
            var keys = new CustomerKeys(Secret);
            Erase = new(
                new TableErasureStore(Tables, clock),
                [new EraseClaims(Claims, Claims, new TableGoodwillBook(Tables), clock), new EraseMails(Tables, keys, clock), new EraseCodes(Tables, new BusinessCalendar(TimeZoneInfo.Utc), clock), new EraseAttempts(Tables, clock)],
                keys,
                NullLogger<EraseCustomer>.Instance);
        }

        public PromoTables Tables { get; }

        public TableCodeStore Codes { get; }

        public TableClaimStore Claims { get; }

        public TableMailStore Mails { get; }

        public TableAttemptJournal Attempts { get; }

        public EraseCustomer Erase { get; }

        public async ValueTask DisposeAsync()
        {
            await Attempts.DisposeAsync();
            await _ledger.DisposeAsync();
        }
    }

    /// <summary>Lets so many requests through.</summary>
    private sealed class Wire(int? requests) : HttpPipelinePolicy
    {
        private int _sent;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            Interlocked.Increment(ref _sent) > requests ? throw new InvalidOperationException("The process died.") : ProcessNextAsync(message, pipeline);
    }
}
