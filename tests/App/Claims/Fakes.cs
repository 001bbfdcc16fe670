using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PromoFunctions.App.Claims;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Tests.Claims;

/// <summary>A ledger of one campaign in memory: exact, once for an order and a code, and under a limit.</summary>
internal sealed class FakeLedger : IRedemptionLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Order, string Code), Redemption> _retroactive = [];

    /// <summary>Uses left.</summary>
    public long Left { get; set; } = long.MaxValue;

    /// <summary>What limits are said to be left, where that is not the truth any more.</summary>
    public long? SaidToBeLeft { get; set; }

    /// <summary>The order's own redemption, when it has one.</summary>
    public Redemption? Own { get; set; }

    /// <summary>Whether every order was given back in full.</summary>
    public bool Returned { get; set; }

    /// <summary>After how many looks the order is given back; never when below 0.</summary>
    public int ReturnedAfterLooks { get; set; } = -1;

    /// <summary>Called once, before something is paid.</summary>
    public Func<Task>? BeforeNext { get; set; }

    /// <summary>How often a campaign change is met before the ledger accepts.</summary>
    public int TermsChanges { get; set; }

    public IReadOnlyCollection<Redemption> Retroactive
    {
        get
        {
            lock (_gate)
            {
                return [.. _retroactive.Values];
            }
        }
    }

    public Task<RedeemOutcome> RedeemAsync(RedemptionIntent intent, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<HoldOutcome> ConfirmAsync(string redemptionId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<HoldOutcome> ReleaseAsync(string redemptionId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async Task<RedeemOutcome> RedeemRetroactivelyAsync(RedemptionIntent intent, DateTimeOffset placedAt, CancellationToken cancellationToken)
    {
        if (BeforeNext is { } before)
        {
            BeforeNext = null;
            await before();
        }

        lock (_gate)
        {
            return Redeem(intent);
        }
    }

    public Task<RefundOutcome> RefundAsync(string redemptionId, RefundRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> UsesReturnedAsync(string redemptionId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> OrderReturnedAsync(string orderId, CancellationToken cancellationToken) => Task.FromResult(Returned || ReturnedAfterLooks-- == 0);

    public Task<Redemption?> FindAsync(string redemptionId, CancellationToken cancellationToken) => Task.FromResult<Redemption?>(null);

    public Task<Redemption?> FindByOrderAsync(string orderId, CancellationToken cancellationToken) => Task.FromResult(Own);

    public async Task<OrderStanding> FindStandingAsync(string orderId, string? code, bool mayBearName, CancellationToken cancellationToken) => new(
        await FindByOrderAsync(orderId, cancellationToken),
        code is null ? null : await FindSettledAsync(orderId, code, cancellationToken),
        await OrderReturnedAsync(orderId, cancellationToken))
    {
        Retroactive = Paid(orderId),
    };

    public Task<Redemption?> FindSettledAsync(string orderId, string code, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_retroactive.GetValueOrDefault((orderId, code)) ?? (Own?.AppliedJson.Contains($"\"{code}\"", StringComparison.Ordinal) == true ? Own : null));
        }
    }

    public ValueTask<LimitsLeft> LimitsLeftAsync(Campaign campaign, string? customerKey, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(new LimitsLeft(SaidToBeLeft ?? Left, null, null));
        }
    }

    public async Task<LimitsLeft> LimitsNowAsync(Campaign campaign, string? customerKey, CancellationToken cancellationToken) =>
        await LimitsLeftAsync(campaign, customerKey, cancellationToken);

    /// <summary>Has the code settled by another claim.</summary>
    public void Settle(string order, string code) =>
        _retroactive.Add((order, code), new Redemption($"r-{order}", order, "another", RedemptionState.Redeemed, null, "EUR", 500, "[]", DateTimeOffset.UnixEpoch, true));

    private List<Redemption> Paid(string orderId)
    {
        lock (_gate)
        {
            return [.. _retroactive.Where(paid => paid.Key.Item1 == orderId).Select(paid => paid.Value)];
        }
    }

    private RedeemOutcome Redeem(RedemptionIntent intent)
    {
        var part = intent.Parts.Single();
        if (TermsChanges > 0)
        {
            TermsChanges--;
            return new RedeemOutcome.TermsChanged([part.CampaignId]);
        }

        if (_retroactive.TryGetValue((intent.OrderId, part.Code), out var existing))
        {
            return existing.ContentHash == intent.ContentHash ? new RedeemOutcome.Repeated(existing) : new RedeemOutcome.OtherContent(existing);
        }

        if (Left == 0)
        {
            return new RedeemOutcome.Refused([new LimitRefusal(part.Code, LimitKind.Total, null)]);
        }

        Left--;
        var made = new Redemption($"r-{intent.OrderId}", intent.OrderId, intent.ContentHash, RedemptionState.Redeemed, null, intent.Currency, intent.Discount, intent.AppliedJson, DateTimeOffset.UnixEpoch, true);
        _retroactive.Add((intent.OrderId, part.Code), made);
        return new RedeemOutcome.Made(made);
    }
}

/// <summary>A few public codes, and the personal ones that were issued.</summary>
internal sealed class FakeCodeBook(FakeCodes personal, FakeCatalog catalog, params Candidate[] candidates) : ICodeBook
{
    public async Task<Candidate> FindAsync(PromoCode code, CancellationToken cancellationToken)
    {
        if (candidates.FirstOrDefault(candidate => candidate.Code == code) is { } known)
        {
            return known;
        }

        var issued = await personal.FindAsync(code, cancellationToken);
        return new Candidate(code, issued?.CampaignId is { } campaign ? catalog.Campaigns.GetValueOrDefault(campaign) : null) { ExpiresAt = issued?.ExpiresAt };
    }

    public Task<Candidate> RecallAsync(PromoCode code, CancellationToken cancellationToken) => FindAsync(code, cancellationToken);

    /// <summary>Called once, before something is offered.</summary>
    public Func<Task>? BeforeNextOffer { get; set; }

    public async Task<IReadOnlyList<Candidate>> AnnouncedAsync(Currency currency, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (BeforeNextOffer is { } before)
        {
            BeforeNextOffer = null;
            await before();
        }

        return [.. candidates.Where(candidate =>
            candidate.Campaign is { Definition.Announce: true } campaign && campaign.Latest.Terms.Runs(at) && campaign.Latest.Terms.Currency == currency)];
    }

    public Task<Candidate> WithLimitsAsync(Candidate candidate, CustomerKey customer, CancellationToken cancellationToken) => Task.FromResult(candidate);

    public Task<DateTimeOffset?> StandsSinceAsync(PromoCode code, CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(DateTimeOffset.UnixEpoch);

    public Task<Campaign?> CampaignAsync(CampaignId id, CancellationToken cancellationToken) =>
        Task.FromResult(candidates.Select(candidate => candidate.Campaign).FirstOrDefault(campaign => campaign?.Id == id));
}

/// <summary>A queue that remembers what was sent.</summary>
internal sealed class FakeQueue : IClaimQueue
{
    public ConcurrentQueue<ClaimId> Sent { get; } = [];

    /// <summary>What was sent again.</summary>
    public ConcurrentQueue<QueuedClaim> Again { get; } = [];

    /// <summary>How many sends fail before one works.</summary>
    public int Failures { get; set; }

    public Task SendAsync(ClaimId id, CancellationToken cancellationToken)
    {
        if (Failures > 0)
        {
            Failures--;
            throw new IOException("The queue does not answer.");
        }

        Sent.Enqueue(id);
        return Task.CompletedTask;
    }

    public Task SendAgainAsync(ClaimId id, int number, ReadOnlyMemory<byte>? message, CancellationToken cancellationToken)
    {
        if (Failures > 0)
        {
            Failures--;
            throw new IOException("The queue does not answer.");
        }

        Again.Enqueue(new QueuedClaim(message ?? Encoding.UTF8.GetBytes(id.Value), id.Value, message is null, 1) { Given = id, Resubmission = number });
        return Task.CompletedTask;
    }
}

/// <summary>Keeps what is to be mailed: the first content of an id stands.</summary>
internal sealed class FakeMails : IMailQueue
{
    private readonly ConcurrentDictionary<string, Mail> _mails = new();

    public IReadOnlyCollection<Mail> Sent => [.. _mails.Values];

    /// <summary>How many sends fail before one works.</summary>
    public int Failures { get; set; }

    /// <summary>Forgets what was sent.</summary>
    public void Forget() => _mails.Clear();

    /// <summary>How often it was asked to send.</summary>
    public int Calls { get; private set; }

    public Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        Calls++;
        if (Failures > 0)
        {
            Failures--;
            throw new InvalidOperationException("The mail does not answer.");
        }

        _mails.TryAdd(mail.Id.Value, mail);
        return Task.CompletedTask;
    }

    public Task SendAgainAsync(MailTicket ticket, DateTimeOffset due, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>A queue of mails that dies at a point.</summary>
internal sealed class CrashingMails(IMailQueue inner, CrashPoint crash) : IMailQueue
{
    public Task SendAsync(Mail mail, CancellationToken cancellationToken) => crash.CallAsync(async () =>
    {
        await inner.SendAsync(mail, cancellationToken);
        return true;
    });

    public Task SendAgainAsync(MailTicket ticket, DateTimeOffset due, CancellationToken cancellationToken) => inner.SendAgainAsync(ticket, due, cancellationToken);
}

/// <summary>Dies at one call, before it is made or after it took effect; counts calls.</summary>
internal sealed class CrashPoint(int at, bool afterEffect)
{
    private int _calls;

    /// <summary>Whether the point was reached.</summary>
    public bool Reached => _calls >= at;

    public async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        var mine = Interlocked.Increment(ref _calls) == at;
        if (mine && !afterEffect)
        {
            throw new CrashException();
        }

        var result = await call();
        return mine ? throw new CrashException() : result;
    }
}

/// <summary>The death of the process.</summary>
internal sealed class CrashException() : Exception("The process died here.");

/// <summary>A store that dies at a point.</summary>
internal class CrashingStore(IClaimStore inner, CrashPoint crash) : IClaimStore
{
    public Task<ClaimAddition> AddAsync(Claim claim, CustomerKey customer, DateTimeOffset receivedAt, CancellationToken cancellationToken) =>
        crash.CallAsync(() => inner.AddAsync(claim, customer, receivedAt, cancellationToken));

    public Task AddFailedAsync(ClaimId id, ClaimFailure failure, ReadOnlyMemory<byte> message, DateTimeOffset receivedAt, CancellationToken cancellationToken) =>
        inner.AddFailedAsync(id, failure, message, receivedAt, cancellationToken);

    public Task<ClaimRecord?> FindAsync(ClaimId id, CancellationToken cancellationToken) => crash.CallAsync(() => inner.FindAsync(id, cancellationToken));

    public Task<Claim?> FindContentAsync(ClaimRecord claim, CancellationToken cancellationToken) => crash.CallAsync(() => inner.FindContentAsync(claim, cancellationToken));

    public Task<Claim?> FindContentAsync(ClaimId id, CancellationToken cancellationToken) => crash.CallAsync(() => inner.FindContentAsync(id, cancellationToken));

    public Task<ClaimRecord?> SaveAsync(ClaimRecord read, ClaimState next, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken) =>
        crash.CallAsync(() => inner.SaveAsync(read, next, entries, cancellationToken));

    public virtual IAsyncEnumerable<ClaimRecord> UndeliveredAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.UndeliveredAsync(before, cancellationToken);

    public Task<IReadOnlyList<AuditEntry>> AuditAsync(ClaimId id, CancellationToken cancellationToken) => inner.AuditAsync(id, cancellationToken);

    public Task<ClaimPage> ListAsync(ClaimQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public Task<PriorClaims> CountBeforeAsync(CustomerKey customer, ClaimId claim, DateTimeOffset receivedAt, CancellationToken cancellationToken) =>
        crash.CallAsync(() => inner.CountBeforeAsync(customer, claim, receivedAt, cancellationToken));
}

/// <summary>A store in which nothing is to be delivered but for one claim.</summary>
internal sealed class OneClaim(IClaimStore inner, ClaimId id) : CrashingStore(inner, new CrashPoint(int.MaxValue, afterEffect: false))
{
    public override IAsyncEnumerable<ClaimRecord> UndeliveredAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        base.UndeliveredAsync(before, cancellationToken).Where(claim => claim.Id == id);
}

/// <summary>A ledger that dies at a point.</summary>
internal sealed class CrashingLedger(IRedemptionLedger inner, CrashPoint crash) : IRedemptionLedger
{
    public Task<RedeemOutcome> RedeemAsync(RedemptionIntent intent, CancellationToken cancellationToken) => inner.RedeemAsync(intent, cancellationToken);

    public Task<RedeemOutcome> RedeemRetroactivelyAsync(RedemptionIntent intent, DateTimeOffset placedAt, CancellationToken cancellationToken) =>
        crash.CallAsync(() => inner.RedeemRetroactivelyAsync(intent, placedAt, cancellationToken));

    public Task<HoldOutcome> ConfirmAsync(string redemptionId, CancellationToken cancellationToken) => inner.ConfirmAsync(redemptionId, cancellationToken);

    public Task<HoldOutcome> ReleaseAsync(string redemptionId, CancellationToken cancellationToken) => inner.ReleaseAsync(redemptionId, cancellationToken);

    public Task<Redemption?> FindAsync(string redemptionId, CancellationToken cancellationToken) => inner.FindAsync(redemptionId, cancellationToken);

    public Task<Redemption?> FindByOrderAsync(string orderId, CancellationToken cancellationToken) => inner.FindByOrderAsync(orderId, cancellationToken);

    public Task<OrderStanding> FindStandingAsync(string orderId, string? code, bool mayBearName, CancellationToken cancellationToken) =>
        inner.FindStandingAsync(orderId, code, mayBearName, cancellationToken);

    public Task<Redemption?> FindSettledAsync(string orderId, string code, CancellationToken cancellationToken) =>
        inner.FindSettledAsync(orderId, code, cancellationToken);

    public Task<RefundOutcome> RefundAsync(string redemptionId, RefundRequest request, CancellationToken cancellationToken) => inner.RefundAsync(redemptionId, request, cancellationToken);

    public Task<bool> UsesReturnedAsync(string redemptionId, CancellationToken cancellationToken) => inner.UsesReturnedAsync(redemptionId, cancellationToken);

    public Task<bool> OrderReturnedAsync(string orderId, CancellationToken cancellationToken) => inner.OrderReturnedAsync(orderId, cancellationToken);

    public ValueTask<LimitsLeft> LimitsLeftAsync(Campaign campaign, string? customerKey, CancellationToken cancellationToken) =>
        inner.LimitsLeftAsync(campaign, customerKey, cancellationToken);

    public Task<LimitsLeft> LimitsNowAsync(Campaign campaign, string? customerKey, CancellationToken cancellationToken) =>
        inner.LimitsNowAsync(campaign, customerKey, cancellationToken);
}

/// <summary>A queue of events that looks for duplicates by the message id.</summary>
internal sealed class FakeClaimEvents : IClaimEvents
{
    private readonly ConcurrentDictionary<string, string> _bodies = new(StringComparer.Ordinal);

    /// <summary>Bodies by message id.</summary>
    public IReadOnlyDictionary<string, string> Told => _bodies;

    public Task PublishAsync(ClaimEvent told, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetString(told.ToUtf8());
        Assert.Equal(body, _bodies.GetOrAdd(told.MessageId, body));
        return Task.CompletedTask;
    }
}

/// <summary>A queue of events that dies at a point.</summary>
internal sealed class CrashingClaimEvents(IClaimEvents inner, CrashPoint crash) : IClaimEvents
{
    public Task PublishAsync(ClaimEvent told, CancellationToken cancellationToken) => crash.CallAsync(async () =>
    {
        await inner.PublishAsync(told, cancellationToken);
        return true;
    });
}

/// <summary>A dead-letter queue.</summary>
internal sealed class FakeDeadClaims : IDeadClaims
{
    public List<DeadClaim> Letters { get; } = [];

    public async IAsyncEnumerable<DeadClaim> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var letter in Letters)
        {
            yield return letter;
        }
    }
}

/// <summary>The duties of one test's claims: tests share tables.</summary>
internal sealed class OwnDuties(IClaimDuties inner, string run) : IClaimDuties
{
    public async IAsyncEnumerable<ClaimDuty> DueAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var duty in inner.DueAsync(now, cancellationToken))
        {
            if (duty.Claim.Value.StartsWith(run + "-", StringComparison.Ordinal))
            {
                yield return duty;
            }
        }
    }

    public Task DoneAsync(ClaimDuty duty, CancellationToken cancellationToken) => inner.DoneAsync(duty, cancellationToken);
}
