using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>One thing that a client of a history does.</summary>
internal abstract record Step
{
    /// <summary>Redeems, for an order or, when <paramref name="Retroactive"/>, for a claim.</summary>
    public sealed record Redeem(RedemptionIntent Intent, bool Retroactive) : Step
    {
        public override string ToString() => $"{(Retroactive ? "claim" : Intent.HoldFor is { } span ? $"hold for {span.TotalSeconds} s" : "redeem")} {Intent.OrderId} ({Intent.ContentHash}) of {Intent.CustomerKey ?? "nobody"}: "
            + string.Join(", ", Intent.Parts.Select(part => $"{part.Code} {part.CampaignId} {part.Discount}"));
    }

    /// <summary>Confirms or releases what the order's last answer named.</summary>
    public sealed record End(string OrderId, bool Confirm) : Step;

    /// <summary>Ends the holds of a campaign that are over, or, as every few minutes, does all that a sweep does there.</summary>
    public sealed record Sweep(string Campaign, bool All) : Step;

    /// <summary>Works off all that is marked, as every few minutes.</summary>
    public sealed record SweepDue : Step;

    /// <summary>Refunds a part of an order, or all of it, when it has a redemption.</summary>
    public sealed record Refund(Redeem Of, RefundRequest Request) : Step
    {
        public RefundKey Key => RefundKey.Of(OrderKey.Own(Of.Intent.OrderId).Hash, Request.RefundId);

        public override string ToString() => $"refund {Request.RefundId} of {Of.Intent.OrderId}: {(Request.Lines is { } lines ? string.Join(", ", lines) : "full")}";
    }

    /// <summary>The same by the process of another client.</summary>
    public sealed record At(int Client, Step Step) : Step;

    /// <summary>The same after a while.</summary>
    public sealed record Later(TimeSpan Span, Step Step) : Step
    {
        public override string ToString() => $"after {Span.TotalSeconds} s: {Step}";
    }

    /// <summary>All of these at once, each by another process than its neighbour.</summary>
    public sealed record Storm(IReadOnlyList<Step> Steps) : Step
    {
        public override string ToString() => $"storm: {string.Join("; ", Steps)}";
    }

    /// <summary>Time goes by.</summary>
    public sealed record Pass(TimeSpan Span) : Step;

    /// <summary>Saves a campaign with other limits, or with none, a while after room was taken away for them, or never.</summary>
    public sealed record Change(string Campaign, IReadOnlyList<(LimitKind Limit, long? Value)> Limits, TimeSpan? SavedAfter) : Step
    {
        public LaneLimits Of(LaneLimits saved) => Limits.Aggregate(saved with { Revision = saved.Revision + 1 }, (limits, change) => change.Limit switch
        {
            LimitKind.Total => limits with { Units = change.Value },
            LimitKind.Budget => limits with { Money = change.Value },
            _ => limits with { PerCustomer = (int?)change.Value },
        });

        public override string ToString() => $"change {Campaign}: {string.Join(", ", Limits)}, saved {(SavedAfter is { } span ? $"after {span.TotalSeconds} s" : "never")}";
    }

    /// <summary>Sets a code that works once aside for a while.</summary>
    public sealed record Pause(PromoCode Code, TimeSpan Span) : Step;

    /// <summary>Asks what is left of a campaign, by what is known or, when <paramref name="Now"/>, by what stands.</summary>
    public sealed record Ask(string Campaign, string? Customer, bool Now) : Step;

    /// <summary>Closes the present day of a campaign's lanes.</summary>
    public sealed record Seal(string Campaign) : Step;
}

/// <summary>A step and its end.</summary>
/// <param name="Step">What was asked.</param>
/// <param name="Process">Of which process.</param>
/// <param name="Outcome">The answer; null when there was none.</param>
/// <param name="Failure">What came instead of an answer.</param>
internal sealed record Answer(Step Step, string Process, RedeemOutcome? Outcome, string? Failure)
{
    /// <summary>When it was asked, by the clock of all processes.</summary>
    public DateTimeOffset Asked { get; init; }

    /// <summary>When the answer was there.</summary>
    public DateTimeOffset Answered { get; init; }

    /// <summary>Of <see cref="Step.End"/>: the answer.</summary>
    public HoldOutcome? Ended { get; init; }

    /// <summary>Of <see cref="Step.Refund"/>: the answer.</summary>
    public RefundOutcome? Refunded { get; init; }

    /// <summary>Of <see cref="Step.Ask"/>: the answer.</summary>
    public LimitsLeft? Left { get; init; }

    public override string ToString() => $"{Process}: {Step} => {Told() ?? Failure ?? "done"}";

    private string? Told() => Outcome is RedeemOutcome.Refused refused ? $"Refused {string.Join(", ", refused.Refusals)}" : Outcome?.ToString() ?? Ended?.ToString() ?? Refunded?.ToString() ?? Left?.ToString();
}

/// <summary>A campaign of a history.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Total">At first.</param>
/// <param name="Budget">In minor units, at first.</param>
/// <param name="PerCustomer">Uses of one customer, at first.</param>
/// <param name="Changes">Whether steps change its limits.</param>
internal sealed record ModelCampaign(string Id, long? Total, long? Budget, int? PerCustomer, bool Changes)
{
    /// <summary>Over how many lanes its limits are shared out.</summary>
    public int Lanes { get; init; } = 1;

    public IEnumerable<LaneKey> Keys => Enumerable.Range(0, Lanes).Select(lane => new LaneKey(Id, lane));

    /// <summary>Its codes that work once.</summary>
    public IReadOnlyList<PromoCode> Codes { get; init; } = [];
}
