using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Claims.Replies;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Claims;

/// <summary>
/// Decides a queued claim and carries the decision out. The facts and the intended decision are kept before the ledger is
/// asked, so whoever takes over after a crash carries out the same; the ledger pays a claim once; the decision stands only
/// when it is paid.
/// </summary>
public sealed class SettleClaim(
    IClaimStore claims,
    IPolicyStore policies,
    GatherFacts gather,
    CarryOutRuling carryOut,
    DeliverClaim deliver,
    ClaimDeskSettings settings,
    TimeProvider time)
{
    /// <summary>The claim as decided; null when it was changed meanwhile.</summary>
    public async Task<ClaimRecord?> HandleAsync(Claim claim, ClaimRecord queued, CancellationToken cancellationToken)
    {
        var intended = queued;
        if (intended.State.Facts is null || intended.State.Ruling is null)
        {
            var facts = await gather.HandleAsync(claim, queued, cancellationToken).ConfigureAwait(false);
            intended = await IntendAsync(queued, facts, "gathered", "The facts were gathered.", cancellationToken).ConfigureAwait(false);
        }

        while (intended is { State: { Facts: { } facts, Ruling: { } ruling } })
        {
            switch (await carryOut.HandleAsync(claim, facts, ruling, cancellationToken).ConfigureAwait(false))
            {
                case CarriedOut.Done done:
                    return await ConcludeAsync(claim, intended, facts, ruling, done, cancellationToken).ConfigureAwait(false);
                case CarriedOut.Otherwise otherwise:
                    intended = await IntendAsync(intended, otherwise.Facts, otherwise.Event, otherwise.Detail, cancellationToken).ConfigureAwait(false);
                    break;
                case var other:
                    throw new InvalidOperationException($"No such end: {other}.");
            }
        }

        return null;
    }

    private async Task<ClaimRecord?> IntendAsync(ClaimRecord read, ClaimFacts facts, string what, string detail, CancellationToken cancellationToken)
    {
        var policy = await policies.CurrentAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var ruling = DecideClaim.By(facts, policy, now);
        var next = read.State with { Facts = facts, Ruling = ruling };
        return await claims.SaveAsync(read, next, [new AuditEntry(now, AuditEntry.Desk, what, detail)], cancellationToken).ConfigureAwait(false);
    }

    private async Task<ClaimRecord?> ConcludeAsync(
        Claim claim,
        ClaimRecord intended,
        ClaimFacts facts,
        ClaimRuling ruling,
        CarriedOut.Done done,
        CancellationToken cancellationToken)
    {
        var (decision, remedies, paid) = (ruling.Decision, done.Remedies, done.Paid);
        DateTimeOffset? answerBy = decision.Outcome == ClaimOutcome.Escalated ? decision.DecidedAt + settings.EscalationTime : null;
        var next = intended.State with
        {
            Status = decision.Outcome.ToStatus(),
            Escalation = decision.Outcome == ClaimOutcome.Escalated ? new Escalation(decision.DecidedAt + settings.EscalationTime, Overdue: false) : null,
            Remedies = remedies,
            Reply = WriteReply.To(claim, facts, ruling, remedies, answerBy),
            Decisions = intended.State.Decisions + 1,
            ToDeliver = deliver.All,
        };
        var now = time.GetUtcNow();
        List<AuditEntry> entries = [];
        if (paid is not null)
        {
            entries.Add(new AuditEntry(now, AuditEntry.Desk, "paid", $"{paid.Discount} minor units of {paid.Currency}, recorded as redemption {paid.RedemptionId}."));
        }

        var terms = decision.TermsVersion is { } version ? $", terms version {version}" : "";
        entries.Add(new AuditEntry(
            now,
            decision.DecidedBy,
            Vocabulary<ClaimOutcome>.Words[decision.Outcome],
            $"Rule {decision.Rule}, policy version {decision.PolicyVersion}{terms}."));
        var concluded = await claims.SaveAsync(intended, next, entries, cancellationToken).ConfigureAwait(false);
        return concluded ?? (paid is null ? null : await ReconcileAsync(claim, facts, ruling, done, paid, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// The ledger paid, but another delivery of the claim changed it meanwhile. Where that one still only intends something,
    /// the ledger's word counts: it is concluded as paid. Where it has concluded without paying, the difference is put on record.
    /// </summary>
    private async Task<ClaimRecord?> ReconcileAsync(
        Claim claim,
        ClaimFacts facts,
        ClaimRuling ruling,
        CarriedOut.Done done,
        Redemption paid,
        CancellationToken cancellationToken)
    {
        if (await claims.FindAsync(claim.Id, cancellationToken).ConfigureAwait(false) is not { } now)
        {
            return null;
        }

        if (now.State.Status == ClaimStatus.Queued)
        {
            var asPaid = now with { State = now.State with { Facts = facts, Ruling = ruling } };
            return await ConcludeAsync(claim, asPaid, facts, ruling, done, cancellationToken).ConfigureAwait(false);
        }

        if (!now.State.Remedies.OfType<Remedy.Refund>().Any(refund => refund.RedemptionId == paid.RedemptionId))
        {
            var entry = new AuditEntry(time.GetUtcNow(), AuditEntry.Desk, "ledger-differs", $"The ledger has redemption {paid.RedemptionId} for this claim, which was concluded without it.");
            await claims.SaveAsync(now, now.State, [entry], cancellationToken).ConfigureAwait(false);
        }

        return null;
    }
}
