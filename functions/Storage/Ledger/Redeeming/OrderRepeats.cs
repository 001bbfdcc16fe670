using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>What a request is told whose order has been redeemed before: the redemption that stands, and whether it is what this request wants.</summary>
internal sealed class OrderRepeats(OrderBook orders, HoldBook holds, TimeProvider clock)
{
    /// <summary>What a decided attempt means for an intent; null when nothing of it stands, so that the order is free.</summary>
    public async Task<RedeemOutcome?> AnswerAsync(OrderKey key, Decision decision, RedemptionIntent intent, CancellationToken cancellationToken)
    {
        if (decision.Redemption is null)
        {
            return null;
        }

        var present = await holds.PresentAsync(key, decision, cancellationToken).ConfigureAwait(false);
        return present.State == RedemptionState.Released ? null : Compare(present, intent);
    }

    /// <summary>What a redemption that this process made means for an intent; null when it was a hold that is over.</summary>
    public async Task<RedeemOutcome?> AnswerAsync(Redemption made, RedemptionIntent intent, CancellationToken cancellationToken) =>
        await AsMadeAsync(made, cancellationToken).ConfigureAwait(false) is { } present ? Compare(present, intent) : null;

    /// <summary>What this process made, as it stands now, though its decision may be on its way still; null when it was a hold that is over.</summary>
    private async Task<Redemption?> AsMadeAsync(Redemption made, CancellationToken cancellationToken)
    {
        if (made.HeldUntil is not { } until)
        {
            return made;
        }

        var ending = OrderKey.Parse(made.RedemptionId) is { } key ? await orders.FindEndingAsync(key, cancellationToken).ConfigureAwait(false) : null;
        return ending switch
        {
            HoldEnding.Confirmed => HoldBook.After(made, HoldEnding.Confirmed),
            null when clock.GetUtcNow() < until => made,
            _ => null,
        };
    }

    private static RedeemOutcome Compare(Redemption standing, RedemptionIntent intent) =>
        standing.OrderId == intent.OrderId && standing.ContentHash == intent.ContentHash
            ? new RedeemOutcome.Repeated(standing)
            : new RedeemOutcome.OtherContent(standing);
}
