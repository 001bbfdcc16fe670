using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>Room of other lanes that is looked for beside the writer, which goes on meanwhile.</content>
internal sealed partial class LaneWriter
{
    private Exception? _noAnswer;
    private volatile bool _unheard;
    private Task _gathering = Task.CompletedTask;

    /// <summary>Looks for room in the other lanes, and wakes this one.</summary>
    private async Task GatherAsync(int count, IReadOnlyList<RoomNeed> needs, long since)
    {
        try
        {
            var left = await _services.Rooms.IntoAsync(_lane, count, needs, since, _stop.Token).ConfigureAwait(false);
            Tell(new TellRoom(left));
        }
        catch (Exception failure)
        {
            Tell(new TellNoAnswer(failure));
        }
    }

    private void Tell(LaneCommand told)
    {
        if (!_queue.Writer.TryWrite(told))
        {
            // The lane stops and takes no room in any more: whoever waits for some is told so by the next round.
            _unheard = true;
        }
    }

    /// <summary>Whether shares that arrive are still to be received. Looked at after this lane's head was read: what is received and struck off meanwhile moves that head.</summary>
    private async Task LookAtSourcesAsync(List<LaneCommand> batch)
    {
        // Two may finish one transfer at the same time, and one transaction takes it in once.
        foreach (var same in batch.OfType<ReceiveShare>().GroupBy(receive => receive.Id).ToList())
        {
            var first = same.First();
            var source = await _services.Tables.Lanes.FindAsync((_lane with { Lane = first.From }).Partition, LaneKey.HeadRow, _stop.Token).ConfigureAwait(false);
            var outstanding = !_arrived.Remove(first.Id) && source is not null && LaneHead.Read(source).Out.ContainsKey(first.Id);
            foreach (var receive in same)
            {
                receive.Outstanding = outstanding && receive == first;
            }
        }
    }
}
