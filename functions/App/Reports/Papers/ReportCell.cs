namespace PromoFunctions.App.Reports.Papers;

/// <summary>A figure or a word of a report, to be written for a spreadsheet or for a person.</summary>
internal abstract record ReportCell
{
    private ReportCell()
    {
    }

    /// <summary>A word; null for none.</summary>
    public sealed record Words(string? Text) : ReportCell;

    /// <summary>A whole number; null where there is none.</summary>
    public sealed record Count(long? Number) : ReportCell;

    /// <summary>An amount in minor units.</summary>
    public sealed record Money(long Minor, string Currency) : ReportCell;

    /// <summary>A number with decimals; null where there is none.</summary>
    public sealed record Measure(decimal? Number) : ReportCell;

    /// <summary>A part of a whole, from 0 to 1; null where there is no whole.</summary>
    public sealed record Share(decimal? Number) : ReportCell;

    /// <summary>How many times over; null where there is nothing to go by.</summary>
    public sealed record Times(decimal? Number) : ReportCell;

    /// <summary>An instant; null where there is none.</summary>
    public sealed record Moment(DateTimeOffset? At) : ReportCell;
}
