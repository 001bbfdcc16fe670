namespace PromoFunctions.App.Reports.Papers;

/// <summary>How a report is written.</summary>
public enum ReportFormat
{
    /// <summary>As the API says it.</summary>
    Json,

    /// <summary>One table for a spreadsheet.</summary>
    Csv,

    /// <summary>A page for a person.</summary>
    Html,
}
