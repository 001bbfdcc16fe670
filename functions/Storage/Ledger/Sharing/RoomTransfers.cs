using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Moves room from one lane of a campaign to another, so that none is lost and none counts twice, whoever dies on the way.</summary>
/// <remarks>
/// A transfer is three transactions: the source gives (its share shrinks, its head lists the transfer), the target receives (its share
/// grows, a row says so), the source strikes it off. Between them anybody may finish it. A target receives only what the source's head,
/// read after the target's own, still lists; so what was received and struck off is not received again.
/// </remarks>
internal sealed class RoomTransfers(LaneRegistry lanes, PromoTables tables, TimeProvider clock)
{
    /// <summary>A transfer of that age was left by its process.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(1);

    /// <summary>Moves room from one lane of a campaign to another.</summary>
    /// <param name="from">Who gives.</param>
    /// <param name="to">Who receives.</param>
    /// <param name="units">How many uses are asked for.</param>
    /// <param name="money">How much of the budget is asked for, in minor units.</param>
    /// <param name="generous">Whether the source may give more than is asked for.</param>
    /// <param name="cancellationToken">Gives up waiting; what is on its way arrives all the same.</param>
    /// <returns>False: there was none.</returns>
    public async Task<bool> MoveAsync(LaneKey from, LaneKey to, long units, long money, bool generous, CancellationToken cancellationToken)
    {
        var given = await lanes.Get(from).PostAsync(new GiveShare(to.Lane, units, money, generous)).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (given is not { } sent)
        {
            return false;
        }

        await ArriveAsync(from, sent.Id, sent.Share, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Finishes the transfers that a lane's head lists and that their process has left.</summary>
    /// <returns>Whether the head lists any, also younger ones.</returns>
    public async Task<bool> FinishAsync(LaneKey from, LaneHead head, CancellationToken cancellationToken)
    {
        foreach (var (id, share) in head.Out.Where(sent => clock.GetUtcNow() - sent.Value.At > Abandoned))
        {
            await ArriveAsync(from, id, share, cancellationToken).ConfigureAwait(false);
        }

        return !head.Out.IsEmpty;
    }

    /// <summary>Finishes what a dead process left of a lane's transfers: those that it sent, and the rows of those that it got and that are struck off.</summary>
    public async Task RepairAsync(LaneKey lane, CancellationToken cancellationToken)
    {
        if (await tables.Lanes.FindAsync(lane.Partition, LaneKey.HeadRow, cancellationToken).ConfigureAwait(false) is not { } row || LaneHead.Read(row) is not { Lanes: > 1 } head)
        {
            return;
        }

        await FinishAsync(lane, head, cancellationToken).ConfigureAwait(false);
        var arrived = new List<string>();
        await foreach (var received in tables.Lanes.RowsAsync(lane.Partition, LaneKey.ReceivedPrefix, cancellationToken).ConfigureAwait(false))
        {
            arrived.Add(received.RowKey);
        }

        if (arrived.Count > 0)
        {
            // Read after the rows: what is not listed any more was struck off, and never comes back.
            var sent = (await HeadsAsync(lane.CampaignId, head.Lanes, cancellationToken).ConfigureAwait(false)).SelectMany(other => other.Out.Keys).Select(LaneKey.ReceivedRow).ToHashSet(StringComparer.Ordinal);
            await lanes.Get(lane).PostAsync(new ForgetRows([.. arrived.Where(each => !sent.Contains(each))])).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Every head of a campaign. A lane that was never used has no share yet, the bank apart, which whoever asks here has used.</summary>
    public async Task<IReadOnlyList<LaneHead>> HeadsAsync(string campaign, int count, CancellationToken cancellationToken) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(async number =>
        {
            var lane = new LaneKey(campaign, number);
            return await tables.Lanes.FindAsync(lane.Partition, LaneKey.HeadRow, cancellationToken).ConfigureAwait(false) is { } row
                ? LaneHead.Read(row)
                : new LaneHead { Units = 0, Money = 0 };
        })).ConfigureAwait(false);

    private async Task ArriveAsync(LaneKey source, string id, OutShare share, CancellationToken cancellationToken)
    {
        var target = lanes.Get(source with { Lane = share.To });
        await target.PostAsync(new ReceiveShare(id, source.Lane, share)).WaitAsync(cancellationToken).ConfigureAwait(false);
        await lanes.Get(source).PostAsync(new DropOut(id)).WaitAsync(cancellationToken).ConfigureAwait(false);

        // Only now: while the source lists it, the row is what keeps it from being received twice.
        await target.PostAsync(new ForgetRows([LaneKey.ReceivedRow(id)])).WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
