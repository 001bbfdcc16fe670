namespace PromoFunctions.Domain.Reports;

/// <summary>The reports as written: flat typed rows that a spreadsheet reads as they are.</summary>
public interface IReportStore
{
    /// <summary>Writes a report in place of an older one. One that stands there and is newer, or closed while this one is open, is left alone.</summary>
    Task SaveAsync(Report report, CancellationToken cancellationToken);

    /// <summary>The report of a period as last written; null when there is none that is whole.</summary>
    Task<Report?> FindAsync(ReportPeriod period, CancellationToken cancellationToken);

    /// <summary>The reports that were written: the latest period first, and of periods that begin on one day the shorter one.</summary>
    /// <param name="most">The most items, at least 1.</param>
    /// <param name="after">The last period of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<ReportListing>> ListAsync(int most, ReportPeriod? after, CancellationToken cancellationToken);
}
