using PromoFunctions.App.Mailing;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports.Delivery;

/// <summary>Mails finance a difference at once: one mail for a day and a number of figures that differ, however often it is found.</summary>
public sealed class MailDifference(IMailQueue mails, FinanceMailSettings settings, MailSettings mailing) : IDifferenceNotice
{
    /// <inheritdoc/>
    public Task TellAsync(Report report, CancellationToken cancellationToken) =>
        settings.To is { } to
            ? mails.SendAsync(WriteReportMail.OfDifference(report, to, mailing.Shop, mailing.Staff), cancellationToken)
            : Task.CompletedTask;
}
