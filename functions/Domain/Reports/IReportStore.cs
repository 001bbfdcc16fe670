namespace PromoFunctions.Domain.Reports;

/// <summary>The reports as written: flat typed rows that a spreadsheet reads as they are.</summary>
public interface IReportStore
{
    /// <summary>Writes a report in place of an older one. One that stands there and is newer, or closed while this one is open, is left alone.</summary>
    Task SaveAsync(Report report, CancellationToken cancellationToken);

    /// <summary>The report of a period as last written; null when there is none that is whole.</summary>
    Task<Report?> FindAsync(ReportPeriod period, CancellationToken cancellationToken);

    /// <summary>A page of the reports that were written.</summary>
    /// <param name="limit">The most items, at least 1.</param>
    /// <param name="after">The last period of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ReportPage> ListAsync(int limit, ReportPeriod? after, CancellationToken cancellationToken);
}
