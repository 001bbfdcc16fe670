using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>What goes into a transaction, and what must be read before it may.</content>
internal sealed partial class LaneWriter
{
    private const int MostDeletes = 20;

    /// <summary>Folds the batch over the head; null when something must be read first.</summary>
    private async Task<LaneRound?> PlanAsync(List<LaneCommand> batch, LaneHead head)
    {
        await SettleFirstAsync(batch, head).ConfigureAwait(false);
        var pending = await _state.PendingAsync(batch.OfType<SettlePrepared>().Select(settle => settle.Key), _stop.Token).ConfigureAwait(false);

        // After the prepared ones: uses that are settled in between are seen here.
        var notes = head.Released.Where(note => !pending.ContainsKey(note.Key)).Take(MostDead).ToList();
        var held = await _state.HeldAsync(batch.OfType<EndHold>().Select(end => (end.Key, end.Until)).Concat(notes.Select(note => (note.Key, note.Until))), _stop.Token).ConfigureAwait(false);
        var released = notes.Select(note => (note, held.GetValueOrDefault(note.Key))).ToList();
        await _state.Buckets.LoadAsync(batch.OfType<TakeUses>().Select(take => take.Attempt.Intent.CustomerKey).OfType<string>(), sure: false, _stop.Token).ConfigureAwait(false);
        await ReadRefundsAsync(batch).ConfigureAwait(false);
        await LookAtSourcesAsync(batch).ConfigureAwait(false);
        var takenOver = new HashSet<OrderKey>();
        DeadHolds? dead = null;
        while (true)
        {
            var now = _services.Clock.GetUtcNow();
            var round = new LaneRound(new(_lane, head, _state.Buckets, _services.Calendar, now, _services.Rooms.Found(_lane.CampaignId)), held);

            // Limits and seals first: then every booking of this transaction falls on one day, under one set of limits.
            foreach (var command in batch.OrderBy(RankOf))
            {
                if (RankOf(command) > 0)
                {
                    round.End(released, dead);
                }

                if (!round.Fold(command, pending, takenOver))
                {
                    // The catalog is ahead of the head: a change was saved but its stamp is still under way, or its writer died.
                    return AgainWith(batch, new StampLimits(await _services.LimitsAsync(_lane, _stop.Token).ConfigureAwait(false)));
                }
            }

            round.End(released, dead);
            if (round.Plan.Doubted.Count > 0)
            {
                // Whoever had too many uses when its bucket was read may have got some back.
                await _state.Buckets.LoadAsync(round.Plan.Doubted, _stop.Token).ConfigureAwait(false);
                continue;
            }

            if (round.WantsDead && dead is null)
            {
                dead = await FindDeadAsync(now).ConfigureAwait(false);
                continue;
            }

            if (!round.Plan.Writes && round.RefusesBefore(_state.ReadAt))
            {
                // A refusal must rest on a head that was read after its request came in.
                _state.Drop();
                return null;
            }

            if (round.RefusesByLowering && _services.Lapsed(head))
            {
                // Whoever lowered the limits has not saved them: no reason to refuse.
                return AgainWith(batch, new LiftLowering(head.Lowering, await _services.FenceLimitsAsync(_lane, _stop.Token).ConfigureAwait(false)));
            }

            var found = await TakenOverAsync(round.Taken).ConfigureAwait(false);
            if (found.Count == 0)
            {
                Forget(batch, round);
                return round;
            }

            takenOver.UnionWith(found);
        }
    }

    /// <summary>Room that arrives is taken in before those who wait for it are asked again, in the same transaction.</summary>
    private static int RankOf(LaneCommand command) => command switch
    {
        SealDay => 0,
        StampLimits or LowerLimits or LiftLowering or FreezeShare or GrantLimits => 1,
        ReceiveShare => 2,
        _ => 3,
    };

    private LaneRound? AgainWith(List<LaneCommand> batch, LaneCommand first)
    {
        batch.Insert(0, first);
        _state.Drop();
        return null;
    }

    /// <summary>Deletes ride with the next commit; an idle lane makes one for them.</summary>
    private void Forget(List<LaneCommand> batch, LaneRound round)
    {
        if (round.Plan.Writes || batch.Count == 0)
        {
            foreach (var row in _forget.Take(Math.Min(MostDeletes, round.Plan.Room)))
            {
                round.Plan.Delete(row);
                round.Forgotten.Add(row);
            }
        }
    }

    /// <summary>Attempts that are old enough for another instance to have settled them, and were.</summary>
    private async Task<HashSet<OrderKey>> TakenOverAsync(List<Attempt> taken)
    {
        var found = new HashSet<OrderKey>();
        var now = _services.Clock.GetUtcNow();
        foreach (var key in taken.Where(attempt => now - attempt.At > Attempt.OwnerLooks).Select(attempt => attempt.Key))
        {
            // Read after the head: whoever takes over inserts its mark first and moves the head then.
            if (await _services.Tables.Orders.FindAsync(key.Hash, key.TakeoverRow, _stop.Token).ConfigureAwait(false) is not null
                || await _services.Tables.Orders.FindAsync(key.Hash, key.DecisionRow, _stop.Token).ConfigureAwait(false) is not null)
            {
                found.Add(key);
            }
        }

        return found;
    }
}
