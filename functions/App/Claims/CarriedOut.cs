using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Claims;

/// <summary>What became of a ruling that was to be carried out. Exactly one of the nested kinds.</summary>
public abstract record CarriedOut
{
    private CarriedOut()
    {
    }

    /// <summary>All of it is given.</summary>
    /// <param name="Remedies">What was given and is offered.</param>
    /// <param name="Paid">The ledger's record of what was paid; null when nothing was.</param>
    public sealed record Done(IReadOnlyList<Remedy> Remedies, Redemption? Paid) : CarriedOut;

    /// <summary>A fact is not, or no longer, as it was gathered: it is to be decided again, by what is so.</summary>
    /// <param name="Facts">As they are.</param>
    /// <param name="Event">For the audit.</param>
    /// <param name="Detail">For the audit.</param>
    public sealed record Otherwise(ClaimFacts Facts, string Event, string Detail) : CarriedOut;
}
