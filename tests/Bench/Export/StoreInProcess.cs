using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Bench.Export;

/// <summary>The codes' store in this process, with its storage requests counted.</summary>
internal sealed class StoreInProcess : HttpPipelinePolicy, IAsyncDisposable
{
    private int _requests;
    private int _transactions;

    public StoreInProcess(string connectionString)
    {
        var options = new TableClientOptions();
        options.AddPolicy(this, HttpPipelinePosition.PerRetry);
        Tables = new PromoTables(new TableServiceClient(connectionString, options), new TableServiceClient(connectionString, options));
        var clock = new StorageClock(TimeProvider.System);
        Ledger = new(Tables, clock, new BusinessCalendar(TimeZoneInfo.Utc), NullLoggerFactory.Instance);
        Codes = new(Tables, Ledger, new TableCampaignCatalog(Tables, Ledger, clock, NullLogger<TableCampaignCatalog>.Instance), clock);
    }

    public PromoTables Tables { get; }

    public TableRedemptionLedger Ledger { get; }

    public TableCodeStore Codes { get; }

    /// <summary>Requests so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Those of them that were transactions.</summary>
    public int Transactions => Volatile.Read(ref _transactions);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Count(message);
        ProcessNext(message, pipeline);
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Count(message);
        return ProcessNextAsync(message, pipeline);
    }

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();

    private void Count(HttpMessage message)
    {
        Interlocked.Increment(ref _requests);
        if (message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _transactions);
        }
    }
}
