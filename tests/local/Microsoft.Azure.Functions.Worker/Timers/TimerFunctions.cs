using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace PromoFunctions.Microsoft.Azure.Functions.Worker.Tests.Timers;

public sealed class EverySecond(Probe probe)
{
    [Function("EverySecond")]
    public void Run([TimerTrigger("%EverySecondSchedule%")] TimerInfo timer) =>
        probe.Saw($"{timer.IsPastDue} {timer.ScheduleStatus is null}");
}

public sealed class AtStart(Probe probe)
{
    [Function("AtStart")]
    public void Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) =>
        probe.Saw($"{timer.IsPastDue} {timer.ScheduleStatus?.Next.ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}");
}

public sealed class Missed(Probe probe)
{
    [Function("Missed")]
    public void Run([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => probe.Saw($"{timer.IsPastDue}");
}

public sealed class Rescheduled(Probe probe)
{
    [Function("Rescheduled")]
    public void Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => probe.Saw($"{timer.IsPastDue}");
}

public sealed class Failing(Probe probe)
{
    [Function("Failing")]
    [FixedDelayRetry(2, "00:00:00")]
    public void Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer, FunctionContext context)
    {
        probe.Saw($"{context.RetryContext.RetryCount} of {context.RetryContext.MaxRetryCount}");
        throw new InvalidOperationException($"{timer.IsPastDue}");
    }
}

public sealed class FailingEverySecond(Probe probe)
{
    [Function("FailingEverySecond")]
    public void Run([TimerTrigger("* * * * * *")] TimerInfo timer)
    {
        probe.Saw("failing");
        throw new InvalidOperationException($"{timer.IsPastDue}");
    }
}

public sealed class LongRun(Probe probe)
{
    [Function("LongRun")]
    public async Task Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken)
    {
        probe.Saw($"began {timer.IsPastDue}");
        try
        {
            await probe.Gate.Task.WaitAsync(cancellationToken);
            probe.Saw("ended");
        }
        catch (OperationCanceledException)
        {
            probe.Saw("cancelled");
            throw;
        }
    }
}

public sealed class LongRunToCancel(Probe probe)
{
    [Function("LongRunToCancel")]
    public Task Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        new LongRun(probe).Run(timer, cancellationToken);
}

public sealed class Exclusive(Probe probe)
{
    private static int running;

    public static int Most { get; private set; }

    [Function("Exclusive")]
    public async Task Run([TimerTrigger("* * * * * *")] TimerInfo timer)
    {
        var now = Interlocked.Increment(ref running);
        Most = Math.Max(Most, now);
        await Task.Delay(100);
        Interlocked.Decrement(ref running);
        probe.Saw($"ran {timer.IsPastDue}");
    }
}

public sealed class OnDemand(Probe probe)
{
    [Function("OnDemand")]
    public void Run([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => probe.Saw($"{timer.IsPastDue} {timer.ScheduleStatus is not null}");
}

public sealed class BadSchedule
{
    [Function("BadSchedule")]
    public static void Run([TimerTrigger("whenever")] TimerInfo timer) => timer.ToString();
}
