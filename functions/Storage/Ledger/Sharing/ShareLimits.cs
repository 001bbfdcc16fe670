using PromoFunctions.Domain.Ledger;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Changes a campaign's limits over all of its lanes.</summary>
internal sealed class ShareLimits(LaneRegistry lanes, GatherRoom rooms, RoomTransfers transfers, TimeProvider clock)
{
    /// <summary>Brings every lane to saved limits. Redemptions decided by older facts are sent back from here on.</summary>
    public async Task StampAsync(string campaign, LaneLimits saved) =>
        await Task.WhenAll(LanesOf(campaign, saved).Select(lane => lanes.Get(lane).PostAsync(new StampLimits(saved)))).ConfigureAwait(false);

    /// <summary>Takes room away ahead of the saving of lower limits; refuses what would fall below what is taken.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="saved">The limits as they were read from the catalogue; the save that follows depends on that reading.</param>
    /// <param name="target">The limits to reach.</param>
    /// <param name="id">Names the change.</param>
    /// <param name="cancellationToken">Gives up waiting; what was taken is given back later.</param>
    public async Task<StampResult> LowerAsync(string campaign, LaneLimits saved, LaneLimits target, string id, CancellationToken cancellationToken)
    {
        var (newUnits, newMoney) = (saved.Units is null && target.Units is not null, saved.Money is null && target.Money is not null);
        if (saved.Lanes > 1 && (newUnits || newMoney))
        {
            // What is lowered beside a new limit comes first: it may lie in lanes that give nothing once they are frozen.
            var standing = target with { Units = newUnits ? null : target.Units, Money = newMoney ? null : target.Money };
            var result = standing.Units < saved.Units || standing.Money < saved.Money
                ? await LowerStandingAsync(campaign, saved, standing, id, cancellationToken).ConfigureAwait(false)
                : new(true, default, 0);
            if (result.Stamped)
            {
                result = await IntroduceAsync(campaign, saved, newUnits ? target.Units : null, newMoney ? target.Money : null, id, cancellationToken).ConfigureAwait(false);
            }

            if (!result.Stamped)
            {
                await LiftAsync(campaign, saved, id).ConfigureAwait(false);
                return result;
            }
        }

        return await LowerStandingAsync(campaign, saved, target, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lowers limits that there are; the bank collects what it lacks.</summary>
    private async Task<StampResult> LowerStandingAsync(string campaign, LaneLimits saved, LaneLimits target, string id, CancellationToken cancellationToken)
    {
        var bank = new LaneKey(campaign, 0);
        while (true)
        {
            var result = await lanes.Get(bank).PostAsync(new LowerLimits(saved, target, id)).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (result.Busy)
            {
                await WaitForOtherAsync(bank, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (result.Stamped || saved.Lanes == 1)
            {
                return result;
            }

            var need = result.Limit == LimitKind.Budget ? new RoomNeed(0, result.Wanted) : new RoomNeed(result.Wanted, 0);
            if (await rooms.IntoAsync(bank, saved.Lanes, [need], long.MaxValue, cancellationToken).ConfigureAwait(false) is { } left)
            {
                await LiftAsync(campaign, saved, id).ConfigureAwait(false);
                return result with { Taken = result.Limit == LimitKind.Budget ? left.TakenMoney : left.Taken };
            }
        }
    }

    /// <summary>
    /// A limit where there was none: every lane is left with what it has taken, and the bank gets the rest. Lanes without a limit send
    /// nothing to others, so once all stand at the saved limits and the transfers of an earlier limit are finished, what each has is its own.
    /// </summary>
    private async Task<StampResult> IntroduceAsync(string campaign, LaneLimits saved, long? units, long? money, string id, CancellationToken cancellationToken)
    {
        await StampAsync(campaign, saved).ConfigureAwait(false);
        await FinishAsync(campaign, saved, cancellationToken).ConfigureAwait(false);
        long taken = 0, takenMoney = 0;
        foreach (var lane in LanesOf(campaign, saved))
        {
            FrozenShare? frozen;
            while ((frozen = await lanes.Get(lane).PostAsync(new FreezeShare(saved, units is not null, money is not null, id)).WaitAsync(cancellationToken).ConfigureAwait(false)) is { Busy: true })
            {
                await WaitForOtherAsync(lane, cancellationToken).ConfigureAwait(false);
            }

            if (frozen is null)
            {
                // Saved since by somebody else: the save that this is for will fail.
                return new(true, default, 0);
            }

            taken += frozen.Taken;
            takenMoney += frozen.TakenMoney;
        }

        if (units < taken)
        {
            return new(false, LimitKind.Total, taken);
        }

        if (money < takenMoney)
        {
            return new(false, LimitKind.Budget, takenMoney);
        }

        // False when it was lifted meanwhile: the save that this is for will fail.
        await lanes.Get(new(campaign, 0)).PostAsync(new GrantLimits(id, units, money, taken, takenMoney)).WaitAsync(cancellationToken).ConfigureAwait(false);
        return new(true, default, 0);
    }

    /// <summary>Another change of the limits is under way. It is saved, or lifted when it lapses; lanes are frozen in order, so one of two goes on.</summary>
    private async Task WaitForOtherAsync(LaneKey lane, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(20 + LaneServices.Jitter(40)), clock, cancellationToken).ConfigureAwait(false);
        await lanes.LiftLapsedAsync(lane, cancellationToken).ConfigureAwait(false);
    }

    private async Task FinishAsync(string campaign, LaneLimits saved, CancellationToken cancellationToken)
    {
        while (true)
        {
            var heads = await transfers.HeadsAsync(campaign, saved.Lanes, cancellationToken).ConfigureAwait(false);
            var sent = await Task.WhenAll(heads.Select((head, number) => transfers.FinishAsync(new(campaign, number), head, cancellationToken))).ConfigureAwait(false);
            if (!sent.Contains(true))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LiftAsync(string campaign, LaneLimits saved, string id) =>
        await Task.WhenAll(LanesOf(campaign, saved).Select(lane => lanes.Get(lane).PostAsync(new LiftLowering(id, saved)))).ConfigureAwait(false);

    private static IEnumerable<LaneKey> LanesOf(string campaign, LaneLimits saved) => Enumerable.Range(0, saved.Lanes).Select(number => new LaneKey(campaign, number));
}
