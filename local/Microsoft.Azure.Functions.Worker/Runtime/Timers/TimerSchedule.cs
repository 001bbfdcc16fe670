using System.Globalization;
using NCrontab;

namespace Microsoft.Azure.Functions.Worker.Runtime.Timers;

/// <summary>When a timer is due, in UTC, which is Azure's own default zone. The expressions are read by the library that Azure reads them with.</summary>
internal abstract class TimerSchedule
{
    private static readonly TimeSpan LeastSetBack = TimeSpan.FromMinutes(1);

    /// <summary>The first occurrence after an instant.</summary>
    public abstract DateTime Next(DateTime after);

    /// <summary>
    /// Whether the schedule comes more than once in every minute. Such a one is never monitored, as in the official extension, whose
    /// rule this is: <c>*/30 5 * * * *</c> is sparse, because its minutes are restricted.
    /// </summary>
    public abstract bool IsDense { get; }

    /// <summary>
    /// The same status; a new one from now on when it was written at a time that is yet to come, since the clock was set back: the timer would
    /// stand still until then. What is less than a minute is not worth an occurrence that might come twice.
    /// </summary>
    public ScheduleStatus AsOf(DateTime now, ScheduleStatus status) =>
        status.LastUpdated - now > LeastSetBack ? new ScheduleStatus { Last = status.Last, Next = Next(now), LastUpdated = now } : status;

    /// <param name="text">NCRONTAB of five or six fields, or a period.</param>
    /// <param name="function">For the error's text.</param>
    /// <exception cref="StartupException">It is neither.</exception>
    public static TimerSchedule Parse(string text, string function)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        if (fields is 5 or 6
            && CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 }) is { } crontab)
        {
            return new CrontabTimerSchedule(crontab);
        }

        return fields == 1 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var period) && period > TimeSpan.Zero
            ? new PeriodSchedule(period)
            : throw new StartupException($"Function {function}: '{text}' is neither an NCRONTAB expression nor a period hh:mm:ss.");
    }

    private sealed class CrontabTimerSchedule(CrontabSchedule crontab) : TimerSchedule
    {
        public override bool IsDense
        {
            get
            {
                var fields = crontab.ToString().Split(' ');
                if (fields.Length != 6 || fields.Skip(1).Any(part => part != "*"))
                {
                    return false;
                }

                // Any minute tells: all are alike.
                var first = crontab.GetNextOccurrence(DateTime.UnixEpoch);
                return crontab.GetNextOccurrence(first) - first < TimeSpan.FromMinutes(1);
            }
        }

        public override DateTime Next(DateTime after) => DateTime.SpecifyKind(crontab.GetNextOccurrence(after), DateTimeKind.Utc);
    }

    private sealed class PeriodSchedule(TimeSpan period) : TimerSchedule
    {
        public override bool IsDense => period < TimeSpan.FromMinutes(1);

        public override DateTime Next(DateTime after) => after + period;
    }
}
