namespace PromoFunctions.Bench.Running;

/// <summary>How long single calls took.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];

    /// <summary>Half of the calls took no longer, in milliseconds; 0 without calls.</summary>
    public double P50 => At(0.50);

    /// <summary>99 of 100 calls took no longer, in milliseconds; 0 without calls.</summary>
    public double P99 => At(0.99);

    public void Add(TimeSpan duration) => _milliseconds.Add(duration.TotalMilliseconds);

    public void Add(Latencies others) => _milliseconds.AddRange(others._milliseconds);

    /// <summary>Nearest rank.</summary>
    private double At(double share)
    {
        if (_milliseconds.Count == 0)
        {
            return 0;
        }

        _milliseconds.Sort();
        return _milliseconds[Math.Max(0, (int)Math.Ceiling(share * _milliseconds.Count) - 1)];
    }
}
