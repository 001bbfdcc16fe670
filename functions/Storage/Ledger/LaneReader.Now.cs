using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>Readings for decisions that are kept: nothing in them is remembered, and none is torn.</content>
internal sealed partial class LaneReader
{
    /// <summary>On a campaign that never stands still no two readings are equal.</summary>
    private const int MostReadings = 8;

    /// <summary>What is left at an instant after the call began; never less.</summary>
    public async Task<LimitsLeft> LimitsNowAsync(string campaign, LaneLimits limits, string? customerKey, CancellationToken cancellationToken)
    {
        var (units, money) = limits.Units is null && limits.Money is null
            ? (null, null)
            : await RoomNowAsync(campaign, limits, cancellationToken).ConfigureAwait(false);
        int? customer = null;
        if (limits.PerCustomer is { } most && customerKey is not null)
        {
            var lane = new LaneKey(campaign, LaneKey.Of(customerKey, limits.Lanes));
            await lanes.Get(lane).PostAsync(new EndDeadHolds()).WaitAsync(cancellationToken).ConfigureAwait(false);
            var row = await tables.Lanes.FindAsync(lane.Partition, LaneKey.BucketRow(LaneKey.BucketOf(customerKey)), cancellationToken).ConfigureAwait(false);
            customer = Math.Max(0, most - (row is null ? 0 : CustomerBucket.Read(row).Find(customerKey)?.Count ?? 0));
        }

        return new(units, money, customer);
    }

    /// <summary>Two equal readings of all heads: between them is an instant at which all stood so. One alone would miss room that moves behind it.</summary>
    private async Task<(long? Units, long? Money)> RoomNowAsync(string campaign, LaneLimits limits, CancellationToken cancellationToken)
    {
        var (units, money) = (0L, 0L);
        var before = await LiveHeadsAsync(campaign, limits, cancellationToken).ConfigureAwait(false);
        for (var reading = 1; reading < MostReadings; reading++)
        {
            var after = await LiveHeadsAsync(campaign, limits, cancellationToken).ConfigureAwait(false);
            var sum = Sum(after, limits);
            if (before.Select(head => head.ETag).SequenceEqual(after.Select(head => head.ETag)))
            {
                (units, money) = sum;
                break;
            }

            (units, money) = (Math.Max(units, sum.Units), Math.Max(money, sum.Money));
            before = after;
        }

        return (limits.Units is null ? null : units, limits.Money is null ? null : money);
    }

    /// <summary>
    /// The heads once they follow the campaign as saved, dead holds have given their room back, and what is on its way has arrived: between arriving
    /// and being struck off it would count twice.
    /// </summary>
    private async Task<IReadOnlyList<LaneHead>> LiveHeadsAsync(string campaign, LaneLimits limits, CancellationToken cancellationToken)
    {
        var count = limits.Lanes;
        for (var tries = 1; ; tries++)
        {
            var heads = await lanes.Transfers.HeadsAsync(campaign, count, cancellationToken).ConfigureAwait(false);
            var now = clock.GetUtcNow();
            var dead = Enumerable.Range(0, count).Where(number => heads[number].EarliestDeadline <= now || heads[number].Released.Length > 0).ToList();
            var moving = Enumerable.Range(0, count).Where(number => !heads[number].Out.IsEmpty).ToList();

            // Saved, and whoever saved it died before every lane was told.
            var lagging = Enumerable.Range(0, count).Where(number => heads[number].ETag != default && heads[number].Revision < limits.Revision).ToList();
            if ((dead.Count == 0 && moving.Count == 0 && lagging.Count == 0) || tries == MostReadings)
            {
                return heads;
            }

            if (lagging.Count > 0)
            {
                var saved = await lanes.LimitsAsync(new(campaign, 0), cancellationToken).ConfigureAwait(false);
                await Task.WhenAll(lagging.Select(number => lanes.Get(new(campaign, number)).PostAsync(new StampLimits(saved)))).WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            await Task.WhenAll(dead.Select(number => lanes.Get(new(campaign, number)).PostAsync(new EndDeadHolds()))).WaitAsync(cancellationToken).ConfigureAwait(false);
            foreach (var number in moving)
            {
                await lanes.Transfers.FinishAsync(new(campaign, number), heads[number], cancellationToken).ConfigureAwait(false);
            }

            if (moving.Count > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10 * tries), clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static (long Units, long Money) Sum(IReadOnlyList<LaneHead> heads, LaneLimits limits)
    {
        // Before the bank has a head, it has all of the limits.
        var isNew = heads[0].ETag == default;
        return (
            (isNew || heads[0].Units is null ? limits.Units ?? 0 : 0) + heads.Sum(head => (head.FreeUnits ?? 0) + head.Out.Values.Sum(sent => sent.Units)),
            (isNew || heads[0].Money is null ? limits.Money ?? 0 : 0) + heads.Sum(head => (head.FreeMoney ?? 0) + head.Out.Values.Sum(sent => sent.Money)));
    }
}
