using System.Collections.Immutable;

namespace PromoFunctions.Domain.Ledger;

/// <summary>What a customer gives back of an order.</summary>
/// <param name="RefundId">The shop's id of it, the idempotency key among the order's refunds: 1 to 128 characters.</param>
/// <param name="Lines">Units by line, each line once; null for all that is left, shipping included.</param>
public sealed record RefundRequest(string RefundId, ImmutableArray<RefundedUnits>? Lines);

/// <summary>Units of a line.</summary>
/// <param name="Id">The line.</param>
/// <param name="Quantity">At least 1.</param>
public sealed record RefundedUnits(string Id, int Quantity);

/// <summary>A refund as the ledger has it.</summary>
/// <param name="RefundId">The shop's id of it.</param>
/// <param name="RedemptionId">The redemption it was asked of.</param>
/// <param name="Amount">What the customer gets back, net of every discount, in minor units; shipping included when everything was refunded at once.</param>
/// <param name="Lines">The lines given back, in the cart's order.</param>
/// <param name="UseReturned">Whether nothing is left to refund, so that the uses and the budget were given back.</param>
/// <param name="RefundedAt">When it was recorded.</param>
public sealed record Refund(string RefundId, string RedemptionId, long Amount, ImmutableArray<RefundedLine> Lines, bool UseReturned, DateTimeOffset RefundedAt);

/// <summary>A line of a refund.</summary>
/// <param name="Id">The line.</param>
/// <param name="Quantity">Units given back.</param>
/// <param name="Amount">What the customer gets back for them.</param>
public sealed record RefundedLine(string Id, int Quantity, long Amount);

/// <summary>What became of a refund. Exactly one of the nested kinds.</summary>
public abstract record RefundOutcome
{
    private RefundOutcome()
    {
    }

    /// <summary>It is recorded, by this call or an earlier one with the same content.</summary>
    public sealed record Made(Refund Refund, bool Repeated) : RefundOutcome;

    /// <summary>No redemption has that id.</summary>
    public sealed record Unknown : RefundOutcome;

    /// <summary>Nothing was redeemed: the hold is open, was released or ran out.</summary>
    public sealed record NotRedeemed(Redemption Redemption) : RefundOutcome;

    /// <summary>The refund id was used with other content.</summary>
    public sealed record OtherContent(Refund Existing) : RefundOutcome;

    /// <summary>More than is left to give back; nothing was recorded.</summary>
    /// <param name="Excesses">The lines at fault, in the request's order; empty when everything was given back before.</param>
    public sealed record TooMuch(ImmutableArray<RefundExcess> Excesses) : RefundOutcome;
}

/// <summary>A line of which more was to be given back than is left.</summary>
/// <param name="Id">The line as it was asked for.</param>
/// <param name="Asked">Units asked for.</param>
/// <param name="Left">Units left to give back; 0 also for a line that the order does not have.</param>
/// <param name="Known">Whether the order has such a line.</param>
public sealed record RefundExcess(string Id, int Asked, int Left, bool Known);
