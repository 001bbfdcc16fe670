using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PromoFunctions.Storage.Telemetry;

/// <summary>What the ledger measures of itself, for whoever listens to the meter <c>PromoFunctions.Ledger</c>. No tag carries a code, an order or a person.</summary>
public static class LedgerMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "PromoFunctions.Ledger";

    private static readonly Meter Instruments = new(Name);
    private static readonly ConcurrentDictionary<long, long> UnderWay = new();
    private static long _next;

    /// <summary>Commands that one lane transaction carried: the group commit's gain.</summary>
    private static readonly Histogram<int> BatchSizes = Instruments.CreateHistogram<int>(
        "promofunctions.lane.batch.size", "{command}", "Commands that one lane transaction carried.");

    /// <summary>Lane transactions that storage refused, since another instance had moved the lane on.</summary>
    private static readonly Counter<long> LaneConflicts = Instruments.CreateCounter<long>(
        "promofunctions.lane.conflicts", "{transaction}", "Lane transactions that had to be made again, since another writer came first.");

    private static readonly Histogram<double> DeliveryTimes = Instruments.CreateHistogram<double>(
        "promofunctions.outbox.delivery.duration", "s", "From a commit to the delivery of all that follows it, by the process that made it.");

    static LedgerMeter() => Instruments.CreateObservableGauge(
        "promofunctions.outbox.age", OldestUnderWay, "s", "Age of the oldest commit of this process whose consequences are not delivered; 0 when there is none.");

    internal static void Committed(int commands) => BatchSizes.Record(commands);

    internal static void Conflicted() => LaneConflicts.Add(1);

    /// <summary>A delivery begins; it ends when the result is disposed of.</summary>
    internal static Delivery Delivering()
    {
        var id = Interlocked.Increment(ref _next);
        UnderWay[id] = Stopwatch.GetTimestamp();
        return new(id);
    }

    private static double OldestUnderWay()
    {
        var oldest = UnderWay.Values.DefaultIfEmpty(long.MaxValue).Min();
        return oldest == long.MaxValue ? 0 : Stopwatch.GetElapsedTime(oldest).TotalSeconds;
    }

    /// <summary>A delivery under way.</summary>
    internal readonly struct Delivery(long id) : IDisposable
    {
        /// <summary>All of it arrived.</summary>
        public void Delivered()
        {
            if (UnderWay.TryGetValue(id, out var began))
            {
                DeliveryTimes.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
            }
        }

        /// <summary>Ends it, delivered or left to the sweep.</summary>
        public void Dispose() => UnderWay.TryRemove(id, out _);
    }
}
