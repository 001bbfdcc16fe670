using PromoFunctions.Tests.Support.Faults;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>
/// The faults of one process of a history, by chance. What is late is so by a moment as often as by seconds: a transaction that was given up for lost
/// lands between the next try's reading and its writing, or after somebody else has taken its order over. What was read may be old before it is told. Now and then nothing answers for a while.
/// </summary>
/// <param name="seed">The same seed and number give the same fault.</param>
/// <param name="rate">Share of requests, from 0 to 1, that meet a fault other than a crash.</param>
/// <param name="stalls">Share of the lanes' transactions that are held up besides; of other requests on lanes it is a quarter of that.</param>
/// <param name="crashAt">The number of the request at which the process dies; 0 for never.</param>
/// <param name="clock">By which hold-ups last.</param>
internal sealed class HistoryFaults(int seed, double rate, double stalls, int crashAt, TimeProvider clock) : FaultPlan
{
    private static readonly Fault[] s_kinds = [Fault.Drop, Fault.Busy, Fault.LandThen500, Fault.LandThenLose, Fault.LandThenTimeout, Fault.LandThenSlow, Fault.Slow, Fault.Late];

    private static readonly Fault[] s_late = [Fault.Slow, Fault.Late, Fault.LandThenSlow];

    /// <summary>Longer than an owner acts alone.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(300);

    /// <summary>Requests of an outage: more than the tries of one.</summary>
    private const int Outage = 8;

    public override Fault Next(int number, SentRequest request)
    {
        var random = new Random(HashOf(number, 1));
        if (number == crashAt)
        {
            return random.Next(2) == 0 ? Fault.Crash : Fault.LandThenCrash;
        }

        // Storage is away for a while, so that the client's own retries do not help.
        if (new Random(HashOf(number / Outage, 3)).NextDouble() < rate / 6)
        {
            return random.Next(2) == 0 ? Fault.Busy : Fault.Drop;
        }

        return random.NextDouble() < rate ? s_kinds[random.Next(s_kinds.Length)]
            : request.IsOn("Lanes") && random.NextDouble() < (request.IsTransaction ? stalls : stalls / 4) ? s_late[random.Next(s_late.Length)]
            : Fault.None;
    }

    public override Task HoldUpAsync(int number, CancellationToken cancellationToken)
    {
        var random = new Random(HashOf(number, 2));
        return Task.Delay((random.Next(2) == 0 ? s_longest : s_moment) * random.NextDouble(), clock, cancellationToken);
    }

    private int HashOf(int number, int purpose) => unchecked((((seed * 397) ^ number) * 31) + purpose);
}
