using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Claims;

/// <summary>What the ledger said to a claim's payment. Exactly one of the nested kinds.</summary>
public abstract record Payment
{
    private Payment()
    {
    }

    /// <summary>It is recorded: now, or by an earlier delivery of the claim.</summary>
    public sealed record Made(Redemption Redemption) : Payment;

    /// <summary>The code was settled on the order, by the order itself or by another claim.</summary>
    public sealed record Settled(Settlement Before) : Payment;

    /// <summary>The order was given back in full.</summary>
    public sealed record Returned : Payment;

    /// <summary>A limit has no room.</summary>
    public sealed record NoRoom(IReadOnlyList<LimitRefusal> Limits) : Payment;
}
