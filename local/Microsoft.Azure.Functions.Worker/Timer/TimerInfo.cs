namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function is told about its schedule.</summary>
public class TimerInfo
{
    /// <summary>The schedule's occurrences; null when the timer is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>True when this run makes up for an occurrence that no process was there for.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>A timer's last and next occurrences.</summary>
public class ScheduleStatus
{
    /// <summary>The last occurrence that was run; the minimum value when there was none.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next occurrence expected after <see cref="Last"/>.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this status was last written.</summary>
    public DateTime LastUpdated { get; set; }
}
