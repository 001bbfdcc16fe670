using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a schedule, in one process at a time.</summary>
/// <param name="schedule">
/// An NCRONTAB expression of five or six fields (six begin with the seconds), or a period <c>d.hh:mm:ss</c>;
/// or <c>%Setting%</c>, the name of a setting that holds one.
/// </param>
[BindingCapabilities(KnownBindingCapabilities.FunctionLevelRetry)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>The schedule as written.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether the occurrences are persisted, so that a missed one is made up for at the next start. Schedules denser than a minute never are. Default true.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also runs when the host starts. Default false.</summary>
    public bool RunOnStartup { get; set; }
}
