using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>One thing that a client of a history does.</summary>
internal abstract record Step
{
    /// <summary>Redeems, for an order or, when <paramref name="Retroactive"/>, for a claim.</summary>
    public sealed record Redeem(RedemptionIntent Intent, bool Retroactive) : Step
    {
        public override string ToString() => $"{(Retroactive ? "claim" : "redeem")} {Intent.OrderId} ({Intent.ContentHash}) of {Intent.CustomerKey ?? "nobody"}: "
            + string.Join(", ", Intent.Parts.Select(part => $"{part.Code} {part.CampaignId} {part.Discount}"));
    }


    /// <summary>Saves a campaign with another total.</summary>
    public sealed record Change(string Campaign, long Total) : Step;

    /// <summary>Seals the present day of a campaign's lane.</summary>
    public sealed record Seal(string Campaign) : Step;
}

/// <summary>A step and its end.</summary>
/// <param name="Step">What was asked.</param>
/// <param name="Process">Of which process.</param>
/// <param name="Outcome">The answer; null when there was none.</param>
/// <param name="Failure">What came instead of an answer.</param>
internal sealed record Answer(Step Step, string Process, RedeemOutcome? Outcome, string? Failure)
{
    public override string ToString() => $"{Process}: {Step} => {Told() ?? Failure ?? "done"}";

    private string? Told() => Outcome is RedeemOutcome.Refused refused ? $"Refused {string.Join(", ", refused.Refusals)}" : Outcome?.ToString();
}

/// <summary>A campaign of a history.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Total">At first.</param>
/// <param name="Budget">In minor units.</param>
/// <param name="PerCustomer">Uses of one customer.</param>
/// <param name="Changes">Whether steps change its total.</param>
internal sealed record ModelCampaign(string Id, long? Total, long? Budget, int? PerCustomer, bool Changes);
