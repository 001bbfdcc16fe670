using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Reports;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Claims;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Codes.Ends;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Reports;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Bench.Reports;

/// <summary>Finance in this process, by a clock that is set, with its storage requests counted.</summary>
internal sealed class FinanceInProcess : HttpPipelinePolicy, IAsyncDisposable
{
    private int _requests;

    public FinanceInProcess(string connectionString)
    {
        var options = new TableClientOptions();
        options.AddPolicy(this, HttpPipelinePosition.PerRetry);
        Tables = new PromoTables(new TableServiceClient(connectionString, options), new TableServiceClient(connectionString, options));
        Ledger = new(Tables, Clock, MadeDay.Calendar, NullLoggerFactory.Instance);
        Catalog = new(Tables, Ledger, Clock, NullLogger<TableCampaignCatalog>.Instance);
        Claims = new(Tables);
        var books = new TableDayBooks(Tables, Ledger, Clock);
        Store = new(Tables);
        var store = new TableCodeStore(Tables, Ledger, Catalog, Clock);
        var codes = new PrepareCodes(books, store, new TableWithdrawnGifts(Tables, Ledger, store, MadeDay.Calendar, Clock), MadeDay.Calendar);
        Prepare = new(books, Catalog, Claims, codes, MadeDay.Calendar, Clock);
        Compute = new(books, Store, Prepare, MadeDay.Calendar, Clock, [], NullLogger<ComputeReports>.Instance);
    }

    public SetClock Clock { get; } = new(MadeDay.Now);

    public PromoTables Tables { get; }

    public TableRedemptionLedger Ledger { get; }

    public TableCampaignCatalog Catalog { get; }

    public TableClaimStore Claims { get; }

    public TableReportStore Store { get; }

    public PrepareReports Prepare { get; }

    public ComputeReports Compute { get; }

    /// <summary>Requests so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref _requests);
        ProcessNext(message, pipeline);
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref _requests);
        return ProcessNextAsync(message, pipeline);
    }

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();
}

/// <summary>A clock that is set.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Set(DateTimeOffset now) => _now = now;
}
