using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PromoFunctions.App.Attempts;
using PromoFunctions.App.Guessing;
using PromoFunctions.App.Http;
using PromoFunctions.App.Telemetry;
using PromoFunctions.App.Validation;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Guessing;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.App.Redemptions;

/// <summary>Redeems or holds all codes of a request or none, once for the order.</summary>
public sealed class RedeemCodes(CodeLookup lookup, GuessGuard guard, IRedemptionLedger ledger, RecordAttempts attempts, CustomerKeys customers, TimeProvider clock)
{
    /// <summary>How often terms may change under one request before it is told to come again.</summary>
    private const int MostRounds = 10;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>201 when it was redeemed or held now, 200 when it was before, 409 with other content, 422 when a code does not apply, 429 for a shopper who sent too many unknown codes.</summary>
    public async Task<Answer> HandleAsync(RedeemRequest request, Shopper shopper, Phrases phrases, CancellationToken cancellationToken)
    {
        var attempt = new AttemptedRequest(request.Codes, request.Cart, request.Customer, request.Client, null);
        try
        {
            if (await RedeemAsync(request, attempt, shopper, phrases, cancellationToken).InTimeAsync(clock, cancellationToken).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            attempts.Failed(attempt);
            throw;
        }

        attempts.Failed(attempt);
        return Problem.Unavailable;
    }

    /// <summary>The answer; null when terms change faster than they can be obeyed.</summary>
    private async Task<Answer?> RedeemAsync(RedeemRequest request, AttemptedRequest attempt, Shopper shopper, Phrases phrases, CancellationToken cancellationToken)
    {
        if (await guard.CheckAsync(shopper, cancellationToken).ConfigureAwait(false) is { } blocked)
        {
            return blocked;
        }

        var key = customers.Of(request.Customer);
        var hash = RedemptionContent.HashOf(request, key);
        var (_, candidates) = await lookup.FindWithTakersAsync(request.Codes, cancellationToken).ConfigureAwait(false);
        if (candidates.Select(candidate => candidate.UsedBy).FirstOrDefault(used => used is { Retroactive: false } && used.OrderId == request.OrderId) is { } before)
        {
            return Standing(before, hash);
        }

        for (var round = 1; round <= MostRounds; round++)
        {
            var purchase = new Purchase(request.Cart, request.Customer, key, CodeLookup.Present(clock, candidates));
            var evaluation = Evaluate.Codes(candidates, purchase, phrases);
            if (!evaluation.Valid)
            {
                // Memory may be seconds old, and the order may have been redeemed while the codes still applied.
                candidates = await lookup.FindFreshAsync(request.Codes, cancellationToken).ConfigureAwait(false);
                purchase = purchase with { At = CodeLookup.Present(clock, candidates) };
                evaluation = Evaluate.Codes(candidates, purchase, phrases);
                if (!evaluation.Valid)
                {
                    return await ledger.FindByOrderAsync(request.OrderId, cancellationToken).ConfigureAwait(false) is { State: not RedemptionState.Released } standing
                        ? Standing(standing, hash)
                        : await guard.CountUnknownAsync(shopper, evaluation, cancellationToken).ConfigureAwait(false) ?? Rejected(attempt, candidates, purchase, evaluation);
                }
            }

            switch (await ledger.RedeemAsync(IntentOf(request, key, hash, evaluation, candidates), cancellationToken).ConfigureAwait(false))
            {
                case RedeemOutcome.Made made:
                    PromoTelemetry.Redemption(made.Redemption.State == RedemptionState.Held ? "held" : "redeemed");
                    return new(201, writer => RedemptionJson.Write(writer, made.Redemption));
                case RedeemOutcome.Repeated repeated:
                    return Standing(repeated.Redemption, hash);
                case RedeemOutcome.OtherContent other:
                    return Standing(other.Existing, hash);
                case RedeemOutcome.Refused refused:
                    // Codes of one campaign may have room one by one: what is left tells which.
                    var known = ShareACampaign(evaluation) ? await lookup.WithLimitsAsync(candidates, key, cancellationToken).ConfigureAwait(false) : candidates;
                    candidates = WithoutRoom(known, evaluation, refused);
                    return Rejected(attempt, candidates, purchase, Evaluate.Codes(candidates, purchase, phrases));
                case RedeemOutcome.TermsChanged:
                    candidates = await lookup.FindFreshAsync(request.Codes, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    throw new InvalidOperationException("The ledger gave an outcome that redeeming does not know.");
            }
        }

        return null;
    }

    private Problem Rejected(AttemptedRequest attempt, IReadOnlyList<Candidate> candidates, Purchase purchase, OrderEvaluation evaluation)
    {
        attempts.Refused(attempt, candidates, evaluation, purchase.At);
        PromoTelemetry.Refused("redeem", evaluation.Rejected);
        return Rejected(evaluation);
    }

    private static Answer Standing(Redemption standing, string hash) => standing.ContentHash == hash
        ? Answer.Ok(writer => RedemptionJson.Write(writer, standing))
        : Problem.Conflict(standing.State == RedemptionState.Held
            ? $"Order {standing.OrderId} is held with other content. Send what was sent first, confirm or release the hold, or use another order id."
            : $"Order {standing.OrderId} was redeemed with other codes, another cart or another customer. Send what was sent first, or use another order id.");

    private static Problem Rejected(OrderEvaluation evaluation) => Problem.Refused(
        "not-redeemable",
        evaluation.Rejected.Count == 0
            ? "Nothing was redeemed, since a limit has no room."
            : string.Join(' ', evaluation.Rejected.SelectMany(code => code.Reasons).Select(reason => reason.Message)),
        writer =>
        {
            writer.WritePropertyName("rejected");
            EvaluationJson.WriteRejected(writer, evaluation.Rejected);
        });

    private static bool ShareACampaign(OrderEvaluation evaluation) => evaluation.Applied.DistinctBy(code => code.CampaignId).Count() < evaluation.Applied.Count;

    /// <summary>The candidates as the ledger found them: where it refused, with less than the order needs of the campaign, which is all that it says.</summary>
    private static List<Candidate> WithoutRoom(IReadOnlyList<Candidate> candidates, OrderEvaluation evaluation, RedeemOutcome.Refused refused)
    {
        var found = new List<Candidate>(candidates.Count);
        foreach (var candidate in candidates)
        {
            var limits = refused.Refusals.Where(refusal => refusal.Code == candidate.Code.Value).Select(refusal => refusal.Limit).ToList();
            var needed = evaluation.Applied.Where(code => code.CampaignId == candidate.Campaign?.Id).ToList();
            found.Add(candidate with
            {
                Used = candidate.Used || limits.Contains(LimitKind.Code),
                Limits = new LimitsLeft(
                    limits.Contains(LimitKind.Total) ? Below(needed.Count, candidate.Limits?.Total) : null,
                    limits.Contains(LimitKind.Budget) ? Below(needed.Sum(code => code.Discount), candidate.Limits?.Budget) : null,
                    limits.Contains(LimitKind.Customer) ? (int)Below(needed.Count, candidate.Limits?.Customer) : null),
            });
        }

        return found;
    }

    private static long Below(long needed, long? left) => Math.Min(needed - 1, left ?? long.MaxValue);

    private static RedemptionIntent IntentOf(RedeemRequest request, CustomerKey? customer, string hash, OrderEvaluation evaluation, IReadOnlyList<Candidate> candidates)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            EvaluationJson.WriteApplied(writer, evaluation.Applied);
        }

        return new(
            request.OrderId,
            hash,
            customer?.Value,
            evaluation.Currency.Code,
            request.Cart.Channel,
            evaluation.Subtotal,
            evaluation.Discount,
            Encoding.UTF8.GetString(buffer.WrittenSpan),
            [.. evaluation.Applied.Select(code => new RedemptionPart(
                code.Code.Value,
                code.CampaignId.Value,
                code.Revision,
                code.Version,
                code.Discount,
                candidates.First(candidate => candidate.Code == code.Code).Stamp)
            {
                Lanes = candidates.First(candidate => candidate.Code == code.Code).Campaign?.Lanes ?? 1,
                Lines = [.. code.Lines],
                ShippingDiscount = code.ShippingDiscount,
                Origin = candidates.First(candidate => candidate.Code == code.Code).Origin,
            })])
        {
            Lines = [.. request.Cart.Lines.Select(line => new BoughtLine(line.Id, line.Quantity, line.UnitPrice))],
            Shipping = request.Cart.Shipping,
            HoldFor = request.HoldFor,
        };
    }
}
