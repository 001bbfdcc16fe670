using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Domain.Codes;

/// <summary>A personal code that a customer was issued.</summary>
/// <param name="Issued">The code as it stands, voided or not.</param>
/// <param name="IssuedAt">When, in UTC.</param>
/// <param name="Used">Whether a redemption has it, or a hold that lives; a full refund gives it back.</param>
/// <param name="Place">Where it stands among the customer's codes.</param>
public sealed record PersonalCode(IssuedCode Issued, DateTimeOffset IssuedAt, bool Used, HistoryPlace Place)
{
    /// <summary>Whether it would be taken now as far as the code itself goes: not used, active and not past its own end (which is excluded).</summary>
    public bool WorksAt(DateTimeOffset now) => !Used && Issued.Status == CodeStatus.Active && !(Issued.ExpiresAt <= now);
}
