using Microsoft.Extensions.Logging;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reports;
using PromoFunctions.Storage.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>The ledger on Table Storage: order row first, then the campaign's lane, whose transaction is the commit.</summary>
public sealed class TableRedemptionLedger : IRedemptionLedger, IAsyncDisposable
{
    private readonly OutboxBooking _booking;
    private readonly Outbox _outbox;
    private readonly GivenUpAttempts _givenUp;
    private readonly OrdersUnderWay _underWay;
    private readonly HoldRequests _ends;
    private readonly LaneReader _reader;
    private readonly LaneRepair _repair;
    private int _disposed;

    /// <summary>One instance a process.</summary>
    /// <param name="tables">The installation's tables.</param>
    /// <param name="clock">The storage's time: all instances must agree on ages.</param>
    /// <param name="calendar">The business days that redemptions are booked on.</param>
    /// <param name="loggers">For what goes wrong in the background.</param>
    /// <param name="events">Told what is booked; null tells nobody.</param>
    /// <param name="pseudonyms">By which intents name codes that bear names; null where they have the codes themselves.</param>
    public TableRedemptionLedger(
        PromoTables tables, TimeProvider clock, BusinessCalendar calendar, ILoggerFactory loggers, IRedemptionEvents? events = null, CodePseudonyms? pseudonyms = null)
        : this(tables, clock, calendar, loggers, events, Outbox.MostUnderWay, pseudonyms)
    {
    }

    /// <summary>As the other, with so many places for deliveries: with few of them, writers soon wait.</summary>
    internal TableRedemptionLedger(PromoTables tables, TimeProvider clock, BusinessCalendar calendar, ILoggerFactory loggers, IRedemptionEvents? events, int places, CodePseudonyms? pseudonyms = null)
    {
        Calendar = calendar;
        var orders = new OrderBook(tables);
        var settled = new SettledCodes(tables, pseudonyms);
        var feed = new EventFeed(events, clock, loggers.CreateLogger<EventFeed>());
        _booking = new(tables, orders, settled);
        _outbox = new(_booking, feed, clock, loggers.CreateLogger<Outbox>(), places);
        Lanes = new(tables, clock, calendar, _outbox);
        _reader = new(tables, Lanes, clock);

        var resolver = new OrderResolver(orders, new(tables), Lanes, tables, clock, loggers.CreateLogger<OrderResolver>());
        Lanes.ResolvePending = resolver.StartPending;
        _repair = new(new(tables, orders, _booking, feed), resolver, Lanes, clock);

        var holds = new HoldBook(orders, Lanes, clock);
        _ends = new(orders, resolver, holds, _outbox);
        Refunds = new(tables, resolver, holds, settled, Lanes, calendar, clock);
        Marks = new(tables, resolver, holds, Refunds);
        Standings = new(orders, resolver, holds, Refunds);

        _givenUp = new(orders);
        var repeats = new OrderRepeats(orders, holds, clock);
        var takes = new TakeAttempt(orders, resolver, repeats, Marks, Lanes, _givenUp, _outbox, clock);
        _underWay = new(new OrderAttempts(orders, resolver, holds, repeats, takes, _givenUp, clock), repeats);
        _booking.Decided += key => _ = _underWay.ForgetAsync(key);
    }

    /// <summary>The business days that redemptions are booked on.</summary>
    internal BusinessCalendar Calendar { get; }

    /// <summary>The lanes of this process.</summary>
    internal LaneRegistry Lanes { get; }

    /// <summary>What stands of orders and redemptions.</summary>
    internal OrderStandings Standings { get; }

    /// <summary>What was given back of orders.</summary>
    internal RefundBook Refunds { get; }

    /// <summary>Who has the codes that work once.</summary>
    internal CodeMarks Marks { get; }

    /// <inheritdoc/>
    public Task<RedeemOutcome> RedeemAsync(RedemptionIntent intent, CancellationToken cancellationToken) =>
        _underWay.JoinAsync(OrderKey.Own(intent.OrderId), intent, null, cancellationToken);

    /// <inheritdoc/>
    public async Task<RedeemOutcome> RedeemRetroactivelyAsync(RedemptionIntent intent, DateTimeOffset placedAt, CancellationToken cancellationToken)
    {
        var part = intent.Parts.Single();
        if (await Standings.FindTakenAsync(OrderKey.Own(intent.OrderId), part.Code, cancellationToken).ConfigureAwait(false) is { } own)
        {
            return new RedeemOutcome.OtherContent(own);
        }

        return await _underWay.JoinAsync(OrderKey.Retroactive(intent.OrderId, part.Code), intent, placedAt, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<HoldOutcome> ConfirmAsync(string redemptionId, CancellationToken cancellationToken) =>
        _ends.EndAsync(redemptionId, HoldEnding.Confirmed, cancellationToken);

    /// <inheritdoc/>
    public Task<HoldOutcome> ReleaseAsync(string redemptionId, CancellationToken cancellationToken) =>
        _ends.EndAsync(redemptionId, HoldEnding.Released, cancellationToken);

    /// <inheritdoc/>
    public Task<RefundOutcome> RefundAsync(string redemptionId, RefundRequest request, CancellationToken cancellationToken) =>
        Refunds.RefundAsync(redemptionId, request).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<Redemption?> FindAsync(string redemptionId, CancellationToken cancellationToken) => Standings.FindAsync(redemptionId, cancellationToken);

    /// <inheritdoc/>
    public Task<Redemption?> FindByOrderAsync(string orderId, CancellationToken cancellationToken) => Standings.FindByOrderAsync(orderId, cancellationToken);

    /// <inheritdoc/>
    public Task<OrderStanding> FindStandingAsync(string orderId, string? code, bool mayBearName, CancellationToken cancellationToken) =>
        Standings.FindStandingAsync(orderId, code is null ? [] : [code], cancellationToken);

    /// <inheritdoc/>
    public Task<Redemption?> FindSettledAsync(string orderId, string code, CancellationToken cancellationToken) => Standings.FindSettledAsync(orderId, code, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> UsesReturnedAsync(string redemptionId, CancellationToken cancellationToken) =>
        OrderKey.Parse(redemptionId) is { } key && await Refunds.UsesReturnedAsync(key, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<bool> OrderReturnedAsync(string orderId, CancellationToken cancellationToken) => Refunds.OrderReturnedAsync(OrderKey.Own(orderId), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LimitsLeft> LimitsLeftAsync(Campaign campaign, string? customerKey, CancellationToken cancellationToken) =>
        LimitsLeftAsync(campaign.Id.Value, LaneLimits.Of(campaign), customerKey, cancellationToken);

    /// <summary>The same for a campaign of that id with these limits.</summary>
    internal ValueTask<LimitsLeft> LimitsLeftAsync(string campaign, LaneLimits limits, string? customerKey, CancellationToken cancellationToken) =>
        _reader.LimitsLeftAsync(campaign, limits, customerKey, cancellationToken);

    /// <inheritdoc/>
    public Task<LimitsLeft> LimitsNowAsync(Campaign campaign, string? customerKey, CancellationToken cancellationToken) =>
        LimitsNowAsync(campaign.Id.Value, LaneLimits.Of(campaign), customerKey, cancellationToken);

    /// <summary>The same for a campaign of that id with these limits.</summary>
    internal Task<LimitsLeft> LimitsNowAsync(string campaign, LaneLimits limits, string? customerKey, CancellationToken cancellationToken) =>
        _reader.LimitsNowAsync(campaign, limits, customerKey, cancellationToken);

    /// <summary>What was left by the last readings of this process, however old; null when it never read them. Asks no storage.</summary>
    internal LastKnownLimits? LastKnownLimits(Campaign campaign, string? customerKey) =>
        _reader.LastKnown(campaign.Id.Value, LaneLimits.Of(campaign), customerKey);

    /// <summary>Delivers and settles what a crash left in a lane. Safe beside live writers.</summary>
    /// <returns>Outbox rows delivered, rows whose events wait for their publisher, and undecided orders settled.</returns>
    internal Task<(int Delivered, int Waiting, int Resolved)> RepairLaneAsync(LaneKey lane, CancellationToken cancellationToken) => _repair.RunAsync(lane, cancellationToken);

    /// <summary>Ends a lane's holds whose deadlines have passed. Safe beside live writers.</summary>
    internal Task EndDeadHoldsAsync(LaneKey lane, CancellationToken cancellationToken) => _repair.EndDeadHoldsAsync(lane, cancellationToken);

    /// <summary>Finishes what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        // The container knows the ledger under two types and disposes of it for each.
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        // What is delivered while the lanes still run is deleted there; what their last commits leave is delivered after.
        // A lane answers before it hands over.
        await Lanes.HandOverAsync().ConfigureAwait(false);
        await _givenUp.DrainAsync().ConfigureAwait(false);
        await _outbox.DrainAsync().ConfigureAwait(false);
        await Lanes.DisposeAsync().ConfigureAwait(false);
        await _outbox.DisposeAsync().ConfigureAwait(false);
        _booking.Dispose();
    }
}
