using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Claims;

/// <summary>Records what a claim pays as a retroactive redemption, in the same ledger and under the same limits as any other.</summary>
public sealed class PayClaim(IRedemptionLedger ledger, ICodeBook codes, CustomerKeys keys)
{
    // Each try but the first reads the campaign anew; it would have to change in the midst of every one of them.
    private const int MostTries = 10;

    /// <summary>Pays once for the order and the code, however often it is asked.</summary>
    /// <exception cref="InvalidOperationException">The ruling pays, but the claim names no order or no code, or the code's campaign is gone.</exception>
    public async Task<Payment> HandleAsync(Claim claim, ClaimFacts facts, ClaimRuling ruling, CancellationToken cancellationToken)
    {
        if (claim is not { Order: { } order, Code: { } code } || facts is not { Found: { } found, TermsVersion: { } version })
        {
            throw new InvalidOperationException("A ruling pays for a claim without an order, a code or a discount.");
        }

        if (await ledger.OrderReturnedAsync(order.Id, cancellationToken).ConfigureAwait(false)
            && await ledger.FindSettledAsync(order.Id, code.Value, cancellationToken).ConfigureAwait(false) is null)
        {
            // What this very claim was paid by an earlier delivery, and the customer gave back since, is paid all the same.
            return new Payment.Returned();
        }

        var contentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("claim|" + claim.Id.Value)));
        for (var attempt = 1; attempt <= MostTries; attempt++)
        {
            var candidate = await (attempt == 1 ? codes.RecallAsync(code, cancellationToken) : codes.FindAsync(code, cancellationToken)).ConfigureAwait(false);
            if (attempt == 1 && candidate.Campaign is null)
            {
                continue;
            }

            if (candidate.Campaign is not { } campaign)
            {
                throw new InvalidOperationException("A ruling pays for a code that has no campaign.");
            }

            var amount = ruling.Decision.Amount;
            var applied = new AppliedCode(code, campaign.Id, campaign.Revision, version, amount, found.ShippingDiscount, found.Lines, found.Summary);
            var intent = new RedemptionIntent(
                order.Id,
                contentHash,
                ClaimCustomer.KeyOf(claim, keys).Value,
                claim.Currency.Code,
                order.Cart.Channel,
                order.Cart.Subtotal,
                amount,
                ToJson(applied),
                [
                    new RedemptionPart(code.Value, campaign.Id.Value, campaign.Revision, version, amount, candidate.Stamp)
                    {
                        Lanes = campaign.Lanes,
                        Lines = [.. found.Lines],
                        ShippingDiscount = found.ShippingDiscount,
                        Origin = candidate.Origin,
                    },
                ])
            {
                Lines = [.. order.Cart.Lines.Select(line => new BoughtLine(line.Id, line.Quantity, line.UnitPrice))],
                Shipping = order.Cart.Shipping,
            };
            switch (await ledger.RedeemRetroactivelyAsync(intent, order.PlacedAt, cancellationToken).ConfigureAwait(false))
            {
                case RedeemOutcome.Made made:
                    return new Payment.Made(made.Redemption);
                case RedeemOutcome.Repeated repeated:
                    return new Payment.Made(repeated.Redemption);
                case RedeemOutcome.OtherContent { Existing: var existing }:
                    return new Payment.Settled(new Settlement(existing.RedeemedAt, existing.Retroactive));
                case RedeemOutcome.Refused refused:
                    return new Payment.NoRoom(refused.Refusals);
                case RedeemOutcome.TermsChanged:
                    break;
                case var other:
                    throw new InvalidOperationException($"No such outcome: {other}.");
            }
        }

        throw new InvalidOperationException("The campaign changed each time a claim was to be paid.");
    }

    private static string ToJson(AppliedCode applied)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            EvaluationJson.WriteApplied(writer, [applied]);
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
