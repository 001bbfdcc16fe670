using Azure.Data.Tables;
using PromoFunctions.Tests.Support.Memory;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>Where a history takes place: its tables and its time.</summary>
internal abstract class HistoryWorld : IAsyncDisposable
{
    /// <summary>What the names of its campaigns, orders and customers begin with.</summary>
    public abstract string Tag { get; }

    /// <summary>The time of all its processes.</summary>
    public abstract TimeProvider Clock { get; }

    /// <summary>Whether nobody else has its tables, so that a sweep of all that is marked delivers to the right ones.</summary>
    public abstract bool Alone { get; }

    /// <summary>In which order requests landed, where that is known.</summary>
    public virtual IReadOnlyList<string> Landings => [];

    /// <summary>Ends when a history goes round in circles, where that is known.</summary>
    public virtual Task Exhausted { get; } = new TaskCompletionSource().Task;

    /// <summary>Lets time go by.</summary>
    public abstract void Advance(TimeSpan by);

    /// <summary>A client of its tables.</summary>
    /// <param name="process">Whose.</param>
    /// <param name="options">How it is to behave.</param>
    public abstract TableServiceClient Open(string process, TableClientOptions options);

    public abstract ValueTask DisposeAsync();
}

/// <summary>The emulator, which all histories share, and a clock that runs fast.</summary>
internal sealed class AzuriteWorld(string connectionString, DateTimeOffset start) : HistoryWorld
{
    private readonly FastClock _clock = new(start, speed: 50);

    public override string Tag { get; } = Sample.Id("h");

    public override TimeProvider Clock => _clock;

    public override bool Alone => false;

    public override void Advance(TimeSpan by) => _clock.Advance(by);

    public override TableServiceClient Open(string process, TableClientOptions options) => new(connectionString, options);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>
/// Tables in memory of the history's own. The seed names everything and draws which waiting request lands next, and time passes with
/// landings, on a busy machine too; so a seed gives a history much like the one before (see <see cref="LandingOrder"/> for how much).
/// </summary>
internal sealed class MemoryWorld : HistoryWorld
{
    private readonly LandingClock _clock;
    private readonly LandingOrder _order;
    private readonly MemoryTables _tables;

    public MemoryWorld(int seed, DateTimeOffset start)
    {
        // In slow worlds an owner's 15 seconds are over after 250 landings, in quick ones after 3,000; in some after 75, while he is at work.
        var step = TimeSpan.FromMilliseconds(HistoryScript.IsHasty(seed) ? 200 : (seed % 3) switch { 0 => 5, 1 => 20, _ => 60 });
        Tag = $"h{seed}";
        _clock = new(start);
        _order = new(seed, _clock, step, keptBack: (seed / 3 % 3) switch { 0 => 0, 1 => 4, _ => 16 });
        _tables = new(_order);
    }

    public override string Tag { get; }

    public override TimeProvider Clock => _clock;

    public override bool Alone => true;

    public override IReadOnlyList<string> Landings => _order.Landings;

    public override Task Exhausted => _order.Exhausted;

    public override void Advance(TimeSpan by) => _clock.Advance(by);

    public override TableServiceClient Open(string process, TableClientOptions options)
    {
        // The client's own pauses are by the machine's clock.
        (options.Retry.Delay, options.Retry.MaxDelay) = (TimeSpan.Zero, TimeSpan.Zero);
        options.Transport = _tables.Transport(process);
        return new(MemoryTables.ConnectionString, options);
    }

    public override ValueTask DisposeAsync() => _order.DisposeAsync();
}
