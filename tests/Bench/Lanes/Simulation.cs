namespace PromoFunctions.Bench.Lanes;

/// <summary>
/// What one storage account carries, as a discrete-event simulation of the ledger's requests. Nothing but the account, its
/// partitions and the writers' waiting is simulated: instances are taken to have processor enough, and no lane runs dry.
/// </summary>
internal sealed class Simulation
{
    private const double WarmMs = 3_000;
    private const double MeasuredMs = 10_000;
    private const int Seed = 20_260_601;

    private readonly EventQueue _time = new();
    private readonly Random _random = new(Seed);
    private readonly SimulatedStore _store;
    private readonly Demand _demand;
    private readonly SimulatedWriter[] _writers;
    private readonly int[] _laneOfCustomer;
    private readonly double[] _customers;
    private readonly List<double> _latencies = [];

    private Simulation(Demand demand, StoreLimits limits)
    {
        _demand = demand;
        _store = new(_time, limits);
        var lanes = Enumerable.Range(0, demand.Campaigns * demand.Lanes).Select(_ => new SimulatedPartition(_time)).ToArray();
        _writers = [.. Enumerable.Range(0, demand.Instances).SelectMany(_ => lanes.Select(lane => new SimulatedWriter(_time, _store, limits, lane, _random)))];
        _laneOfCustomer = [.. Enumerable.Range(0, Demand.Customers).Select(_ => _random.Next(demand.Lanes))];
        _customers = Cumulated(demand.Skew);
    }

    public static Carried Run(Demand demand, StoreLimits limits)
    {
        var simulation = new Simulation(demand, limits);
        for (var caller = 0; caller < demand.Callers; caller++)
        {
            simulation.Order(caller % demand.Instances);
        }

        simulation._time.RunUntil(WarmMs);
        var before = simulation.Sums();
        var requests = simulation._store.Requests;
        simulation._latencies.Clear();
        simulation._time.RunUntil(WarmMs + MeasuredMs);
        var after = simulation.Sums();
        var (redemptions, transactions) = (after.Redemptions - before.Redemptions, after.Transactions - before.Transactions);
        simulation._latencies.Sort();
        return new(
            redemptions * 1_000.0 / MeasuredMs,
            redemptions / (double)transactions,
            (after.Conflicts - before.Conflicts) / (double)transactions,
            (simulation._store.Requests - requests) * 1_000.0 / MeasuredMs / limits.RequestsASecond,
            simulation._latencies[(int)(0.99 * simulation._latencies.Count)]);
    }

    /// <summary>A caller's next order: the intent, then its lane, then the answer.</summary>
    private void Order(int instance)
    {
        var sent = _time.Now;
        var lane = (_random.Next(_demand.Campaigns) * _demand.Lanes) + _laneOfCustomer[Customer()];
        var writer = _writers[(instance * _demand.Campaigns * _demand.Lanes) + lane];
        _store.Send(() => writer.Post(() =>
        {
            _latencies.Add(_time.Now - sent);
            Order(instance);
        }));
    }

    private int Customer()
    {
        var found = Array.BinarySearch(_customers, _random.NextDouble() * _customers[^1]);
        return found < 0 ? ~found : found;
    }

    private static double[] Cumulated(double skew)
    {
        var sum = 0.0;
        return [.. Enumerable.Range(1, Demand.Customers).Select(rank => sum += Math.Pow(rank, -skew))];
    }

    private (long Redemptions, long Transactions, long Conflicts) Sums() => (
        _writers.Sum(writer => writer.Redemptions),
        _writers.Sum(writer => writer.Transactions),
        _writers.Sum(writer => writer.Conflicts));
}
