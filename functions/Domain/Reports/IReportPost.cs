namespace PromoFunctions.Domain.Reports;

/// <summary>Which reports were mailed.</summary>
public interface IReportPost
{
    /// <summary>The last day whose reports were given to the mail, and those of every day before; null when none was.</summary>
    Task<string?> MailedThroughAsync(CancellationToken cancellationToken);

    /// <summary>Notes that the reports of a day and of the days before were given to the mail. Days only go forward.</summary>
    Task MarkMailedAsync(string day, CancellationToken cancellationToken);
}
