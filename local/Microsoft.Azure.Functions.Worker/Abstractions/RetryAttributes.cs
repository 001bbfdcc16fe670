namespace Microsoft.Azure.Functions.Worker;

/// <summary>How often a failed invocation is tried again. For triggers with the capability FunctionLevelRetry alone: timers.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    /// <summary>Tries after the first one; -1 means for ever.</summary>
    public int MaxRetryCount { get; set; }

    /// <summary>Reads an interval in the form <c>hh:mm:ss</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no interval, or a negative one.</exception>
    internal static TimeSpan ParseInterval(string interval, string parameter)
    {
        if (!TimeSpan.TryParse(interval, System.Globalization.CultureInfo.InvariantCulture, out var parsed) || parsed < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(parameter, interval, "An interval is written hh:mm:ss and is not negative.");
        }

        return parsed;
    }
}

/// <summary>Tries again after the same pause each time.</summary>
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    /// <summary>Sets the number of retries and the pause between them.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delayInterval"/> is not of the form <c>hh:mm:ss</c> or is negative.</exception>
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        Delay = ParseInterval(delayInterval, nameof(delayInterval));
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    /// <summary>The pause, <c>hh:mm:ss</c>.</summary>
    public string DelayInterval { get; }

    internal TimeSpan Delay { get; }
}

/// <summary>Tries again after pauses that grow from a minimum to a maximum.</summary>
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    /// <summary>Sets the number of retries and the bounds of the pauses.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An interval is not of the form <c>hh:mm:ss</c> or is negative.</exception>
    /// <exception cref="ArgumentException">The minimum is above the maximum.</exception>
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        Minimum = ParseInterval(minimumInterval, nameof(minimumInterval));
        Maximum = ParseInterval(maximumInterval, nameof(maximumInterval));
        if (Minimum > Maximum)
        {
            throw new ArgumentException("The minimum interval must not be above the maximum interval.", nameof(minimumInterval));
        }

        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    /// <summary>The shortest pause, <c>hh:mm:ss</c>.</summary>
    public string MinimumInterval { get; }

    /// <summary>The longest pause, <c>hh:mm:ss</c>.</summary>
    public string MaximumInterval { get; }

    internal TimeSpan Minimum { get; }

    internal TimeSpan Maximum { get; }
}
