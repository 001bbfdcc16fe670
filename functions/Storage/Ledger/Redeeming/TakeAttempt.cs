using System.Collections.Immutable;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Codes;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Takes what an attempt wants, in the order that keeps it safe: marks on the codes that work once, then the limits of its lanes; with several lanes the decision last.</summary>
internal sealed class TakeAttempt(OrderBook orders, OrderResolver resolver, OrderRepeats repeats, CodeMarks codes, LaneRegistry lanes, GivenUpAttempts givenUp, Outbox outbox, TimeProvider clock)
{
    /// <summary>Marks the codes that work once, then takes the limits. Null: somebody else gave the attempt up.</summary>
    public async Task<RedeemOutcome?> TakeAsync(Attempt attempt)
    {
        var marks = new List<CodeMark>();
        var outcome = await codes.SetAsync(attempt, marks, CancellationToken.None).ConfigureAwait(false);
        if (outcome is not null)
        {
            await orders.DecideAsync(attempt.Key, Decision.Abort, CancellationToken.None).ConfigureAwait(false);
        }
        else
        {
            attempt = attempt with { Marks = [.. marks] };
            outcome = attempt.Lanes.Length == 1
                ? await TakeInOneLaneAsync(attempt).ConfigureAwait(false)
                : await TakeInSeveralLanesAsync(attempt).ConfigureAwait(false);
        }

        if (outcome is null or RedeemOutcome.Refused or RedeemOutcome.TermsChanged)
        {
            await codes.ClearAsync(marks, CancellationToken.None).ConfigureAwait(false);
        }

        return outcome;
    }

    private async Task<RedeemOutcome?> TakeInOneLaneAsync(Attempt attempt)
    {
        var result = await TakeAsync(attempt, attempt.Lanes[0], prepare: false).ConfigureAwait(false);
        switch (result)
        {
            case TakeResult.Taken taken when Decision.Commit(attempt, taken.At, taken.HeldUntil).Redemption is { } redemption:
                return new RedeemOutcome.Made(redemption);
            case TakeResult.TakenOver:
                var decision = await resolver.ResolveAsync(attempt.Key, CancellationToken.None).ConfigureAwait(false);

                // Not "made": this process does not deliver it, so nothing would ever take it out of what is under way.
                return await repeats.AnswerAsync(attempt.Key, decision, attempt.Intent, CancellationToken.None).ConfigureAwait(false);
            case TakeResult.Refused when !attempt.Intent.Parts.Any(part => part.Stamp is not null):
                givenUp.Add(attempt.Key);
                return Refusal([result]);
            default:
                await orders.DecideAsync(attempt.Key, Decision.Abort, CancellationToken.None).ConfigureAwait(false);
                return Refusal([result]);
        }
    }

    /// <summary>Prepares every lane in sorted order, then decides with one insert; the lanes are settled after the answer.</summary>
    private async Task<RedeemOutcome?> TakeInSeveralLanesAsync(Attempt attempt)
    {
        var results = new List<TakeResult>();
        foreach (var lane in attempt.Lanes)
        {
            results.Add(await TakeAsync(attempt, lane, prepare: true).ConfigureAwait(false));
        }

        var now = clock.GetUtcNow();
        var proposal = results.TrueForAll(result => result is TakeResult.Taken) ? Decision.Commit(attempt, now, HoldDeadline.Of(now, attempt.Intent.HoldFor)) : Decision.Abort;
        var decision = await orders.DecideAsync(attempt.Key, proposal, CancellationToken.None).ConfigureAwait(false);
        var settled = attempt.Lanes.Select(lane => lanes.Get(lane).PostAsync(new SettlePrepared(attempt.Key, decision))).ToList();
        if (decision.Redemption is { } redemption)
        {
            // What fails here is found by the sweep: the prepared rows stand in marked lanes.
            _ = Task.WhenAll(settled).ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            if (decision.Once && redemption.HeldUntil is null)
            {
                outbox.Settle(_ => Task.FromResult<Attempt?>(attempt));
            }

            return new RedeemOutcome.Made(redemption);
        }

        await Task.WhenAll(settled).ConfigureAwait(false);
        return results.Exists(result => result is TakeResult.Refused or TakeResult.TermsChanged) ? Refusal(results) : null;
    }

    private Task<TakeResult> TakeAsync(Attempt attempt, LaneKey lane, bool prepare) => lanes.Get(lane).PostAsync(
        new TakeUses(attempt, [.. attempt.Intent.Parts.Where(part => part.CampaignId == lane.CampaignId)], prepare, clock.GetTimestamp()));

    private static RedeemOutcome Refusal(IReadOnlyList<TakeResult> results)
    {
        var changed = results.OfType<TakeResult.TermsChanged>().Select(result => result.CampaignId).ToImmutableArray();
        return changed.Length > 0
            ? new RedeemOutcome.TermsChanged(changed)
            : new RedeemOutcome.Refused([.. results.OfType<TakeResult.Refused>().SelectMany(result => result.Refusals)]);
    }
}
