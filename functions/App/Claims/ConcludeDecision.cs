using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Claims;

/// <summary>
/// Carries out a person's decision that is kept as an intent. The ledger pays a claim once, whoever asks; the decision stands only
/// when it is paid, or recorded as paid beyond the limits.
/// </summary>
public sealed class ConcludeDecision(IClaimStore claims, PayClaim pay, OfferAlternatives offer, DeliverClaim deliver, TimeProvider time)
{
    /// <summary>Carries out the intent of an escalated claim.</summary>
    public async Task<Conclusion> HandleAsync(ClaimRecord claim, CancellationToken cancellationToken)
    {
        if (claim.State is not { Status: ClaimStatus.Escalated, ByAgent: { } intent, Facts: { } facts })
        {
            return new Conclusion.Changed();
        }

        if (claim.State.ToDeliver.Count > 0)
        {
            // The mark is the last decision's alone: what follows the escalation is told before there is another.
            await deliver.HandleAsync(claim, cancellationToken).ConfigureAwait(false);
            return new Conclusion.Changed();
        }

        var content = await claims.FindContentAsync(claim, cancellationToken).ConfigureAwait(false);
        if (intent.Decision.Outcome == ClaimOutcome.Denied || intent.Decision.Amount == 0)
        {
            return await ConcludeAsync(claim, content, intent, [], cancellationToken).ConfigureAwait(false);
        }

        if (content is null)
        {
            return await WithdrawAsync(claim, intent, new("erased", "The customer was erased, so nobody can be paid.", null), cancellationToken).ConfigureAwait(false);
        }

        var (paid, refused) = await PayAsync(content, facts, intent, cancellationToken).ConfigureAwait(false);
        if (paid is not null)
        {
            return await PaidAsync(claim, content, intent with { Beyond = Math.Max(0, intent.Decision.Amount - (facts.Entitlement ?? 0)) }, paid, cancellationToken).ConfigureAwait(false);
        }

        return intent.MayOverride && refused is not null
            ? await OverrideAsync(claim, content, intent, refused, cancellationToken).ConfigureAwait(false)
            : await WithdrawAsync(claim, intent, refused ?? throw new InvalidOperationException("Nothing was paid and nothing was refused."), cancellationToken).ConfigureAwait(false);
    }

    private static Conclusion.Refused RefusalOf(LimitRefusal refusal, long amount, string currency) => refusal.Limit switch
    {
        LimitKind.Total => new("total", "The campaign's limit of uses has no room.", "Raise limits.total of the campaign"),
        LimitKind.Budget => new("budget", $"The campaign's budget has no {amount} minor units of {currency} left.", "Approve a smaller amount, or raise limits.budget of the campaign"),
        LimitKind.Customer => new("perCustomer", "The customer has had all uses that the campaign grants to one.", "Raise limits.perCustomer of the campaign"),
        LimitKind.Code => new("code", "The code works once, and its use is taken.", null),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal.Limit, "No such limit."),
    };

    private async Task<(Redemption? Paid, Conclusion.Refused? Refused)> PayAsync(Claim content, ClaimFacts facts, AgentRuling intent, CancellationToken cancellationToken)
    {
        if (content is not { Order: not null, Code: not null } || facts.TermsVersion is null)
        {
            return (null, new("nothing-to-book", "The claim names no order with a code that a campaign of ours gave, so there are no limits to book it under.", null));
        }

        // The terms' own spread over the lines, or an agreed sum, which a later refund spreads over what the goods cost.
        var spread = facts.Found is { } found && facts.WithoutExpiry == intent.Decision.Amount ? found : new FoundDiscount(0, [], facts.Found?.Summary ?? "");
        var ruling = new ClaimRuling(intent.Decision, [PolicyRemedy.RefundEntitlement], ReplyReason.UnderReview);
        return await pay.HandleAsync(content, facts with { Found = spread }, ruling, cancellationToken).ConfigureAwait(false) switch
        {
            Payment.Made made => (made.Redemption, null),
            Payment.NoRoom full => (null, RefusalOf(full.Limits[0], intent.Decision.Amount, intent.Decision.Currency)),
            Payment.Returned => (null, new("returned", "The order was given back in full, so nothing of it is left to pay back.", null)),
            Payment.Settled => (null, new("settled", "The code was settled for this order before.", null)),
            var other => throw new InvalidOperationException($"No such payment: {other}."),
        };
    }

    private async Task<Conclusion> PaidAsync(ClaimRecord claim, Claim content, AgentRuling intent, Redemption paid, CancellationToken cancellationToken)
    {
        for (ClaimRecord? now = claim; now is not null; now = await claims.FindAsync(claim.Id, cancellationToken).ConfigureAwait(false))
        {
            if (now.State.AgentDecision is not null)
            {
                if (!now.State.Remedies.Contains(new Remedy.Refund(paid.Discount, paid.RedemptionId)))
                {
                    // Another process met a limit at the same instant, and concluded beyond it.
                    var entry = new AuditEntry(time.GetUtcNow(), AuditEntry.Desk, "ledger-differs", $"The ledger has redemption {paid.RedemptionId} for this claim, which was concluded without it.");
                    await claims.SaveAsync(now, now.State, [entry], cancellationToken).ConfigureAwait(false);
                }

                return new Conclusion.Done();
            }

            // What the ledger has booked counts, though the intent may have been withdrawn meanwhile.
            var (ruling, told) = now.State.PersonErased ? (intent.WithWords(null), null) : (intent, content);
            var asIntended = now with { State = now.State with { ByAgent = ruling } };
            var entryOfPayment = new AuditEntry(time.GetUtcNow(), AuditEntry.Desk, "paid", $"{paid.Discount} minor units of {paid.Currency}, recorded as redemption {paid.RedemptionId}.");
            if (await ConcludeAsync(asIntended, told, ruling, [entryOfPayment], cancellationToken, new Remedy.Refund(paid.Discount, paid.RedemptionId)).ConfigureAwait(false) is Conclusion.Done done)
            {
                return done;
            }
        }

        return new Conclusion.Changed();
    }

    private Task<Conclusion> OverrideAsync(ClaimRecord claim, Claim content, AgentRuling intent, Conclusion.Refused refused, CancellationToken cancellationToken)
    {
        var decision = intent.Decision;
        var entry = new AuditEntry(
            time.GetUtcNow(),
            decision.DecidedBy,
            "limits-overridden",
            $"{decision.Amount} minor units of {decision.Currency} are paid beyond the limits ({refused.Limit}). {refused.Why}")
        {
            Words = intent.Words,
        };
        return ConcludeAsync(claim, content, intent with { Beyond = decision.Amount }, [entry], cancellationToken, new Remedy.Refund(decision.Amount, null));
    }

    private async Task<Conclusion> WithdrawAsync(ClaimRecord claim, AgentRuling intent, Conclusion.Refused refused, CancellationToken cancellationToken)
    {
        var entry = new AuditEntry(time.GetUtcNow(), AuditEntry.Desk, "not-carried-out", $"The decision of {intent.Decision.DecidedBy} was not carried out ({refused.Limit}). {refused.Why}");
        return await claims.SaveAsync(claim, claim.State with { ByAgent = null }, [entry], cancellationToken).ConfigureAwait(false) is null
            ? new Conclusion.Changed()
            : refused;
    }

    private async Task<Conclusion> ConcludeAsync(
        ClaimRecord claim,
        Claim? content,
        AgentRuling intent,
        IReadOnlyList<AuditEntry> before,
        CancellationToken cancellationToken,
        Remedy? given = null)
    {
        var decision = intent.Decision;
        List<Remedy> remedies = given is null ? [] : [given];
        if (decision.Outcome == ClaimOutcome.Denied && content is not null)
        {
            remedies.AddRange(await offer.HandleAsync(content, cancellationToken).ConfigureAwait(false));
        }

        var next = claim.State with
        {
            Status = decision.Outcome.ToStatus(),
            ByAgent = intent,
            Decisions = claim.State.Decisions + 1,
            ToDeliver = deliver.All,
            Remedies = remedies,
            Reply = content is null || claim.State.Facts is not { } facts ? null : WriteAgentReply.To(content, facts, decision, remedies),
        };
        var entry = new AuditEntry(
            time.GetUtcNow(),
            decision.DecidedBy,
            Vocabulary<ClaimOutcome>.Words[decision.Outcome],
            $"Decided by a person; escalated by rule {decision.Rule}, policy version {decision.PolicyVersion}.")
        {
            Words = intent.Words,
        };
        return await claims.SaveAsync(claim, next, [.. before, entry], cancellationToken).ConfigureAwait(false) is null
            ? new Conclusion.Changed()
            : new Conclusion.Done();
    }
}
