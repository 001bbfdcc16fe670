using Azure;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Runtime.Timers;

/// <summary>
/// Runs a timer while this process has its lease: one run at a time, in one process at a time. Occurrences missed during a run are
/// one run after it; those missed while no process had the lease are one run that is told so.
/// </summary>
internal sealed class TimerListener : ITriggerListener
{
    private readonly TriggeredFunction function;
    private readonly TimerTriggerAttribute trigger;
    private readonly TimerSchedule schedule;
    private readonly string scheduleText;
    private readonly bool isMonitored;
    private readonly TimerLease lease;
    private readonly TimeSpan renewal;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim oneRun = new(1, 1);
    private Task loop = Task.CompletedTask;
    private bool hasStarted;
    private ScheduleStatus status = new();

    private TimerListener(
        TriggeredFunction function,
        TimerTriggerAttribute trigger,
        string scheduleText,
        TableServiceClient tables,
        TimeSpan leaseDuration,
        TimeProvider clock)
    {
        this.function = function;
        this.trigger = trigger;
        this.scheduleText = scheduleText;
        this.clock = clock;
        schedule = TimerSchedule.Parse(scheduleText, function.Name);
        isMonitored = trigger.UseMonitor && !schedule.IsDense;
        lease = new TimerLease(tables, function.Name, leaseDuration, clock);

        // Three tries within a lease's life.
        renewal = leaseDuration / 3;
    }

    public string Function => function.Name;

    public string Description => $"timer {scheduleText}";

    /// <exception cref="StartupException">The schedule is none, or its setting does not exist.</exception>
    public static TimerListener Create(TriggeredFunction function, TimerTriggerAttribute trigger, IConfiguration configuration, PreparedRuntime runtime) =>
        new(
            function,
            trigger,
            SettingName.Fill(trigger.Schedule, configuration, function.Name),
            new TableServiceClient(configuration["AzureWebJobsStorage"] ?? runtime.Emulator.ConnectionString),
            runtime.Setup.TimerLease,
            TimeProvider.System);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        loop = Task.Run(LoopAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public void StopTaking() => stop.Cancel();

    public async Task DrainAsync() => await loop.WaitAsync(function.Running.GiveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (loop.IsCompleted)
        {
            stop.Dispose();
            oneRun.Dispose();
        }
    }

    public Task RunNowAsync(string? input) => InvokeAsync(isPastDue: false);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private async Task LoopAsync()
    {
        var holds = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                holds = await lease.TryAcquireAsync(stop.Token);
                if (holds)
                {
                    await HoldAsync();
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is RequestFailedException or IOException or AggregateException or OperationCanceledException)
            {
                Log.TimerStorageFailed(function.Logger, function.Name, e);
            }

            await PauseAsync(renewal);
        }

        if (holds)
        {
            await ReleaseAsync();
        }
    }

    /// <summary>Returns when the lease is lost or the host stops.</summary>
    private async Task HoldAsync()
    {
        if (!await BeginAsync())
        {
            return;
        }

        while (!stop.IsCancellationRequested)
        {
            status = schedule.AsOf(Now, status);
            var wait = status.Next - Now;
            if (wait > TimeSpan.Zero)
            {
                await PauseAsync(wait < renewal ? wait : renewal);
            }

            if (stop.IsCancellationRequested)
            {
                return;
            }

            if (!(Now >= status.Next ? await RunAsync(isPastDue: false, isScheduled: true) : await lease.RenewAsync(CancellationToken.None)))
            {
                Log.TimerLeaseLost(function.Logger, function.Name);
                return;
            }
        }
    }

    private async Task<bool> BeginAsync()
    {
        var now = Now;
        var kept = isMonitored && lease.Schedule == scheduleText ? lease.Status : null;

        // Without a status, or under a changed schedule, nothing was missed that anybody promised.
        status = kept ?? new ScheduleStatus { Next = schedule.Next(now), LastUpdated = now };
        var runOnStartup = trigger.RunOnStartup && !hasStarted;
        hasStarted = true;
        if (kept is not null && now > kept.Next)
        {
            Log.TimerPastDue(function.Logger, function.Name, kept.Next);
            return await RunAsync(isPastDue: true, isScheduled: false);
        }

        return runOnStartup ? await RunAsync(isPastDue: false, isScheduled: false)
            : !isMonitored || kept is not null || await lease.SaveAsync(status, scheduleText, CancellationToken.None);
    }

    /// <summary>Runs, keeping the lease alive meanwhile. False: the lease is lost.</summary>
    private async Task<bool> RunAsync(bool isPastDue, bool isScheduled)
    {
        var started = Now;
        var run = InvokeAsync(isPastDue);
        var isHeld = true;
        while (await Task.WhenAny(run, Task.Delay(renewal, clock, CancellationToken.None)) != run)
        {
            isHeld = isHeld && await KeepAsync();
        }

        await run;
        var last = isScheduled && status.Next > started ? status.Next : started;
        status = new ScheduleStatus { Last = last, Next = schedule.Next(last), LastUpdated = Now };
        Log.TimerRan(function.Logger, function.Name, status.Next);
        return isHeld && await (isMonitored ? lease.SaveAsync(status, scheduleText, CancellationToken.None) : lease.RenewAsync(CancellationToken.None));
    }

    private async Task<bool> KeepAsync()
    {
        try
        {
            return await lease.RenewAsync(CancellationToken.None);
        }
        catch (RequestFailedException e)
        {
            // The run goes on; the next renewal tells whether the lease survived.
            Log.TimerStorageFailed(function.Logger, function.Name, e);
            return true;
        }
    }

    /// <summary>One run, with its retries. What the function throws is logged: its next occurrence comes all the same.</summary>
    private async Task InvokeAsync(bool isPastDue)
    {
        await oneRun.WaitAsync(CancellationToken.None);
        try
        {
            var info = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = isMonitored ? status : null };
            await TimerRetries.RunAsync(function, info, stop.Token);
        }
        finally
        {
            oneRun.Release();
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await lease.ReleaseAsync(CancellationToken.None);
        }
        catch (RequestFailedException e)
        {
            // It lapses by itself.
            Log.TimerStorageFailed(function.Logger, function.Name, e);
        }
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        // Longer than a timer of the system can wait is cut short; the loop asks the clock again anyway.
        var longest = TimeSpan.FromDays(1);
        await Task.Delay(pause < longest ? pause : longest, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
