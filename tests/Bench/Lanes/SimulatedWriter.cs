namespace PromoFunctions.Bench.Lanes;

/// <summary>One instance's writer of one lane, as <c>LaneWriter</c> works: one transaction at a time, what waits shares the next.</summary>
internal sealed class SimulatedWriter(EventQueue time, SimulatedStore store, StoreLimits limits, SimulatedPartition lane, Random random)
{
    // As in functions/Storage/Ledger.
    private const int MostCommands = 45;
    private const int MostReadFirst = 3;
    private const int MostDeletes = 20;
    private const int LongestBackOffMs = 200;

    private readonly Queue<Action> _waiting = new();
    private long? _head;
    private int _delivered;
    private bool _busy;

    public long Redemptions { get; private set; }

    public long Transactions { get; private set; }

    public long Conflicts { get; private set; }

    public void Post(Action answered)
    {
        _waiting.Enqueue(answered);
        if (!_busy)
        {
            _busy = true;
            Begin();
        }
    }

    private void Begin()
    {
        var batch = new List<Action>();
        while (batch.Count < MostCommands && _waiting.TryDequeue(out var answered))
        {
            batch.Add(answered);
        }

        Attempt(batch, 0);
    }

    private void Attempt(List<Action> batch, int tries)
    {
        if (_head is null)
        {
            // Version as the partition has it when it is read, half a latency before the answer.
            store.SendToLane(lane, 1, () => Read(lane.Version), _ => ReadCustomers(batch, tries));
            return;
        }

        ReadCustomers(batch, tries);
    }

    private void ReadCustomers(List<Action> batch, int tries)
    {
        // Every order is taken to be by a customer whom this instance does not remember.
        if (batch.Count > MostReadFirst)
        {
            Submit(batch, tries);
            return;
        }

        var missing = batch.Count;
        for (var i = 0; i < batch.Count; i++)
        {
            store.SendToLane(lane, 1, () => true, _ =>
            {
                if (--missing == 0)
                {
                    Submit(batch, tries);
                }
            });
        }
    }

    private void Submit(List<Action> batch, int tries)
    {
        var deletes = Math.Min(_delivered, MostDeletes);
        var entities = 1 + batch.Count + 1 + deletes;
        store.SendToLane(lane, entities, () => Commit(), written =>
        {
            if (!written)
            {
                Conflicts++;
                Again(batch, tries + 1);
                return;
            }

            Transactions++;
            Redemptions += batch.Count;
            _delivered -= deletes;
            batch.ForEach(answered => answered());
            Deliver(batch.Count);
            if (_waiting.Count > 0)
            {
                Begin();
            }
            else
            {
                _busy = false;
            }
        });
    }

    /// <summary>After a refusal: the head is read, then what tells whether the transaction landed after all; from the second on a pause.</summary>
    private void Again(List<Action> batch, int tries)
    {
        var pause = tries > 1 ? random.NextDouble() * Math.Min(LongestBackOffMs, 2 << Math.Min(tries, 6)) : 0;
        store.SendToLane(lane, 1, () => Read(lane.Version), _ =>
            store.SendToLane(lane, 1, () => true, _ => time.Plan(time.Now + pause, () => ReadCustomers(batch, tries))));
    }

    /// <summary>The outbox: decisions, then the journal; the outbox row goes with a later transaction.</summary>
    private void Deliver(int redemptions)
    {
        var missing = (redemptions * limits.AfterRedemption) + limits.AfterTransaction;
        for (var i = missing; i > 0; i--)
        {
            store.Send(() =>
            {
                if (--missing == 0)
                {
                    _delivered++;
                }
            });
        }
    }

    private bool Read(long version)
    {
        _head = version;
        return true;
    }

    private bool Commit()
    {
        if (_head != lane.Version)
        {
            return false;
        }

        _head = ++lane.Version;
        return true;
    }
}
