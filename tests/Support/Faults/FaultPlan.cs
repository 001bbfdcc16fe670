namespace PromoFunctions.Tests.Support.Faults;

/// <summary>Which fault meets which request of a process.</summary>
/// <remarks>Faults are drawn by the request's number in its process, so a seed gives the same faults again; how processes interleave is the machine's.</remarks>
public abstract class FaultPlan
{
    /// <summary>No faults: requests are recorded only.</summary>
    public static FaultPlan None { get; } = new Scripted((_, _) => Fault.None);

    /// <summary>The fault of a request.</summary>
    /// <param name="number">From 1, in the order in which the process sends them.</param>
    /// <param name="request">What is sent.</param>
    public abstract Fault Next(int number, SentRequest request);

    /// <summary>Ends when a request that is <see cref="Fault.Slow"/> or <see cref="Fault.Late"/> may go on.</summary>
    public virtual Task HoldUpAsync(int number, CancellationToken cancellationToken) => Task.Delay(30, cancellationToken);

    /// <summary>Faults by chance.</summary>
    /// <param name="seed">The same seed and number give the same fault.</param>
    /// <param name="rate">Share of requests, from 0 to 1, that meet a fault other than a crash.</param>
    /// <param name="crashAt">The number of the request at which the process dies; 0 for never.</param>
    /// <param name="longest">The longest hold-up.</param>
    /// <param name="clock">By which hold-ups last; the machine's when none is given.</param>
    public static FaultPlan Seeded(int seed, double rate, int crashAt, TimeSpan longest, TimeProvider? clock = null) =>
        new ByChance(seed, rate, crashAt, longest, clock ?? TimeProvider.System);

    /// <summary>Faults by a rule of the test's own.</summary>
    public static FaultPlan Script(Func<int, SentRequest, Fault> script) => new Scripted(script);

    private sealed class Scripted(Func<int, SentRequest, Fault> script) : FaultPlan
    {
        public override Fault Next(int number, SentRequest request) => script(number, request);
    }

    private sealed class ByChance(int seed, double rate, int crashAt, TimeSpan longest, TimeProvider clock) : FaultPlan
    {
        private static readonly Fault[] Kinds = [Fault.Drop, Fault.Busy, Fault.LandThen500, Fault.LandThenLose, Fault.LandThenTimeout, Fault.Slow, Fault.Late];

        public override Fault Next(int number, SentRequest request)
        {
            var random = new Random(HashOf(number, 1));
            if (number == crashAt)
            {
                return random.Next(2) == 0 ? Fault.Crash : Fault.LandThenCrash;
            }

            return random.NextDouble() < rate ? Kinds[random.Next(Kinds.Length)] : Fault.None;
        }

        public override Task HoldUpAsync(int number, CancellationToken cancellationToken) =>
            Task.Delay(longest * new Random(HashOf(number, 2)).NextDouble(), clock, cancellationToken);

        private int HashOf(int number, int purpose) => unchecked((((seed * 397) ^ number) * 31) + purpose);
    }
}
