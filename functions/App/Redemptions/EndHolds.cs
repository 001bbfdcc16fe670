using PromoFunctions.App.Http;
using PromoFunctions.App.Validation;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Redemptions;

/// <summary>Confirms and releases holds.</summary>
public sealed class EndHolds(IRedemptionLedger ledger, TakenCodes taken, TimeProvider clock)
{
    /// <summary>200 when it is redeemed, by this request or before; 404; 409 when it ran out or was released.</summary>
    public async Task<Answer> ConfirmAsync(string redemptionId, CancellationToken cancellationToken) =>
        Show(
            await ledger.ConfirmAsync(redemptionId, cancellationToken).InTimeAsync(clock, cancellationToken).ConfigureAwait(false),
            "This hold was released and its uses are given back. Redeem or hold the order anew.");

    /// <summary>200 when it is released, by this request or before, or ran out; 404; 409 when it is redeemed.</summary>
    public async Task<Answer> ReleaseAsync(string redemptionId, CancellationToken cancellationToken) =>
        Show(
            await GiveBackAsync(redemptionId, cancellationToken).InTimeAsync(clock, cancellationToken).ConfigureAwait(false),
            "This redemption is not a hold any more: it is redeemed. What is redeemed can be refunded, not released.");

    private async Task<HoldOutcome> GiveBackAsync(string redemptionId, CancellationToken cancellationToken)
    {
        var outcome = await ledger.ReleaseAsync(redemptionId, cancellationToken).ConfigureAwait(false);
        taken.Forget(redemptionId);
        return outcome;
    }

    private static Answer Show(HoldOutcome outcome, string conflict) => outcome switch
    {
        HoldOutcome.Done done => Answer.Ok(writer => RedemptionJson.Write(writer, done.Redemption)),
        HoldOutcome.Unknown => Problem.NotFound("There is no redemption of that id."),
        HoldOutcome.Expired => new Problem(
            409, "hold-expired", "The hold is over.", "This hold was not confirmed in time and its uses are given back. Redeem or hold the order anew."),
        HoldOutcome.Conflict => Problem.Conflict(conflict),
        _ => throw new InvalidOperationException("The ledger gave an outcome that ending a hold does not know."),
    };
}
