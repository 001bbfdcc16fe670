using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
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
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Codes.Ends;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Reports;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.App.Tests.Reports;

/// <summary>Finance as one process has it, over real tables; several of one installation are several processes.</summary>
internal sealed class FinanceDesk : IAsyncDisposable
{
    public static readonly BusinessCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    private readonly AzuriteFixture _azurite;
    private readonly string _installation;

    private FinanceDesk(AzuriteFixture azurite, string installation, DrivenTime time, BusinessCalendar calendar, FaultGate? gate = null)
    {
        (_azurite, _installation, Time, Calendar) = (azurite, installation, time, calendar);
        Raw = new OwnTables(azurite.ConnectionString, installation, Options(3, gate));
        Tables = new(Raw, new OwnTables(azurite.ConnectionString, installation, Options(0, gate)));
        Ledger = new(Tables, time, calendar, NullLoggerFactory.Instance);
        Catalog = new(Tables, Ledger, time, NullLogger<TableCampaignCatalog>.Instance);
        Claims = new(Tables);
        Books = new(Tables, Ledger, time);
        Store = new(Tables);
        Codes = new(Tables, Ledger, Catalog, time);
        Withdrawn = new(Tables, Ledger, Codes, calendar, time);
        Prepare = new(Books, Catalog, Claims, new PrepareCodes(Books, Codes, Withdrawn, calendar), calendar, time);
        Compute = new(Books, Store, Prepare, calendar, time, Notices, NullLogger<ComputeReports>.Instance);
        Show = new(Books, Store, Prepare, calendar, time);
    }

    public DrivenTime Time { get; }

    public BusinessCalendar Calendar { get; }

    /// <summary>Those that are told of differences; a test may add its own.</summary>
    public List<IDifferenceNotice> Notices { get; } = [];

    public TableServiceClient Raw { get; }

    public PromoTables Tables { get; }

    public TableRedemptionLedger Ledger { get; }

    public TableCampaignCatalog Catalog { get; }

    public TableClaimStore Claims { get; }

    public TableCodeStore Codes { get; }

    public TableWithdrawnGifts Withdrawn { get; }

    public TableDayBooks Books { get; }

    public TableReportStore Store { get; }

    public PrepareReports Prepare { get; }

    public ComputeReports Compute { get; }

    public ShowReports Show { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A new installation.</summary>
    public static Task<FinanceDesk> OpenAsync(AzuriteFixture azurite, string now, BusinessCalendar? calendar = null) =>
        OpenAsync(azurite, AzuriteFixture.NewName("F"), now, calendar ?? Berlin);

    /// <summary>The only installation of an Azurite, which Apps on the same data share.</summary>
    public static Task<FinanceDesk> OpenSharedAsync(AzuriteFixture azurite, string now, BusinessCalendar calendar) => OpenAsync(azurite, "", now, calendar);

    private static async Task<FinanceDesk> OpenAsync(AzuriteFixture azurite, string installation, string now, BusinessCalendar calendar)
    {
        var desk = new FinanceDesk(azurite, installation, new DrivenTime(Instant(now)), calendar);
        await desk.Tables.CreateAsync(Token);
        await desk.Claims.CreateTablesAsync(Token);
        return desk;
    }

    /// <summary>Another process of the same installation; with a clock of its own when told so, and with faults that its storage requests meet.</summary>
    public FinanceDesk Beside(string? now = null, FaultGate? gate = null) => new(_azurite, _installation, now is null ? Time : new DrivenTime(Instant(now)), Calendar, gate);

    public static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public async Task<string> CampaignAsync(string id, string currency = "EUR", long? budget = null, string status = "active", long? total = null, string endsAt = "2036-01-01T00:00:00Z")
    {
        var json = $$"""
            { "name": "Name of {{id}}", "goal": "clear-inventory", "status": "{{status}}", "currency": "{{currency}}",
              "limits": { "budget": {{budget?.ToString(CultureInfo.InvariantCulture) ?? "null"}}, "total": {{total?.ToString(CultureInfo.InvariantCulture) ?? "null"}} },
              "startsAt": "2026-01-01T00:00:00Z", "endsAt": "{{endsAt}}",
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

    private static TableClientOptions Options(int retries, FaultGate? gate)
    {
        var options = new TableClientOptions { Retry = { MaxRetries = retries } };
        if (gate is not null)
        {
            // The dead do not wait long.
            (options.Retry.Delay, options.Retry.MaxDelay) = (TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(10));
            options.AddPolicy(gate, HttpPipelinePosition.BeforeTransport);
        }

        return options;
    }

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

    public void Set(string now) => Set(FinanceDesk.Instant(now));

    public void Set(DateTimeOffset now)
    {
        lock (_gate)
        {
            (_from, _since) = (now, System.GetTimestamp());
        }
    }
}
