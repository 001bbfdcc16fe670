using System.Globalization;
using Microsoft.Extensions.Logging;
using PromoFunctions.App.Http;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Claims;

/// <summary>
/// Takes a person's decision on an escalated claim. It is kept as an intent first and carried out then, so whoever repeats it after
/// a crash, or a timer, carries out the same.
/// </summary>
public sealed class DecideEscalation(
    IClaimStore claims,
    ConcludeDecision conclude,
    DeliverClaim deliver,
    ShowClaims show,
    IRedemptionLedger ledger,
    TimeProvider time,
    ILogger<DecideEscalation> logger)
{
    /// <summary>
    /// 200 with the claim, also for a repeat; 404; 409 when the claim is not escalated, was decided, or limits refuse; 412 for a
    /// stale <c>If-Match</c>; 400 for an amount that does not fit the claim.
    /// </summary>
    public async Task<Answer> HandleAsync(string claimId, string? ifMatch, AgentVerdict verdict, CancellationToken cancellationToken)
    {
        while (ClaimId.TryParse(claimId, out var id, out _) && await claims.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } claim)
        {
            var same = claim.State.ByAgent?.ContentHash == verdict.ContentHash;
            if (claim.State.AgentDecision is { } decided)
            {
                return same
                    ? await ToldAsync(claim, cancellationToken).ConfigureAwait(false)
                    : Problem.Conflict($"The claim was decided before, by {decided.DecidedBy}; that decision stands.");
            }

            if (claim.State is { Status: ClaimStatus.Escalated, ByAgent: not null })
            {
                // This one, or one whose process died before it was carried out.
                if (await conclude.HandleAsync(claim, cancellationToken).ConfigureAwait(false) is Conclusion.Refused refused && same)
                {
                    return refused.ToProblem();
                }

                continue;
            }

            if (await ProblemAsync(claim, ifMatch, verdict, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }

            await IntendAsync(claim, verdict, cancellationToken).ConfigureAwait(false);
        }

        return Problem.NotFound("There is no claim of this id.");
    }

    private static bool Matches(string? ifMatch, string version)
    {
        var text = ifMatch?.Trim() ?? "";
        text = text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text;
        return text is "" or "*" || text.Trim('"') == version;
    }

    /// <summary>The claim, once what follows its decision is delivered, or left to the sweep.</summary>
    private async Task<Answer> ToldAsync(ClaimRecord claim, CancellationToken cancellationToken)
    {
        try
        {
            await deliver.HandleAsync(claim, cancellationToken).ConfigureAwait(false);
        }
        catch (AggregateException failure)
        {
            // The decision stands, and what follows it is marked.
            Log.ClaimUndelivered(logger, failure);
        }

        return await show.OneAsync(claim.Id.Value, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Problem?> ProblemAsync(ClaimRecord claim, string? ifMatch, AgentVerdict verdict, CancellationToken cancellationToken)
    {
        if (!Matches(ifMatch, claim.Version))
        {
            return Problem.Stale("The claim was changed since you read it. Read it again and repeat your decision.");
        }

        if (claim.State is not { Status: ClaimStatus.Escalated, Ruling: not null })
        {
            return Problem.Conflict($"Only an escalated claim waits for a decision; this one is {Vocabulary<ClaimStatus>.Words[claim.State.Status]}.");
        }

        if (verdict.Outcome == ClaimOutcome.Denied)
        {
            return null;
        }

        if (verdict.Amount == 0 && claim.Kind?.NeedsOrder() == true)
        {
            return Problem.Invalid("/amount", "is required, and at least 1, for an approved claim about a code on an order.");
        }

        if (await claims.FindContentAsync(claim, cancellationToken).ConfigureAwait(false) is not { } content)
        {
            return Problem.Conflict("The customer was erased, so nobody can be paid; the claim can be denied.");
        }

        return await MostAsync(content, cancellationToken).ConfigureAwait(false) is var most && verdict.Amount > most
            ? Problem.Invalid("/amount", string.Create(CultureInfo.InvariantCulture, $"must be at most {most}: that is what the order cost, less what was taken off it or paid back for it."))
            : null;
    }

    /// <summary>What the customer paid for the order, shipping included; without an order there is no such bound.</summary>
    private async Task<long> MostAsync(Claim content, CancellationToken cancellationToken)
    {
        if (content.Order is not { } order)
        {
            return Domain.Money.Amounts.Max;
        }

        // Less what claims about other codes of the order were paid. Whether the claim's own is settled is asked when it is paid.
        var standing = await ledger.FindStandingAsync(order.Id, code: null, mayBearName: false, cancellationToken).ConfigureAwait(false);
        return Math.Max(0, order.Cart.Subtotal + order.Cart.Shipping - standing.Discount);
    }

    private async Task IntendAsync(ClaimRecord claim, AgentVerdict verdict, CancellationToken cancellationToken)
    {
        if (claim.State.Ruling is not { } ruling)
        {
            return;
        }

        var now = time.GetUtcNow();
        var intent = verdict.On(ruling.Decision, now);
        var entry = new AuditEntry(now, intent.Decision.DecidedBy, "deciding", "A person's decision is carried out.");
        await claims.SaveAsync(claim, claim.State with { ByAgent = intent }, [entry], cancellationToken).ConfigureAwait(false);
    }
}
