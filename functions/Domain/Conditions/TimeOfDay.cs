using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PromoFunctions.Domain.Conditions;

/// <summary>A time on the clock, to the minute: from 00:00 to 24:00, the end of a day.</summary>
public sealed record TimeOfDay
{
    private const int HoursADay = 24;
    private const int MinutesAnHour = 60;

    private TimeOfDay(int minutes) => Minutes = minutes;

    /// <summary>Minutes since midnight, from 0 to 1,440.</summary>
    public int Minutes { get; }

    /// <summary>Takes <c>HH:MM</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TimeOfDay? value, [NotNullWhen(false)] out string? problem)
    {
        value = null;
        problem = null;
        if (text.Length == 5
            && text[2] == ':'
            && int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            && int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            && minutes < MinutesAnHour
            && ((hours * MinutesAnHour) + minutes <= HoursADay * MinutesAnHour))
        {
            value = new TimeOfDay((hours * MinutesAnHour) + minutes);
            return true;
        }

        problem = "must be a time from 00:00 to 24:00, such as 17:30.";
        return false;
    }

    /// <summary>The time as <c>HH:MM</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Minutes / MinutesAnHour:00}:{Minutes % MinutesAnHour:00}");
}
