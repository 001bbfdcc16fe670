using System.Collections.Concurrent;
using System.Collections.Immutable;
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
public sealed partial class TableRedemptionLedger : IRedemptionLedger, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Task<RedeemOutcome>> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _givingUp = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly OrderBook _orders;
    private readonly Outbox _outbox;
    private readonly OrderResolver _resolver;
    private readonly HoldBook _holds;
    private readonly LaneReader _reader;
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
        _clock = clock;
        Calendar = calendar;
        _orders = new(tables);
        var settled = new SettledCodes(tables, pseudonyms);
        _outbox = new(tables, _orders, settled, new EventFeed(events, clock, loggers.CreateLogger<EventFeed>()), clock, loggers.CreateLogger<Outbox>(), places);
        _outbox.Decided += key => _ = ForgetAsync(key);
        Lanes = new(tables, clock, calendar, _outbox);
        _resolver = new(_orders, _outbox, Lanes, tables, clock, loggers.CreateLogger<OrderResolver>());
        Lanes.ResolvePending = _resolver.StartPending;
        _reader = new(tables, Lanes, clock);
        _holds = new(_orders, Lanes, clock);
        Refunds = new(tables, _resolver, _holds, settled, Lanes, calendar, clock);
        Marks = new(tables, _resolver, _holds, Refunds);
    }

    /// <summary>The business days that redemptions are booked on.</summary>
    internal BusinessCalendar Calendar { get; }

    /// <summary>The lanes of this process.</summary>
    internal LaneRegistry Lanes { get; }

    /// <summary>What was given back of orders.</summary>
    internal RefundBook Refunds { get; }

    /// <summary>Who has the codes that work once.</summary>
    internal CodeMarks Marks { get; }

    /// <inheritdoc/>
    public Task<RedeemOutcome> RedeemAsync(RedemptionIntent intent, CancellationToken cancellationToken) =>
        JoinAsync(OrderKey.Own(intent.OrderId), intent, null, cancellationToken);

    /// <inheritdoc/>
    public async Task<RedeemOutcome> RedeemRetroactivelyAsync(RedemptionIntent intent, DateTimeOffset placedAt, CancellationToken cancellationToken)
    {
        var part = intent.Parts.Single();
        if (await FindTakenAsync(OrderKey.Own(intent.OrderId), part.Code, cancellationToken).ConfigureAwait(false) is { } own)
        {
            return new RedeemOutcome.OtherContent(own);
        }

        return await JoinAsync(OrderKey.Retroactive(intent.OrderId, part.Code), intent, placedAt, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<Redemption?> FindAsync(string redemptionId, CancellationToken cancellationToken) =>
        OrderKey.Parse(redemptionId) is { } key
        && await _resolver.LookAsync(key, cancellationToken).ConfigureAwait(false) is { Redemption: not null } decision
            ? await _holds.PresentAsync(key, decision, cancellationToken).ConfigureAwait(false)
            : null;

    /// <inheritdoc/>
    public async Task<Redemption?> FindByOrderAsync(string orderId, CancellationToken cancellationToken) =>
        (await FindLastTakenAsync(OrderKey.Own(orderId), rare: false, cancellationToken).ConfigureAwait(false))?.Redemption;

    /// <inheritdoc/>
    public Task<OrderStanding> FindStandingAsync(string orderId, string code, bool mayBearName, CancellationToken cancellationToken) =>
        FindStandingAsync(orderId, [code], cancellationToken);

    /// <summary>The same for a code that the books may know by one of several names.</summary>
    internal async Task<OrderStanding> FindStandingAsync(string orderId, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var own = await FindLastTakenAsync(OrderKey.Own(orderId), rare: true, cancellationToken).ConfigureAwait(false);
        var settled = names.Select(name => Taken(own, name)).FirstOrDefault(taken => taken is not null);
        foreach (var name in names)
        {
            settled ??= await FindTakenAsync(OrderKey.Retroactive(orderId, name), name, cancellationToken).ConfigureAwait(false);
        }

        return new(own?.Redemption, settled, await OrderReturnedAsync(orderId, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<Redemption?> FindSettledAsync(string orderId, string code, CancellationToken cancellationToken) =>
        await FindTakenAsync(OrderKey.Own(orderId), code, cancellationToken).ConfigureAwait(false)
        ?? await FindTakenAsync(OrderKey.Retroactive(orderId, code), code, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<RefundOutcome> RefundAsync(string redemptionId, RefundRequest request, CancellationToken cancellationToken) =>
        Refunds.RefundAsync(redemptionId, request).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> UsesReturnedAsync(string redemptionId, CancellationToken cancellationToken) =>
        OrderKey.Parse(redemptionId) is { } key && await Refunds.UsesReturnedAsync(key, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<bool> OrderReturnedAsync(string orderId, CancellationToken cancellationToken) => Refunds.OrderReturnedAsync(OrderKey.Own(orderId), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LimitsLeft> LimitsLeftAsync(Campaign campaign, string? customerKey, CancellationToken cancellationToken) =>
        LimitsLeftAsync(campaign.Id.Value, LaneLimits.Of(campaign), customerKey, cancellationToken);

    /// <inheritdoc/>
    public Task<LimitsLeft> LimitsNowAsync(Campaign campaign, string? customerKey, CancellationToken cancellationToken) =>
        _reader.LimitsNowAsync(campaign.Id.Value, LaneLimits.Of(campaign), customerKey, cancellationToken);

    /// <summary>The same for a campaign of that id with these limits.</summary>
    internal Task<LimitsLeft> LimitsNowAsync(string campaign, LaneLimits limits, string? customerKey, CancellationToken cancellationToken) =>
        _reader.LimitsNowAsync(campaign, limits, customerKey, cancellationToken);

    /// <summary>The key of a redemption's customer; null for an unknown redemption and for an anonymous order.</summary>
    internal async Task<string?> CustomerOfAsync(string redemptionId, CancellationToken cancellationToken) =>
        OrderKey.Parse(redemptionId) is { } key ? (await _orders.FindAttemptAsync(key, cancellationToken).ConfigureAwait(false))?.Intent.CustomerKey : null;

    /// <summary>The same for a campaign of that id with these limits.</summary>
    internal ValueTask<LimitsLeft> LimitsLeftAsync(string campaign, LaneLimits limits, string? customerKey, CancellationToken cancellationToken) =>
        _reader.LimitsLeftAsync(campaign, limits, customerKey, cancellationToken);

    /// <summary>What was left by the last readings of this process, however old; null when it never read them. Asks no storage.</summary>
    internal LastKnownLimits? LastKnownLimits(Campaign campaign, string? customerKey) =>
        _reader.LastKnown(campaign.Id.Value, LaneLimits.Of(campaign), customerKey);

    /// <summary>Delivers and settles what a crash left in a lane. Safe beside live writers.</summary>
    /// <returns>Outbox rows delivered, rows whose events wait for their publisher, and undecided orders settled.</returns>
    internal async Task<(int Delivered, int Waiting, int Resolved)> RepairLaneAsync(LaneKey lane, CancellationToken cancellationToken)
    {
        var (delivered, waiting) = await _outbox.RepairAsync(Lanes.Get(lane), lane, _clock.GetUtcNow() - Attempt.OwnerAlone, cancellationToken).ConfigureAwait(false);
        var resolved = await _resolver.ResolvePendingAsync(lane, cancellationToken).ConfigureAwait(false);
        await Lanes.LiftLapsedAsync(lane, cancellationToken).ConfigureAwait(false);
        await EndDeadHoldsAsync(lane, cancellationToken).ConfigureAwait(false);
        await Lanes.Transfers.RepairAsync(lane, cancellationToken).ConfigureAwait(false);
        return (delivered, waiting, resolved);
    }

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
        await Task.WhenAll(_givingUp.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _outbox.DrainAsync().ConfigureAwait(false);
        await Lanes.DisposeAsync().ConfigureAwait(false);
        await _outbox.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Within one process, requests of one order go one after the other: a double click waits for the first.</summary>
    private async Task<RedeemOutcome> JoinAsync(OrderKey first, RedemptionIntent intent, DateTimeOffset? placedAt, CancellationToken cancellationToken)
    {
        while (true)
        {
            var mine = new TaskCompletionSource<RedeemOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            var standing = _underWay.GetOrAdd(first.SlotKey, mine.Task);
            if (standing != mine.Task)
            {
                await ((Task)standing).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                if (standing.IsCompletedSuccessfully && await standing.ConfigureAwait(false) is RedeemOutcome.Made made)
                {
                    if (await AsMadeAsync(made.Redemption, cancellationToken).ConfigureAwait(false) is { } present)
                    {
                        return Compare(present, intent);
                    }

                    // A hold that is over: the order may be taken anew, though the first decision is on its way still.
                    _underWay.TryRemove(new(first.SlotKey, standing));
                    continue;
                }

                // It was refused or failed, and its entry is gone or about to go.
                await Task.Yield();
                continue;
            }

            return await OwnAsync(mine, first, intent, placedAt).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs to its end even when the caller goes away, so that an attempt is not left undecided by an impatient client.</summary>
    private async Task<RedeemOutcome> OwnAsync(TaskCompletionSource<RedeemOutcome> mine, OrderKey first, RedemptionIntent intent, DateTimeOffset? placedAt)
    {
        try
        {
            var outcome = await AttemptAsync(first, intent, placedAt).ConfigureAwait(false);
            if (outcome is not RedeemOutcome.Made || intent.Parts.Select(part => part.CampaignId).Distinct().Count() > 1)
            {
                _underWay.TryRemove(new(first.SlotKey, mine.Task));
            }

            // A redemption made here in one lane stays known until its decision row is delivered.
            mine.SetResult(outcome);
            return outcome;
        }
        catch (Exception failure)
        {
            _underWay.TryRemove(new(first.SlotKey, mine.Task));
            mine.SetException(failure);
            _ = mine.Task.Exception;
            throw;
        }
    }

    /// <summary>Marks the codes that work once, then takes the limits. Null: somebody else gave the attempt up.</summary>
    private async Task<RedeemOutcome?> TakeAsync(Attempt attempt)
    {
        var marks = new List<CodeMark>();
        var outcome = await Marks.SetAsync(attempt, marks, CancellationToken.None).ConfigureAwait(false);
        if (outcome is not null)
        {
            await _orders.DecideAsync(attempt.Key, Decision.Abort, CancellationToken.None).ConfigureAwait(false);
        }
        else
        {
            attempt = attempt with { Marks = [.. marks] };
            outcome = attempt.Lanes.Length == 1
                ? await TakeInOneLaneAsync(attempt).ConfigureAwait(false)
                : await TakeInSeveralLanesAsync(attempt).ConfigureAwait(false);
        }

        if (outcome is null or RedeemOutcome.Refused or RedeemOutcome.TermsChanged)
        {
            await Marks.ClearAsync(marks, CancellationToken.None).ConfigureAwait(false);
        }

        return outcome;
    }

    private async Task<RedeemOutcome?> TakeInOneLaneAsync(Attempt attempt)
    {
        var result = await TakeAsync(attempt, attempt.Lanes[0], prepare: false).ConfigureAwait(false);
        switch (result)
        {
            case TakeResult.Taken taken when Decision.Commit(attempt, taken.At, taken.HeldUntil).Redemption is { } redemption:
                return new RedeemOutcome.Made(redemption);
            case TakeResult.TakenOver:
                var decision = await _resolver.ResolveAsync(attempt.Key, CancellationToken.None).ConfigureAwait(false);

                // Not "made": this process does not deliver it, so nothing would ever take it out of what is under way.
                return await StandingAsync(attempt.Key, decision, attempt.Intent).ConfigureAwait(false);
            case TakeResult.Refused when !attempt.Intent.Parts.Any(part => part.Stamp is not null):
                GiveUp(attempt.Key);
                return Refusal([result]);
            default:
                await _orders.DecideAsync(attempt.Key, Decision.Abort, CancellationToken.None).ConfigureAwait(false);
                return Refusal([result]);
        }
    }

    /// <summary>
    /// Writes down, behind the answer, that nothing came of an attempt. The order's next request in this process waits for it, one in another looks
    /// again until it stands; should this process die first, it is settled after 15 seconds as any other.
    /// </summary>
    private void GiveUp(OrderKey key)
    {
        var written = _orders.DecideAsync(key, Decision.Abort, CancellationToken.None);
        _givingUp[key.SlotKey] = written;
        _ = written.ContinueWith(
            done =>
            {
                _givingUp.TryRemove(new(key.SlotKey, written));
                return done.Exception;
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    /// <summary>Prepares every lane in sorted order, then decides with one insert; the lanes are settled after the answer.</summary>
    private async Task<RedeemOutcome?> TakeInSeveralLanesAsync(Attempt attempt)
    {
        var results = new List<TakeResult>();
        foreach (var lane in attempt.Lanes)
        {
            results.Add(await TakeAsync(attempt, lane, prepare: true).ConfigureAwait(false));
        }

        var now = _clock.GetUtcNow();
        var proposal = results.TrueForAll(result => result is TakeResult.Taken) ? Decision.Commit(attempt, now, HoldDeadline.Of(now, attempt.Intent.HoldFor)) : Decision.Abort;
        var decision = await _orders.DecideAsync(attempt.Key, proposal, CancellationToken.None).ConfigureAwait(false);
        var settled = attempt.Lanes.Select(lane => Lanes.Get(lane).PostAsync(new SettlePrepared(attempt.Key, decision))).ToList();
        if (decision.Redemption is { } redemption)
        {
            // What fails here is found by the sweep: the prepared rows stand in marked lanes.
            _ = Task.WhenAll(settled).ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            if (decision.Once && redemption.HeldUntil is null)
            {
                _outbox.Settle(_ => Task.FromResult<Attempt?>(attempt));
            }

            return new RedeemOutcome.Made(redemption);
        }

        await Task.WhenAll(settled).ConfigureAwait(false);
        return results.Exists(result => result is TakeResult.Refused or TakeResult.TermsChanged) ? Refusal(results) : null;
    }

    private Task<TakeResult> TakeAsync(Attempt attempt, LaneKey lane, bool prepare) => Lanes.Get(lane).PostAsync(
        new TakeUses(attempt, [.. attempt.Intent.Parts.Where(part => part.CampaignId == lane.CampaignId)], prepare, _clock.GetTimestamp()));

    private static RedeemOutcome Refusal(IReadOnlyList<TakeResult> results)
    {
        var changed = results.OfType<TakeResult.TermsChanged>().Select(result => result.CampaignId).ToImmutableArray();
        return changed.Length > 0
            ? new RedeemOutcome.TermsChanged(changed)
            : new RedeemOutcome.Refused([.. results.OfType<TakeResult.Refused>().SelectMany(result => result.Refusals)]);
    }

    private static RedeemOutcome Compare(Redemption standing, RedemptionIntent intent) =>
        standing.OrderId == intent.OrderId && standing.ContentHash == intent.ContentHash
            ? new RedeemOutcome.Repeated(standing)
            : new RedeemOutcome.OtherContent(standing);
}
