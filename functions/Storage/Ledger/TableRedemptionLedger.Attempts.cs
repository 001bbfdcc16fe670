using System.Security.Cryptography;
using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <content>The attempts of an order, one after the other: a later one is opened only after the one before was given up, released, or has lapsed.</content>
public sealed partial class TableRedemptionLedger
{
    private async Task<RedeemOutcome> AttemptAsync(OrderKey first, RedemptionIntent intent, DateTimeOffset? placedAt)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        if (_givingUp.TryGetValue(first.SlotKey, out var givingUp))
        {
            await givingUp.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var givenUp = 0;
        for (var (key, before) = (first, 0); ;)
        {
            var attempt = new Attempt(key, intent, placedAt, _clock.GetUtcNow(), nonce) { Before = before };
            if (!await _orders.TryOpenAsync(attempt, CancellationToken.None).ConfigureAwait(false))
            {
                var decision = await _orders.FindDecisionAsync(key, CancellationToken.None).ConfigureAwait(false);
                if (decision is null && (await _orders.FindAttemptAsync(key, CancellationToken.None).ConfigureAwait(false))?.Nonce != nonce)
                {
                    decision = await _resolver.ResolveAsync(key, CancellationToken.None).ConfigureAwait(false);
                }

                if (decision is not null)
                {
                    if (await StandingAsync(key, decision, intent).ConfigureAwait(false) is { } standing)
                    {
                        return standing;
                    }

                    (key, before) = await AfterAsync(key, decision, before).ConfigureAwait(false);
                    continue;
                }
            }

            if (await TakeAsync(attempt).ConfigureAwait(false) is { } outcome)
            {
                return outcome;
            }

            // Somebody else has settled this attempt in the meantime, and nothing of it stands. Two orders for which storage is too slow would give each
            // other up for ever: each try leaves the other one more time.
            await Task.Delay(TimeSpan.FromMilliseconds(LaneServices.Jitter(100 << Math.Min(givenUp++, 7))), _clock).ConfigureAwait(false);
            (key, before) = await AfterAsync(key, await _resolver.ResolveAsync(key, CancellationToken.None).ConfigureAwait(false), before).ConfigureAwait(false);
        }
    }

    /// <summary>What a decided attempt means for an intent; null when nothing of it stands, so that the order is free.</summary>
    private async Task<RedeemOutcome?> StandingAsync(OrderKey key, Decision decision, RedemptionIntent intent)
    {
        if (decision.Redemption is null)
        {
            return null;
        }

        var present = await _holds.PresentAsync(key, decision, CancellationToken.None).ConfigureAwait(false);
        return present.State == RedemptionState.Released ? null : Compare(present, intent);
    }

    /// <summary>The attempt to try after one of which nothing stands: the last that exists, or the one after it.</summary>
    private async Task<(OrderKey Key, int Before)> AfterAsync(OrderKey key, Decision over, int before)
    {
        if (over.Redemption is not null)
        {
            // Whoever ended it may have died before its lanes followed; its uses must not stand in the order's own way.
            await _holds.SettleAsync(key, over, CancellationToken.None).ConfigureAwait(false);
            before = key.Attempt;
        }

        // Nearly always there is none after the first, and opening it tells.
        if (key.Attempt == 1)
        {
            return (key.Next(), before);
        }

        var (last, lastBefore) = await _orders.FindLastAsync(key, before, CancellationToken.None).ConfigureAwait(false);
        return last == key ? (key.Next(), before) : (last, lastBefore);
    }

    /// <summary>The last attempt of a slot that took something, as it stands now; null when none did.</summary>
    /// <param name="first">Its first attempt.</param>
    /// <param name="rare">Whether there is most often none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task<(Redemption Redemption, IReadOnlyList<string> Codes)?> FindLastTakenAsync(OrderKey first, bool rare, CancellationToken cancellationToken)
    {
        var (key, before) = (first, 0);
        var looked = rare ? _resolver.LookForAsync(first, cancellationToken) : _resolver.LookAsync(first, cancellationToken);
        if (await looked.ConfigureAwait(false) is not { } decision)
        {
            return null;
        }

        var taken = await TakenAsync(first, decision, cancellationToken).ConfigureAwait(false);
        if (taken is { Redemption.State: not RedemptionState.Released })
        {
            return taken;
        }

        (key, before) = await _orders.FindLastAsync(first, 0, cancellationToken).ConfigureAwait(false);
        if (key == first)
        {
            return taken;
        }

        // The last one took something, or is refused or under way: then it names the one before that did.
        return await LookAsync(key, cancellationToken).ConfigureAwait(false)
            ?? (before == 0 ? null : await LookAsync(key with { Attempt = before }, cancellationToken).ConfigureAwait(false));
    }

    private async Task<(Redemption Redemption, IReadOnlyList<string> Codes)?> LookAsync(OrderKey key, CancellationToken cancellationToken) =>
        await _resolver.LookAsync(key, cancellationToken).ConfigureAwait(false) is { } decision
            ? await TakenAsync(key, decision, cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<(Redemption Redemption, IReadOnlyList<string> Codes)?> TakenAsync(OrderKey key, Decision decision, CancellationToken cancellationToken) =>
        decision.Redemption is null ? null : (await _holds.PresentAsync(key, decision, cancellationToken).ConfigureAwait(false), decision.Codes);

    /// <summary>What stands of a code in a slot: redeemed, or held and neither released nor lapsed.</summary>
    private async Task<Redemption?> FindTakenAsync(OrderKey slot, string code, CancellationToken cancellationToken) =>
        Taken(await FindLastTakenAsync(slot, rare: true, cancellationToken).ConfigureAwait(false), code);

    private static Redemption? Taken((Redemption Redemption, IReadOnlyList<string> Codes)? last, string code) =>
        last is { Redemption: { State: not RedemptionState.Released } taken, Codes: var codes } && codes.Contains(code) ? taken : null;

    /// <summary>What this process made, as it stands now; null when it was a hold that is over.</summary>
    private async Task<Redemption?> AsMadeAsync(Redemption made, CancellationToken cancellationToken)
    {
        if (made.HeldUntil is not { } until)
        {
            return made;
        }

        var ending = OrderKey.Parse(made.RedemptionId) is { } key ? await _orders.FindEndingAsync(key, cancellationToken).ConfigureAwait(false) : null;
        return ending switch
        {
            HoldEnding.Confirmed => HoldBook.After(made, HoldEnding.Confirmed),
            null when _clock.GetUtcNow() < until => made,
            _ => null,
        };
    }

    /// <summary>Lets go of what is known of an order under way, now that its decision stands; not of a later attempt of the order. Never waits.</summary>
    private async Task ForgetAsync(OrderKey key)
    {
        if (_underWay.TryGetValue(key.SlotKey, out var known)
            && !(known.IsCompletedSuccessfully && await known.ConfigureAwait(false) is RedeemOutcome.Made made && made.Redemption.RedemptionId != key.RedemptionId))
        {
            _underWay.TryRemove(new(key.SlotKey, known));
        }
    }
}
