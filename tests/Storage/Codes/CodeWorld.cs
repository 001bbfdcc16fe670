using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Tests.Codes;

/// <summary>Codes, catalogue and ledger as one process has them.</summary>
internal sealed class CodeProcess : IAsyncDisposable
{
    private CodeProcess(PromoTables tables, TimeProvider clock, RequestLog log)
    {
        Tables = tables;
        Log = log;
        Ledger = new(tables, clock, new BusinessCalendar(TimeZoneInfo.Utc), NullLoggerFactory.Instance);
        Catalog = new(tables, Ledger, clock, NullLogger<TableCampaignCatalog>.Instance);
        Codes = new(tables, Ledger, Catalog, clock);
    }

    public PromoTables Tables { get; }

    public RequestLog Log { get; }

    public TableRedemptionLedger Ledger { get; }

    public TableCampaignCatalog Catalog { get; }

    public TableCodeStore Codes { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="connectionString">Of the storage.</param>
    /// <param name="clock">Its time; null for the storage's own.</param>
    /// <param name="installation">What its tables' names begin with, for a test that must not meet the rows of others.</param>
    public static async Task<CodeProcess> StartAsync(string connectionString, TimeProvider? clock = null, string installation = "")
    {
        var storage = new StorageClock(TimeProvider.System);
        var log = new RequestLog();
        var usual = new TableClientOptions { Retry = { MaxRetries = 0 } };
        usual.AddPolicy(new StorageClock.Policy(storage), HttpPipelinePosition.PerRetry);
        usual.AddPolicy(log, HttpPipelinePosition.PerRetry);
        var tables = new PromoTables(new OwnTables(connectionString, installation, usual), new OwnTables(connectionString, installation, usual));
        await tables.CreateAsync(Cancellation);
        return new(tables, clock ?? storage, log);
    }

    public async Task<CampaignId> CampaignAsync(long? total = null) => CampaignId.Parse(await Tests.Ledger.Sample.CampaignAsync(Tables, total));

    /// <summary>A batch's codes, after its issue.</summary>
    public async Task<IReadOnlyList<PromoCode>> IssueAsync(CampaignId campaign, int count = 1, string prefix = "TEA")
    {
        var id = BatchId.New();
        Assert.IsType<IssueBatchOutcome.Complete>(await Codes.IssueBatchAsync(campaign, id, PromoCode.Parse(prefix), count, Cancellation));
        return await ListAsync(campaign, id);
    }

    public async Task<IReadOnlyList<PromoCode>> ListAsync(CampaignId campaign, BatchId? batch)
    {
        var found = new List<PromoCode>();
        await foreach (var code in Codes.ListAsync(campaign, batch, Cancellation))
        {
            found.Add(code.Code);
        }

        return found;
    }

    /// <summary>Imports one code by itself.</summary>
    public async Task<ImportCodeOutcome> ImportAsync(IssuedCode code) =>
        (await Codes.ImportAsync(code.CampaignId ?? throw new ArgumentException("No campaign."), BatchId.New(), [code], Cancellation))[0];

    /// <summary>An intent that takes a code as it stands now.</summary>
    public async Task<RedemptionIntent> IntentAsync(PromoCode code, string? order = null, string? customer = null)
    {
        var issued = await Codes.FindAsync(code, Cancellation) ?? throw new InvalidOperationException("No such code.");
        var intent = Tests.Ledger.Sample.Intent(order ?? Tests.Ledger.Sample.Id("order"), customer, (issued.CampaignId?.Value ?? "", code.Value, 500));
        return intent with { Parts = [intent.Parts[0] with { Stamp = issued.Stamp }] };
    }

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();

    private sealed class OwnTables(string connectionString, string installation, TableClientOptions options) : TableServiceClient(connectionString, options)
    {
        public override TableClient GetTableClient(string tableName) => base.GetTableClient(installation + tableName);
    }
}
