namespace PromoFunctions.App.Redemptions;

/// <summary>What a request wants of its uses.</summary>
public enum RedeemMode
{
    /// <summary>Take them for good.</summary>
    Redeem,

    /// <summary>Set them aside until a deadline.</summary>
    Hold,
}
