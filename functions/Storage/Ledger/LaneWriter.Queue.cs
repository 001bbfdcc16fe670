namespace PromoFunctions.Storage.Ledger;

/// <content>What waits for its place in a transaction, and until when.</content>
internal sealed partial class LaneWriter
{
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan UndecidedWait = TimeSpan.FromMilliseconds(100);

    private Task<bool>? _more;

    /// <summary>Takes in what needs no transaction of its own.</summary>
    private bool Notes(LaneCommand command)
    {
        switch (command)
        {
            case ForgetOutbox forget:
                _forget.UnionWith(forget.Sequences.Select(LaneKey.OutboxRow));
                forget.Complete(true);
                return true;
            case ForgetRows forget:
                _forget.UnionWith(forget.Rows);
                forget.Complete(true);
                return true;
            case HandOver told:
                _handOvers.Add(told);
                return true;
            case TellRoom told:
                if (told.Left is null)
                {
                    // Another process may have brought room here, and who only waits writes nothing that would find out.
                    _state.Drop();
                }

                told.Complete(true);
                return true;
            case TellNoAnswer told:
                _noAnswer = told.Failure;
                told.Complete(true);
                return true;
            default:
                return false;
        }
    }

    /// <summary>False when the lane has stopped and nothing is left.</summary>
    private async Task<bool> WaitAsync()
    {
        if (_left)
        {
            return true;
        }

        _more ??= _queue.Reader.WaitToReadAsync().AsTask();
        if (_waiting.Count > 0)
        {
            // Only orders that wait for others' decisions are left. A queue that has ended tells nothing new.
            var pause = Task.Delay(UndecidedWait, _services.Clock, _stop.Token);
            await (_more.IsCompletedSuccessfully && !await _more.ConfigureAwait(false) ? pause : Task.WhenAny(_more, pause)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_more.IsCompletedSuccessfully && await _more.ConfigureAwait(false))
            {
                _more = null;
            }

            return true;
        }

        if ((_answered.Count > 0 || _forget.Count > 0)
            && await Task.WhenAny(_more, Task.Delay(_answered.Count > 0 ? BookAfter : ForgetAfter, _services.Clock)).ConfigureAwait(false) != _more)
        {
            return true;
        }

        var more = await _more.ConfigureAwait(false);
        _more = null;
        return more || _answered.Count > 0 || _forget.Count > 0;
    }
}
