using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Codes.Ends;
using PromoFunctions.Storage.Erasure;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Storage.Tests.Claims;
using PromoFunctions.Storage.Tests.Ledger.Faults;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.Storage.Tests.Codes;

/// <summary>A code that is issued at the very instant of its owner's erasure: whichever of the two comes first at each step, no row is left.</summary>
public sealed class ErasureAtIssueTests(AzuriteFixture azurite)
{
    private static readonly CustomerKeys Keys = new("a secret of some length"u8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static EraseCodes Erasing(PromoTables tables) => new(tables, new BusinessCalendar(TimeZoneInfo.Utc), TimeProvider.System);

    public static TheoryData<bool> Ways => [false, true];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Erasure_BetweenThePersonsRowAndTheCode_LeavesNoRow(bool import)
    {
        var customer = NewCustomer();
        var issuer = await TablesAsync(OnInsertOfACode, () => Erasing(Tables()).EraseAsync(customer, Cancellation));

        await IssueAsync(issuer, customer, import);

        await AssertNothingAsync(customer);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Erasure_ThatHasLookedForTheCodeBeforeItStood_LeavesNoRow(bool import)
    {
        var customer = NewCustomer();
        var (looked, issued) = (new TaskCompletionSource(), new TaskCompletionSource());
        var eraser = await TablesAsync(OnDeleteOfAPersonsRow, () =>
        {
            looked.SetResult();
            return issued.Task;
        });
        var erasing = Task.CompletedTask;
        var issuer = await TablesAsync(OnInsertOfACode, () =>
        {
            erasing = Erasing(eraser).EraseAsync(customer, Cancellation);
            return Task.WhenAny(looked.Task, erasing);
        });

        await IssueAsync(issuer, customer, import);
        issued.SetResult();
        await erasing;

        Assert.True(looked.Task.IsCompleted);
        await AssertNothingAsync(customer);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Erasure_JustAfterTheCodeStood_LeavesNoRowAndTheIssueDrawsNoOther(bool import)
    {
        var customer = NewCustomer();
        var inserted = false;
        var issuer = await TablesAsync(
            (method, path) => (inserted |= OnInsertOfACode(method, path)) && method == "GET" && path.Contains(import ? "/CodePersons(" : "/Codes(", StringComparison.Ordinal),
            () => Erasing(Tables()).EraseAsync(customer, Cancellation));

        await IssueAsync(issuer, customer, import);

        await AssertNothingAsync(customer);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Erasure_WhoseIssuerDiesOnceTheCodeStands_LeavesNoRowAfterTheSweep(bool import)
    {
        // A sweep looks at all that is due, so the test has tables of its own.
        var installation = AzuriteFixture.NewName("G");
        var tables = Tables(null, installation);
        await tables.CreateAsync(Cancellation);
        var customer = NewCustomer();
        var dying = Tables(new LastInsert(() => Erasing(tables).EraseAsync(customer, Cancellation)), installation);

        await Assert.ThrowsAnyAsync<Exception>(() => IssueAsync(dying, customer, import));
        Assert.Single(await CodesOfAsync(customer, tables));
        var later = new StandingClock();
        later.Advance(TimeSpan.FromMinutes(10));
        var calendar = new BusinessCalendar(TimeZoneInfo.Utc);
        await using var ledger = new TableRedemptionLedger(tables, later, calendar, NullLoggerFactory.Instance);
        await new CodeEndSweep(tables, ledger, calendar, later).RunAsync((_, _) => Task.CompletedTask, Cancellation);

        await AssertNothingAsync(customer, tables);
        Assert.Empty(await tables.CodeDue.QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Issue_WithoutAnErasure_LeavesTheCode(bool import)
    {
        var customer = NewCustomer();

        await IssueAsync(await TablesAsync((_, _) => false, () => Task.CompletedTask), customer, import);

        Assert.Single(await CodesOfAsync(customer));
    }

    private static bool OnInsertOfACode(string method, string path) => method == "POST" && path.EndsWith("/Codes", StringComparison.Ordinal);

    private static bool OnDeleteOfAPersonsRow(string method, string path) => method == "DELETE" && path.Contains("/CodePersons(", StringComparison.Ordinal);

    private static CustomerKey NewCustomer() => Keys.Of(Customer.Unknown with { Id = AzuriteFixture.NewName("c") }) ?? throw new InvalidOperationException("No key.");

    private static async Task IssueAsync(PromoTables tables, CustomerKey customer, bool import)
    {
        var campaign = CampaignId.Parse(AzuriteFixture.NewName("m"));
        if (import)
        {
            var code = new IssuedCode(PromoCode.Parse("JANE" + GeneratedPart.Random(15)), campaign, CodeKind.Personal) { BoundTo = customer };
            await new CodeImports(tables, TimeProvider.System, new BusinessCalendar(TimeZoneInfo.Utc)).ImportAsync(campaign, BatchId.New(), [code], Cancellation);
        }
        else
        {
            await new PersonalCodes(tables, TimeProvider.System, new BusinessCalendar(TimeZoneInfo.Utc)).IssueAsync(new PersonalIssue(campaign, "welcome", customer, "Jane", null), Cancellation);
        }
    }

    private PromoTables Tables(HttpPipelinePolicy? policy = null, string installation = "")
    {
        var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
        if (policy is not null)
        {
            options.AddPolicy(policy, HttpPipelinePosition.PerCall);
        }

        return new(new OwnTables(azurite.ConnectionString, installation, options), new OwnTables(azurite.ConnectionString, installation, options));
    }

    /// <summary>The tables of a process that does something else before the first request of a kind goes out.</summary>
    private async Task<PromoTables> TablesAsync(Func<string, string, bool> at, Func<Task> first)
    {
        await Tables().CreateAsync(Cancellation);
        return Tables(new Before(at, first));
    }

    private async Task<List<TableEntity>> CodesOfAsync(CustomerKey customer, PromoTables? tables = null) =>
        await (tables ?? Tables()).Codes.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"BoundTo eq {customer.Value}"), cancellationToken: Cancellation).ToListAsync(Cancellation);

    private async Task AssertNothingAsync(CustomerKey customer, PromoTables? tables = null)
    {
        Assert.Empty(await CodesOfAsync(customer, tables));
        Assert.Empty(await (tables ?? Tables()).CodePersons.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {customer.Value}"), cancellationToken: Cancellation).ToListAsync(Cancellation));
    }

    private sealed class Before(Func<string, string, bool> at, Func<Task> first) : HttpPipelinePolicy
    {
        private int _done;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (at(message.Request.Method.Method, message.Request.Uri.ToUri().AbsolutePath) && Interlocked.Exchange(ref _done, 1) == 0)
            {
                await first();
            }

            await ProcessNextAsync(message, pipeline);
        }
    }

    /// <summary>A process that dies with the insert of a code, before which something else is done.</summary>
    private sealed class LastInsert(Func<Task> first) : HttpPipelinePolicy
    {
        private volatile bool _dead;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (_dead)
            {
                throw new IOException("The process died.");
            }

            var last = message.Request.Method.Method == "POST" && message.Request.Uri.ToUri().AbsolutePath.EndsWith("Codes", StringComparison.Ordinal);
            if (last)
            {
                await first();
            }

            await ProcessNextAsync(message, pipeline);
            _dead = last;
        }
    }
}
