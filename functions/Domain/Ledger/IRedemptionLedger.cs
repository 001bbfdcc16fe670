using PromoFunctions.Domain.Campaigns;

namespace PromoFunctions.Domain.Ledger;

/// <summary>The exact books: who took what of which limit, once.</summary>
/// <remarks>
/// Invariants under any concurrency, on any number of instances, through crashes and retries: never over a limit,
/// never refused while a use is left, one effect for a repeated request, nothing lost that was answered.
/// </remarks>
public interface IRedemptionLedger
{
    /// <summary>Takes every part of the intent or none, once for the order id.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; the intent may still be taken, and a repeat tells.</exception>
    Task<RedeemOutcome> RedeemAsync(RedemptionIntent intent, CancellationToken cancellationToken);

    /// <summary>Records what a claim pays for one code of a past order, once for the order and the code however many claims ask.</summary>
    /// <param name="intent">Has exactly one part; its content hash names the claim, so that a claim processed twice is <see cref="RedeemOutcome.Repeated"/>.</param>
    /// <param name="placedAt">When the order was placed, for the report's adjustments.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<RedeemOutcome> RedeemRetroactivelyAsync(RedemptionIntent intent, DateTimeOffset placedAt, CancellationToken cancellationToken);

    /// <summary>Turns a hold into a redemption, unless its deadline has passed. A repeat is <see cref="HoldOutcome.Done"/> again, as is what was redeemed at once.</summary>
    Task<HoldOutcome> ConfirmAsync(string redemptionId, CancellationToken cancellationToken);

    /// <summary>Gives a hold back: its uses, its budget and its order id are free once this answers. A repeat is <see cref="HoldOutcome.Done"/> again, as is a hold that lapsed.</summary>
    Task<HoldOutcome> ReleaseAsync(string redemptionId, CancellationToken cancellationToken);

    /// <summary>The redemption of that id as it stands now, or null. Retroactive ones included. A hold past its deadline is released.</summary>
    Task<Redemption?> FindAsync(string redemptionId, CancellationToken cancellationToken);

    /// <summary>The last redemption that the order itself made, as it stands now, released ones included; null when it made none.</summary>
    Task<Redemption?> FindByOrderAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>What a claim about a code asks of its order, in as few requests as an order without redemptions takes.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="code">The code; null to ask about the order alone.</param>
    /// <param name="mayBearName">Whether the code may be a personal one, which the books know by its pseudonym.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<OrderStanding> FindStandingAsync(string orderId, string? code, bool mayBearName, CancellationToken cancellationToken);

    /// <summary>What was settled for this code on this order: the order's own redemption or live hold of it, or a retroactive one; null when neither.</summary>
    Task<Redemption?> FindSettledAsync(string orderId, string code, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a part of an order back, or all that is left of it, once for the refund id. Any redemption of the order names it: a
    /// claim's retroactive one lowered what the customer paid like the order's own. Once no unit and no paid shipping is left,
    /// the uses and the budget of all of them come back, and codes that work once are free again.
    /// </summary>
    /// <param name="redemptionId">A redemption of the order.</param>
    /// <param name="request">What is given back; each line once.</param>
    /// <param name="cancellationToken">Gives up waiting; the refund may still be made, and a repeat tells.</param>
    Task<RefundOutcome> RefundAsync(string redemptionId, RefundRequest request, CancellationToken cancellationToken);

    /// <summary>Whether a redemption's uses were given back, since everything of its order was refunded; false also for an unknown one.</summary>
    Task<bool> UsesReturnedAsync(string redemptionId, CancellationToken cancellationToken);

    /// <summary>Whether everything of an order was refunded; false also for an order that has no redemption.</summary>
    Task<bool> OrderReturnedAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>What is left of a campaign's limits for this customer, as of at most 5 seconds ago; for answers that do not bind.</summary>
    ValueTask<LimitsLeft> LimitsLeftAsync(Campaign campaign, string? customerKey, CancellationToken cancellationToken);

    /// <summary>
    /// What is left of them at an instant after the call began, for decisions that are kept; never less. It may be more while redemptions keep coming
    /// in: only the ledger's own refusal says for certain that nothing is left.
    /// </summary>
    Task<LimitsLeft> LimitsNowAsync(Campaign campaign, string? customerKey, CancellationToken cancellationToken);
}

/// <summary>How an order stands in the books.</summary>
/// <param name="Own">As <see cref="IRedemptionLedger.FindByOrderAsync"/> finds it.</param>
/// <param name="Settled">As <see cref="IRedemptionLedger.FindSettledAsync"/> finds it.</param>
/// <param name="Returned">As <see cref="IRedemptionLedger.OrderReturnedAsync"/> says.</param>
public sealed record OrderStanding(Redemption? Own, Redemption? Settled, bool Returned)
{
    /// <summary>What claims were paid on the order, for whichever of its codes.</summary>
    public IReadOnlyList<Redemption> Retroactive { get; init; } = [];

    /// <summary>What came off the order so far, in minor units: with it, and afterwards by claims. What was released counts no more.</summary>
    public long Discount => (Own is null or { State: RedemptionState.Released } ? 0 : Own.Discount) + Retroactive.Sum(paid => paid.Discount);
}

/// <summary>What limits still admit.</summary>
/// <param name="Total">Uses left; null without a limit.</param>
/// <param name="Budget">Minor units left; null without a limit.</param>
/// <param name="Customer">Uses that the customer has left; null without a limit or a customer.</param>
public sealed record LimitsLeft(long? Total, long? Budget, int? Customer);
