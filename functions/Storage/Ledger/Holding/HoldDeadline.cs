using System.Globalization;

namespace PromoFunctions.Storage.Ledger;

/// <summary>Until when uses are set aside: a whole millisecond, so that the key of a row and the instant in an answer say the same. At the deadline itself the hold is over.</summary>
internal static class HoldDeadline
{
    /// <summary>The deadline of a hold taken at that time; null for what is redeemed at once.</summary>
    public static DateTimeOffset? Of(DateTimeOffset takenAt, TimeSpan? holdFor)
    {
        if (holdFor is not { } span)
        {
            return null;
        }

        var ticks = (takenAt + span).UtcTicks + TimeSpan.TicksPerMillisecond - 1;
        return new(ticks - (ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }

    /// <summary>As part of a key: ordinal order is order of time.</summary>
    public static string KeyOf(DateTimeOffset deadline) => deadline.ToUnixTimeMilliseconds().ToString("D15", CultureInfo.InvariantCulture);
}
