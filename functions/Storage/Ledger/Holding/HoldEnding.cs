namespace PromoFunctions.Storage.Ledger;

/// <summary>How a hold ended.</summary>
internal enum HoldEnding
{
    /// <summary>Redeemed for good.</summary>
    Confirmed,

    /// <summary>Given back before its deadline.</summary>
    Released,

    /// <summary>Given back since its deadline had passed.</summary>
    Expired,
}
