using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.App.Http;
using PromoFunctions.App.Reports;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Catalog;
using PromoFunctions.Storage.Claims;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Reports;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;

namespace PromoFunctions.App.Tests.Reports;

/// <summary>Finance as one process has it, over real tables; several of one installation are several processes.</summary>
internal sealed class FinanceDesk : IAsyncDisposable
{
    public static readonly BusinessCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    private readonly AzuriteFixture _azurite;
    private readonly string _installation;

    private FinanceDesk(AzuriteFixture azurite, string installation, DrivenTime time)
    {
        (_azurite, _installation, Time) = (azurite, installation, time);
        Raw = new OwnTables(azurite.ConnectionString, installation, new TableClientOptions());
        Tables = new(Raw, new OwnTables(azurite.ConnectionString, installation, new TableClientOptions { Retry = { MaxRetries = 0 } }));
        Ledger = new(Tables, time, Berlin, NullLoggerFactory.Instance);
        Catalog = new(Tables, Ledger, time, NullLogger<TableCampaignCatalog>.Instance);
        Claims = new(Tables);
        Books = new(Tables, Ledger, time);
        Store = new(Tables);
        Prepare = new(Books, Catalog, Claims, Berlin, time);
        Compute = new(Books, Store, Prepare, Berlin, time, Notices, NullLogger<ComputeReports>.Instance);
        Show = new(Books, Store, Prepare, Berlin, time);
    }

    public DrivenTime Time { get; }

    /// <summary>Those that are told of differences; a test may add its own.</summary>
    public List<IDifferenceNotice> Notices { get; } = [];

    public TableServiceClient Raw { get; }

    public PromoTables Tables { get; }

    public TableRedemptionLedger Ledger { get; }

    public TableCampaignCatalog Catalog { get; }

    public TableClaimStore Claims { get; }

    public TableDayBooks Books { get; }

    public TableReportStore Store { get; }

    public PrepareReports Prepare { get; }

    public ComputeReports Compute { get; }

    public ShowReports Show { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A new installation.</summary>
    public static async Task<FinanceDesk> OpenAsync(AzuriteFixture azurite, string now)
    {
        var desk = new FinanceDesk(azurite, AzuriteFixture.NewName("F"), new DrivenTime(Instant(now)));
        await desk.Tables.CreateAsync(Token);
        await desk.Claims.CreateTablesAsync(Token);
        return desk;
    }

    /// <summary>Another process of the same installation; with a clock of its own when told so.</summary>
    public FinanceDesk Beside(string? now = null) => new(_azurite, _installation, now is null ? Time : new DrivenTime(Instant(now)));

    public static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public async Task<string> CampaignAsync(string id, string currency = "EUR", long? budget = null, string status = "active")
    {
        var json = $$"""
            { "name": "Name of {{id}}", "goal": "clear-inventory", "status": "{{status}}", "currency": "{{currency}}", "limits": { "budget": {{budget?.ToString(CultureInfo.InvariantCulture) ?? "null"}} }, "startsAt": "2026-01-01T00:00:00Z", "endsAt": "2036-01-01T00:00:00Z",
              "timeZone": "Europe/Berlin", "discount": { "kind": "percent-off", "percent": 20, "appliesTo": { "target": "items" } }, "conditions": [], "combinesWith": [], "announce": false }
            """;
        var errors = new InputErrors();
        var definition = JsonInput.Read(Encoding.UTF8.GetBytes(json), errors, CampaignDefinition.Read)
            ?? throw new InvalidOperationException(errors.ToList()[0].Key + " " + errors.ToList()[0].Value[0]);
        Assert.IsType<SaveCampaignOutcome.Saved>(await Catalog.SaveAsync(CampaignId.Parse(id), definition, null, Token));
        return id;
    }

    /// <summary>Redeems, for the parts' campaigns; the discount of each is in minor units.</summary>
    public async Task RedeemAsync(string order, string? customer, string channel, string currency, long orderValue, params (string Campaign, long Discount)[] parts) =>
        Assert.IsType<RedeemOutcome.Made>(await Ledger.RedeemAsync(Intent(order, customer, channel, currency, orderValue, parts), Token));

    public static RedemptionIntent Intent(string order, string? customer, string channel, string currency, long orderValue, params (string Campaign, long Discount)[] parts) => new(
        order,
        order,
        customer,
        currency,
        channel,
        orderValue,
        parts.Sum(part => part.Discount),
        "[]",
        [.. parts.Select((part, i) => new RedemptionPart($"CODE{i}", part.Campaign, 1, 1, part.Discount))]);

    /// <summary>Runs until a day is counted: what follows a redemption's answer takes its time.</summary>
    public async Task RunThroughAsync(string day)
    {
        do
        {
            await Compute.RunAsync(Token);
            await Task.Delay(50, Token);
        }
        while (string.CompareOrdinal((await Books.ProgressAsync(Token)).CountedThrough, day) < 0);
    }

    public async Task<Report> ReportAsync(ReportKind kind, string day) =>
        await Store.FindAsync(ReportPeriod.Of(kind, day), Token) ?? throw new InvalidOperationException($"No report was written for {kind} {day}.");

    public async Task<(int Status, JsonNode Body)> GetAsync(string kind, string period, string? format = null)
    {
        var shown = await Show.OneAsync(kind, period, format, [], Token);
        var answer = shown.Report is { } report ? Answer.Ok(writer => ReportJson.Write(writer, report)) : shown.Problem ?? Problem.Internal;
        return (answer.Status, Tests.Claims.Desk.BodyOf(answer));
    }

    public async Task<List<TableEntity>> RowsAsync(string table, string? partition = null)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in Raw.GetTableClient(table).QueryAsync<TableEntity>(
            partition is null ? null : TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: Token))
        {
            rows.Add(row);
        }

        return rows;
    }

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();

    /// <summary>An installation's tables among those of others.</summary>
    private sealed class OwnTables(string connectionString, string installation, TableClientOptions options) : TableServiceClient(connectionString, options)
    {
        public override TableClient GetTableClient(string tableName) => base.GetTableClient(installation + tableName);
    }
}

/// <summary>A clock that is set, and goes on from there.</summary>
internal sealed class DrivenTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset _from = start;
    private long _since = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _from + System.GetElapsedTime(_since);
        }
    }

    public void Set(string now)
    {
        lock (_gate)
        {
            (_from, _since) = (FinanceDesk.Instant(now), System.GetTimestamp());
        }
    }
}
