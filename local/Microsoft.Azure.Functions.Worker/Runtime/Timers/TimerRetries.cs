using Microsoft.Azure.Functions.Worker.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker.Runtime.Timers;

/// <summary>Runs a timer's function under its retry attribute.</summary>
internal static class TimerRetries
{
    /// <summary>Never throws what the function throws.</summary>
    /// <param name="function">The function.</param>
    /// <param name="info">What each try is given.</param>
    /// <param name="stopping">Once cancelled, what failed is not tried again.</param>
    public static async Task RunAsync(TriggeredFunction function, TimerInfo info, CancellationToken stopping)
    {
        var retry = function.Function.Retry;
        var most = retry?.MaxRetryCount ?? 0;
        for (var count = 0; ; count++)
        {
            try
            {
                await function.RunAsync(info, new LocalRetryContext(count, most));
                return;
            }
            catch (Exception e)
            {
                if ((most >= 0 && count >= most) || stopping.IsCancellationRequested)
                {
                    Log.FunctionFailed(function.Logger, function.Name, $"try {count + 1}", e);
                    return;
                }

                var delay = Delay(retry, count);
                Log.TimerRetried(function.Logger, function.Name, count + 1, delay, e);
                await Task.Delay(delay, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stopping.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    /// <summary>The pause after the failed try of that number, from 0.</summary>
    public static TimeSpan Delay(RetryAttribute? retry, int count) => retry switch
    {
        FixedDelayRetryAttribute constant => constant.Delay,
        ExponentialBackoffRetryAttribute growing => Grow(growing, count),
        _ => TimeSpan.Zero,
    };

    private static TimeSpan Grow(ExponentialBackoffRetryAttribute retry, int count)
    {
        var seconds = retry.Minimum.TotalSeconds * Math.Pow(2, Math.Min(count, 62));
        return seconds < retry.Maximum.TotalSeconds ? TimeSpan.FromSeconds(seconds) : retry.Maximum;
    }
}
