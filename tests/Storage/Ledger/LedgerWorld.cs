using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Tests.Ledger;

/// <summary>A ledger as one process has it, with its own clients; several of them on one Azurite are several processes.</summary>
internal sealed class LedgerProcess : IAsyncDisposable
{
    private LedgerProcess(PromoTables tables, StorageClock clock)
    {
        Tables = tables;
        Clock = clock;
        Ledger = new(tables, clock, new BusinessCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")), NullLoggerFactory.Instance);
    }

    public PromoTables Tables { get; }

    public StorageClock Clock { get; }

    public TableRedemptionLedger Ledger { get; }

    public static async Task<LedgerProcess> StartAsync(string connectionString, HttpPipelinePolicyFor? faults = null)
    {
        var clock = new StorageClock(TimeProvider.System);
        var usual = new TableClientOptions();
        usual.AddPolicy(new StorageClock.Policy(clock), HttpPipelinePosition.PerRetry);
        var once = new TableClientOptions { Retry = { MaxRetries = 0 } };
        if (faults is not null)
        {
            usual.AddPolicy(faults(), HttpPipelinePosition.PerRetry);
            once.AddPolicy(faults(), HttpPipelinePosition.PerRetry);
        }

        var tables = new PromoTables(new TableServiceClient(connectionString, usual), new TableServiceClient(connectionString, once));
        await tables.CreateAsync(TestContext.Current.CancellationToken);
        return new(tables, clock);
    }

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();
}

/// <summary>Makes a pipeline policy that injects faults.</summary>
internal delegate Azure.Core.Pipeline.HttpPipelinePolicy HttpPipelinePolicyFor();

/// <summary>Campaigns and intents of a test, with ids of their own.</summary>
internal static class Sample
{
    private static int _next;

    public static string Id(string what) => $"{what}-{Guid.NewGuid():N}-{Interlocked.Increment(ref _next)}";

    public static async Task<string> CampaignAsync(PromoTables tables, long? total = null, int? perCustomer = null, long? budget = null, int lanes = 1)
    {
        var id = Id("campaign");
        var row = new TableEntity(Catalog.CampaignRow.Partition, Catalog.CampaignRow.KeyOf(id))
        {
            [Catalog.CampaignRow.Revision] = 1,
            [Catalog.CampaignRow.Currency] = "EUR",
            [Catalog.CampaignRow.Total] = total,
            [Catalog.CampaignRow.PerCustomer] = perCustomer,
            [Catalog.CampaignRow.Budget] = budget,
            ["Lanes"] = lanes,
        };
        await tables.Catalog.AddEntityAsync(row, TestContext.Current.CancellationToken);
        return id;
    }

    public static Task<LimitsLeft> LeftAsync(LedgerProcess process, string campaign, string? customer, CancellationToken cancellationToken) =>
        LeftAsync(process.Tables, process.Ledger, campaign, customer, cancellationToken);

    public static Task<LimitsLeft> LeftAsync(Faults.FaultyProcess process, string campaign, string? customer, CancellationToken cancellationToken) =>
        LeftAsync(process.Tables, process.Ledger, campaign, customer, cancellationToken);

    private static async Task<LimitsLeft> LeftAsync(PromoTables tables, TableRedemptionLedger ledger, string campaign, string? customer, CancellationToken cancellationToken)
    {
        var row = await tables.Catalog.FindAsync(Catalog.CampaignRow.Partition, Catalog.CampaignRow.KeyOf(campaign), cancellationToken);
        return await ledger.LimitsLeftAsync(campaign, Catalog.CampaignRow.LimitsOf(row ?? throw new InvalidDataException("No such campaign.")), customer, cancellationToken);
    }

    public static RedemptionIntent Intent(string order, string? customer, params (string Campaign, string Code, long Discount)[] parts) => new(
        order,
        $"{customer}/{string.Join(',', parts)}",
        customer,
        "EUR",
        "web",
        10_000,
        parts.Sum(part => part.Discount),
        "[]",
        [.. parts.Select(part => new RedemptionPart(part.Code, part.Campaign, 1, 1, part.Discount))]);
}
