using PromoFunctions.App.Http;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Redemptions;

/// <summary>Answers what the ledger has.</summary>
public sealed class ShowRedemptions(IRedemptionLedger ledger)
{
    /// <summary>200 with the redemption of that id, or 404.</summary>
    public async Task<Answer> ByIdAsync(string redemptionId, CancellationToken cancellationToken) =>
        Show(await ledger.FindAsync(redemptionId, cancellationToken).ConfigureAwait(false), "There is no redemption of that id.");

    /// <summary>200 with the order's live redemption, or 404.</summary>
    public async Task<Answer> ByOrderAsync(string? orderId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(orderId) || orderId.Length > RedeemRequest.MaxOrderIdLength)
        {
            return Problem.Invalid("orderId", $"is required as a query parameter, with 1 to {RedeemRequest.MaxOrderIdLength} characters.");
        }

        return Show(await ledger.FindByOrderAsync(orderId, cancellationToken).ConfigureAwait(false), "That order has no redemption.");
    }

    private static Answer Show(Redemption? found, string missing) => found is null
        ? Problem.NotFound(missing)
        : Answer.Ok(writer => RedemptionJson.Write(writer, found));
}
