using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Ledger;
using PromoFunctions.Storage.Tables;
using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>A ledger whose storage requests all go through a gate.</summary>
internal sealed class FaultyProcess : IAsyncDisposable
{
    public FaultyProcess(string connectionString, FaultGate gate, TimeProvider clock, IRedemptionEvents? events = null, int places = Outbox.MostUnderWay)
        : this(options => new(connectionString, options), gate, clock, events, places)
    {
    }

    public FaultyProcess(HistoryWorld world, FaultGate gate, IRedemptionEvents? events = null, int places = Outbox.MostUnderWay)
        : this(options => world.Open(gate.ToString(), options), gate, world.Clock, events, places)
    {
    }

    private FaultyProcess(Func<TableClientOptions, TableServiceClient> open, FaultGate gate, TimeProvider clock, IRedemptionEvents? events, int places)
    {
        Gate = gate;
        Tables = new(open(Options(gate, 3)), open(Options(gate, 0)));
        Ledger = new(Tables, clock, Calendar, NullLoggerFactory.Instance, events, places);
    }

    public static BusinessCalendar Calendar { get; } = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    public FaultGate Gate { get; }

    public PromoTables Tables { get; }

    public TableRedemptionLedger Ledger { get; }

    public LaneWriter Lane(string campaign) => Ledger.Lanes.Get(new(campaign, 0));

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();

    private static TableClientOptions Options(FaultGate gate, int retries)
    {
        var options = new TableClientOptions { Retry = { MaxRetries = retries, Delay = TimeSpan.FromMilliseconds(2), MaxDelay = TimeSpan.FromMilliseconds(10) } };
        options.AddPolicy(gate, HttpPipelinePosition.BeforeTransport);
        return options;
    }
}
