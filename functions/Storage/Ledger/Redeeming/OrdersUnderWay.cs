using System.Collections.Concurrent;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>The orders that this process redeems just now. Requests of one order go one after the other: a double click waits for the first.</summary>
internal sealed class OrdersUnderWay(OrderAttempts attempts, OrderRepeats repeats)
{
    private readonly ConcurrentDictionary<string, Task<RedeemOutcome>> _underWay = new(StringComparer.Ordinal);

    /// <summary>Redeems an order, or waits for the request that does and answers by what that made.</summary>
    /// <param name="first">The order's first attempt.</param>
    /// <param name="intent">What it wants.</param>
    /// <param name="placedAt">For a retroactive redemption: when the order was placed.</param>
    /// <param name="cancellationToken">Stops waiting; what was begun runs to its end.</param>
    public async Task<RedeemOutcome> JoinAsync(OrderKey first, RedemptionIntent intent, DateTimeOffset? placedAt, CancellationToken cancellationToken)
    {
        while (true)
        {
            var mine = new TaskCompletionSource<RedeemOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            var standing = _underWay.GetOrAdd(first.SlotKey, mine.Task);
            if (standing != mine.Task)
            {
                await ((Task)standing).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                if (standing.IsCompletedSuccessfully && await standing.ConfigureAwait(false) is RedeemOutcome.Made made)
                {
                    if (await repeats.AnswerAsync(made.Redemption, intent, cancellationToken).ConfigureAwait(false) is { } answer)
                    {
                        return answer;
                    }

                    // A hold that is over: the order may be taken anew, though the first decision is on its way still.
                    _underWay.TryRemove(new(first.SlotKey, standing));
                    continue;
                }

                // It was refused or failed, and its entry is gone or about to go.
                await Task.Yield();
                continue;
            }

            return await OwnAsync(mine, first, intent, placedAt).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lets go of what is known of an order under way, now that its decision stands; not of a later attempt of the order. Never waits.</summary>
    public async Task ForgetAsync(OrderKey key)
    {
        if (_underWay.TryGetValue(key.SlotKey, out var known)
            && !(known.IsCompletedSuccessfully && await known.ConfigureAwait(false) is RedeemOutcome.Made made && made.Redemption.RedemptionId != key.RedemptionId))
        {
            _underWay.TryRemove(new(key.SlotKey, known));
        }
    }

    /// <summary>Runs to its end even when the caller goes away, so that an attempt is not left undecided by an impatient client.</summary>
    private async Task<RedeemOutcome> OwnAsync(TaskCompletionSource<RedeemOutcome> mine, OrderKey first, RedemptionIntent intent, DateTimeOffset? placedAt)
    {
        try
        {
            var outcome = await attempts.RunAsync(first, intent, placedAt).ConfigureAwait(false);
            if (outcome is not RedeemOutcome.Made || intent.Parts.Select(part => part.CampaignId).Distinct().Count() > 1)
            {
                _underWay.TryRemove(new(first.SlotKey, mine.Task));
            }

            // A redemption made here in one lane stays known until its decision row is delivered.
            mine.SetResult(outcome);
            return outcome;
        }
        catch (Exception failure)
        {
            _underWay.TryRemove(new(first.SlotKey, mine.Task));
            mine.SetException(failure);
            _ = mine.Task.Exception;
            throw;
        }
    }
}
