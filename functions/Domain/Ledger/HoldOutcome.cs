namespace PromoFunctions.Domain.Ledger;

/// <summary>What became of a hold that was to be confirmed or released. Exactly one of the nested kinds.</summary>
public abstract record HoldOutcome
{
    private HoldOutcome()
    {
    }

    /// <summary>It is as it was asked to be, by this call or an earlier one.</summary>
    public sealed record Done(Redemption Redemption) : HoldOutcome;

    /// <summary>No redemption has that id.</summary>
    public sealed record Unknown : HoldOutcome;

    /// <summary>Its deadline had passed: its uses are given back.</summary>
    public sealed record Expired(Redemption Redemption) : HoldOutcome;

    /// <summary>It ended otherwise: a release of what is redeemed, or a confirmation of what was released.</summary>
    public sealed record Conflict(Redemption Redemption) : HoldOutcome;
}
