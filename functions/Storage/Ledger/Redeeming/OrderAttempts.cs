using System.Security.Cryptography;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>The attempts of an order, one after the other: a later one is opened only after the one before was given up, released, or has lapsed.</summary>
internal sealed class OrderAttempts(OrderBook orders, OrderResolver resolver, HoldBook holds, OrderRepeats repeats, TakeAttempt takes, GivenUpAttempts givenUp, TimeProvider clock)
{
    /// <summary>Tries until an attempt of the order has an end that can be told. Ends by itself: call it without a token and stop waiting instead.</summary>
    /// <param name="first">The order's first attempt.</param>
    /// <param name="intent">What it wants.</param>
    /// <param name="placedAt">For a retroactive redemption: when the order was placed.</param>
    public async Task<RedeemOutcome> RunAsync(OrderKey first, RedemptionIntent intent, DateTimeOffset? placedAt)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await givenUp.WaitAsync(first).ConfigureAwait(false);
        var takenOver = 0;
        for (var (key, before) = (first, 0); ;)
        {
            var attempt = new Attempt(key, intent, placedAt, clock.GetUtcNow(), nonce) { Before = before };
            if (!await orders.TryOpenAsync(attempt, CancellationToken.None).ConfigureAwait(false))
            {
                var decision = await orders.FindDecisionAsync(key, CancellationToken.None).ConfigureAwait(false);
                if (decision is null && (await orders.FindAttemptAsync(key, CancellationToken.None).ConfigureAwait(false))?.Nonce != nonce)
                {
                    decision = await resolver.ResolveAsync(key, CancellationToken.None).ConfigureAwait(false);
                }

                if (decision is not null)
                {
                    if (await repeats.AnswerAsync(key, decision, intent, CancellationToken.None).ConfigureAwait(false) is { } standing)
                    {
                        return standing;
                    }

                    (key, before) = await AfterAsync(key, decision, before).ConfigureAwait(false);
                    continue;
                }
            }

            if (await takes.TakeAsync(attempt).ConfigureAwait(false) is { } outcome)
            {
                return outcome;
            }

            // Somebody else has settled this attempt in the meantime, and nothing of it stands. Two orders for which storage is too slow would give each
            // other up for ever: each try leaves the other one more time.
            await Task.Delay(TimeSpan.FromMilliseconds(LaneServices.Jitter(100 << Math.Min(takenOver++, 7))), clock).ConfigureAwait(false);
            (key, before) = await AfterAsync(key, await resolver.ResolveAsync(key, CancellationToken.None).ConfigureAwait(false), before).ConfigureAwait(false);
        }
    }

    /// <summary>The attempt to try after one of which nothing stands: the last that exists, or the one after it.</summary>
    private async Task<(OrderKey Key, int Before)> AfterAsync(OrderKey key, Decision over, int before)
    {
        if (over.Redemption is not null)
        {
            // Whoever ended it may have died before its lanes followed; its uses must not stand in the order's own way.
            await holds.SettleAsync(key, over, CancellationToken.None).ConfigureAwait(false);
            before = key.Attempt;
        }

        // Nearly always there is none after the first, and opening it tells.
        if (key.Attempt == 1)
        {
            return (key.Next(), before);
        }

        var (last, lastBefore) = await orders.FindLastAsync(key, before, CancellationToken.None).ConfigureAwait(false);
        return last == key ? (key.Next(), before) : (last, lastBefore);
    }
}
