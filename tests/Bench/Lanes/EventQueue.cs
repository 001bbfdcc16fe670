namespace PromoFunctions.Bench.Lanes;

/// <summary>Simulated time, in milliseconds: what was planned happens in order of time, and of planning where times are equal.</summary>
internal sealed class EventQueue
{
    private readonly PriorityQueue<Action, (double At, long Number)> _planned = new();
    private long _number;

    public double Now { get; private set; }

    public void Plan(double at, Action what) => _planned.Enqueue(what, (at, _number++));

    public void RunUntil(double end)
    {
        while (_planned.TryPeek(out var what, out var when) && when.At <= end)
        {
            _planned.Dequeue();
            Now = when.At;
            what();
        }

        Now = end;
    }
}
