using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime;

/// <summary>What the runtime logs. Never a path, a key or a body.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Function {Function} failed (invocation {InvocationId}).")]
    public static partial void FunctionFailed(ILogger logger, string function, string invocationId, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "A request failed outside any function.")]
    public static partial void RequestFailed(ILogger logger, Exception exception);

    [LoggerMessage(10, LogLevel.Information, "Timer {Function} makes up for the run that was due at {Due:u}.")]
    public static partial void TimerPastDue(ILogger logger, string function, DateTime due);

    [LoggerMessage(11, LogLevel.Warning, "Timer {Function} failed (try {Try}); it is tried again in {Delay}.")]
    public static partial void TimerRetried(ILogger logger, string function, int @try, TimeSpan delay, Exception exception);

    [LoggerMessage(12, LogLevel.Warning, "Timer {Function} cannot read or keep its schedule; it is tried again.")]
    public static partial void TimerStorageFailed(ILogger logger, string function, Exception exception);

    [LoggerMessage(13, LogLevel.Warning, "Timer {Function} lost its lease while it ran; another process may run it now.")]
    public static partial void TimerLeaseLost(ILogger logger, string function);

    [LoggerMessage(14, LogLevel.Debug, "Timer {Function} ran; it is next due at {Next:u}.")]
    public static partial void TimerRan(ILogger logger, string function, DateTime next);

    [LoggerMessage(20, LogLevel.Warning, "The queue {Queue} of function {Function} could not be read; it is tried again.")]
    public static partial void QueueFailed(ILogger logger, string queue, string function, Exception exception);

    [LoggerMessage(21, LogLevel.Warning, "A message of {Queue} could not be settled after function {Function}; its lock will lapse.")]
    public static partial void SettlementFailed(ILogger logger, string queue, string function, Exception exception);

    [LoggerMessage(30, LogLevel.Warning, "{Count} invocations were still running after {Limit}; their messages and leases lapse by themselves.")]
    public static partial void DrainGaveUp(ILogger logger, int count, TimeSpan limit);
}
