using System.Collections.Immutable;
using System.Globalization;
using PromoFunctions.App.Http;
using PromoFunctions.App.Validation;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Redemptions;

/// <summary>Gives a part of an order back, or all that is left of it.</summary>
public sealed class RefundRedemption(IRedemptionLedger ledger, TakenCodes taken, TimeProvider clock)
{
    /// <summary>
    /// 200 with what the customer gets back, the first time and every time again; 404 without such a redemption, 409 for a hold or
    /// when the refund id has other content, 422 when less is left.
    /// </summary>
    public async Task<Answer> HandleAsync(string redemptionId, RefundRequest request, CancellationToken cancellationToken)
    {
        var outcome = await RefundAsync(redemptionId, request, cancellationToken).InTimeAsync(clock, cancellationToken).ConfigureAwait(false);
        return outcome switch
        {
            RefundOutcome.Made made => Answer.Ok(writer => RefundJson.Write(writer, made.Refund)),
            RefundOutcome.Unknown => Problem.NotFound("There is no redemption of that id."),
            RefundOutcome.NotRedeemed { Redemption: var held } => Problem.Conflict(held.State == RedemptionState.Held
                ? "The redemption is held and nothing was bought yet. Release it, or confirm it first."
                : "The redemption was released, so that there is nothing to refund."),
            RefundOutcome.OtherContent => Problem.Conflict("The refund id was used for another refund of this order. Send what was sent first, or use another refund id."),
            RefundOutcome.TooMuch tooMuch => TooMuch(request, tooMuch.Excesses),
            var other => throw new InvalidOperationException($"The ledger gave an outcome that a refund does not know: {other.GetType().Name}."),
        };
    }

    private async Task<RefundOutcome> RefundAsync(string redemptionId, RefundRequest request, CancellationToken cancellationToken)
    {
        var outcome = await ledger.RefundAsync(redemptionId, request, cancellationToken).ConfigureAwait(false);
        taken.Forget(redemptionId);
        return outcome;
    }

    private static Problem TooMuch(RefundRequest request, ImmutableArray<RefundExcess> excesses) => Problem.Refused(
        "nothing-left-to-refund",
        excesses.IsEmpty ? "Everything of this order was refunded before." : "Less is left to refund than was asked for.",
        excesses.IsEmpty || request.Lines is not { } lines ? null : writer =>
        {
            writer.WriteStartObject("errors");
            foreach (var excess in excesses)
            {
                var line = JsonPointer.Append("/lines", lines.IndexOf(new RefundedUnits(excess.Id, excess.Asked)));
                writer.WriteStartArray(JsonPointer.Append(line, excess.Known ? "quantity" : "id"));
                writer.WriteStringValue(excess.Known
                    ? string.Create(CultureInfo.InvariantCulture, $"is {excess.Asked}, but {excess.Left} of this line are left to refund.")
                    : "is not a line of the order.");
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteStartArray("left");
            foreach (var excess in excesses)
            {
                writer.WriteStartObject();
                writer.WriteString("id", excess.Id);
                writer.WriteNumber("quantity", excess.Left);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
}
