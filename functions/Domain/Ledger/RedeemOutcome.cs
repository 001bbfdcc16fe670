using System.Collections.Immutable;

namespace PromoFunctions.Domain.Ledger;

/// <summary>What the ledger did with an intent. Exactly one of the nested kinds.</summary>
public abstract record RedeemOutcome
{
    private RedeemOutcome()
    {
    }

    /// <summary>Taken now.</summary>
    public sealed record Made(Redemption Redemption) : RedeemOutcome;

    /// <summary>The same request was taken before; nothing was taken again.</summary>
    public sealed record Repeated(Redemption Redemption) : RedeemOutcome;

    /// <summary>The order id belongs to a redemption with other content. For a retroactive one: the code was settled on this order before.</summary>
    public sealed record OtherContent(Redemption Existing) : RedeemOutcome;

    /// <summary>At least one limit had no room; nothing was taken and the order id stays free.</summary>
    public sealed record Refused(ImmutableArray<LimitRefusal> Refusals) : RedeemOutcome;

    /// <summary>A campaign, or a code that works once, changed after the facts were decided; decide again by its present terms.</summary>
    public sealed record TermsChanged(ImmutableArray<string> CampaignIds) : RedeemOutcome;
}

/// <summary>One code that a limit refused.</summary>
/// <param name="Code">The code, normalized.</param>
/// <param name="Limit">The limit without room.</param>
/// <param name="Allowed">For <see cref="LimitKind.Customer"/>: the uses that one customer has; otherwise null, since totals and budgets are not shown.</param>
public sealed record LimitRefusal(string Code, LimitKind Limit, int? Allowed);

/// <summary>The limits of a campaign.</summary>
public enum LimitKind
{
    /// <summary>Redemptions and live holds over all customers: <c>used-up</c>.</summary>
    Total,

    /// <summary>The discount given away: <c>budget-used-up</c>.</summary>
    Budget,

    /// <summary>Redemptions and live holds of one customer: <c>customer-limit</c>.</summary>
    Customer,

    /// <summary>The one use of a unique or personal code: <c>used-up</c>.</summary>
    Code,
}
