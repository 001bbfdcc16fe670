using System.Diagnostics;

namespace PromoFunctions.Bench.Running;

/// <summary>What callers were told.</summary>
internal enum Told
{
    /// <summary>Redeemed.</summary>
    Made,

    /// <summary>A limit has no room.</summary>
    Refused,
}

/// <summary>Callers that each send one order after the other, whatever they call.</summary>
internal static class Callers
{
    public const int Count = 64;

    /// <summary>Sends orders 0 to <paramref name="orders"/> − 1.</summary>
    /// <param name="orders">How many orders there are in all.</param>
    /// <param name="callers">How many are sent at once.</param>
    /// <param name="send">Sends an order for a caller, who is a number from 0.</param>
    public static async Task<Measured> RunAsync(int orders, int callers, Func<int, int, Task<Told>> send)
    {
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        var each = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var mine = new Measured();
            while (Interlocked.Increment(ref next) is var order && order < orders)
            {
                var sent = Stopwatch.GetTimestamp();
                var told = await send(caller, order);
                mine.Count(told, Stopwatch.GetElapsedTime(sent), Stopwatch.GetElapsedTime(start));
            }

            return mine;
        })));
        return Measured.Sum(each);
    }
}

/// <summary>What a number of orders came to.</summary>
internal sealed class Measured
{
    public int Made { get; private set; }

    public int Refused { get; private set; }

    /// <summary>From the first order to the last redemption's answer: refusals after it cost no time.</summary>
    public TimeSpan ToLastMade { get; private set; }

    /// <summary>Of the redemptions made.</summary>
    public Latencies Latencies { get; } = new();

    public double PerSecond => Made / ToLastMade.TotalSeconds;

    public static Measured Sum(IEnumerable<Measured> parts)
    {
        var sum = new Measured();
        foreach (var part in parts)
        {
            sum.Made += part.Made;
            sum.Refused += part.Refused;
            sum.ToLastMade = part.ToLastMade > sum.ToLastMade ? part.ToLastMade : sum.ToLastMade;
            sum.Latencies.Add(part.Latencies);
        }

        return sum;
    }

    public void Count(Told told, TimeSpan took, TimeSpan sinceStart)
    {
        if (told == Told.Refused)
        {
            Refused++;
            return;
        }

        Made++;
        ToLastMade = sinceStart;
        Latencies.Add(took);
    }
}
