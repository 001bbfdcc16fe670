using System.Text;
using PromoFunctions.App.Reports.Papers;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Mailing;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports.Delivery;

/// <summary>Writes the mails that finance gets about reports. They name no customer.</summary>
internal static class WriteReportMail
{
    /// <summary>Rows of a table in a mail; the attachment has all of them.</summary>
    private const int MostRows = 100;

    /// <summary>A report: its page inline, its CSV attached. The same for every repeat, as long as the report is.</summary>
    /// <param name="report">A report that is final.</param>
    /// <param name="to">The address.</param>
    /// <param name="shop">The shop's name.</param>
    /// <param name="phrases">The language.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Mail> OfAsync(Report report, string to, string shop, Phrases phrases, CancellationToken cancellationToken)
    {
        var text = new PageText(phrases, report);
        var subject = phrases.Say("report.mail.subject", ("shop", shop), ("title", text.Title(report.Period)));
        var file = await FileAsync(report, cancellationToken).ConfigureAwait(false);
        var mail = MailOf(attached: true) with { Attachments = [file] };

        // A report that does not fit still comes, and says where the rest is.
        return mail.Bytes <= Mail.MaxBytes ? mail : MailOf(attached: false);

        Mail MailOf(bool attached)
        {
            var closing = attached ? phrases.Say("report.mail.attached") : phrases.Say("report.mail.too-large", ("place", PlaceOf(report.Period)));
            string[] lines = [text.Title(report.Period), .. Totals(report, text), text.State(report), closing];
            return new(IdOf(report.Period), MailKind.Report, to, null, subject, string.Join("\n\n", lines) + "\n", ReportPage.ForMail(report, phrases, MostRows));
        }
    }

    /// <summary>A difference: one mail for a period and a number of figures that differ.</summary>
    public static Mail OfDifference(Report report, string to, string shop, Phrases phrases)
    {
        var text = new PageText(phrases, report);
        var title = text.Title(report.Period);
        var subject = phrases.Say("report.difference.subject", ("shop", shop), ("title", title));
        var body = new MailBody(phrases.Language, subject,
        [
            new MailBlock.Paragraph(title),
            new MailBlock.Paragraph(text.State(report)),
            new MailBlock.Items([.. report.Control.ByCurrency.Select(row => phrases.Say(
                "report.difference.amounts", ("currency", row.Currency), ("ledger", text.Money(row.LedgerDiscount, row.Currency)), ("reported", text.Money(row.ReportedDiscount, row.Currency))))]),
            new MailBlock.Paragraph(phrases.Say("report.difference.once", ("place", PlaceOf(report.Period)))),
        ]);
        var id = MailId.Of(MailKind.ReportDifference, report.Period.ToToken(), phrases.Number(report.Control.Difference));
        return new(id, MailKind.ReportDifference, to, null, subject, body.ToText(), body.ToHtml());
    }

    /// <summary>The id of the one mail that brings a period's report.</summary>
    internal static MailId IdOf(ReportPeriod period) => MailId.Of(MailKind.Report, period.ToToken());

    private static string PlaceOf(ReportPeriod period) => $"{Vocabulary<ReportKind>.Words[period.Kind]}/{period.Name}";

    private static IEnumerable<string> Totals(Report report, PageText text) =>
        ReportTotal.Of(report).Select(total => string.Join(
            "\n",
            $"{text.Phrases.Say("report.column.discount")}: {text.Money(total.Discount, total.Currency)}",
            $"{text.Phrases.Say("report.column.redemptions")}: {text.Phrases.Number(total.Redemptions)}",
            $"{text.Phrases.Say("report.column.orderValue")}: {text.Money(total.OrderValue, total.Currency)}"));

    private static async Task<MailAttachment> FileAsync(Report report, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        await ReportCsv.WriteAsync(file, report, cancellationToken).ConfigureAwait(false);
        return new(ReportCsv.FileName(report.Period), "text/csv", file.ToArray());
    }
}
