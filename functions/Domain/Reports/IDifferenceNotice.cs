namespace PromoFunctions.Domain.Reports;

/// <summary>Is told of reports whose figures are not those of the ledger. Any number of them may be there.</summary>
public interface IDifferenceNotice
{
    /// <summary>Tells somebody. Called after the report was written, each time that it is computed while the difference lasts, by several processes too: telling twice is to be avoided here.</summary>
    /// <param name="report">The report of a day, with a difference above 0; weeks and months differ where their days do.</param>
    /// <param name="cancellationToken">Gives up; the next run tells again.</param>
    Task TellAsync(Report report, CancellationToken cancellationToken);
}
