using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports.Papers;

/// <summary>Sends a report as CSV or as a page.</summary>
internal sealed class ReportResult(Report report, ReportFormat format, Phrases phrases) : IActionResult
{
    /// <summary>What an answer depends on beside its address.</summary>
    public const string Vary = "Accept, Accept-Language";

    /// <inheritdoc/>
    public Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        var headers = http.Response.Headers;
        headers.Vary = Vary;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        return format switch
        {
            ReportFormat.Csv => CsvAsync(http),
            ReportFormat.Html => PageAsync(http),
            _ => throw new InvalidOperationException("A report in this format is not sent here."),
        };
    }

    private async Task CsvAsync(HttpContext http)
    {
        http.Response.ContentType = "text/csv; charset=utf-8; header=present";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{ReportCsv.FileName(report.Period)}\"";
        try
        {
            await ReportCsv.WriteAsync(http.Response.Body, report, http.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Half a file must not look like a whole one: the connection ends without the last chunk.
            http.Abort();
            throw;
        }
    }

    private async Task PageAsync(HttpContext http)
    {
        var page = Encoding.UTF8.GetBytes(ReportPage.Of(report, phrases));
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = PageStyle.Policy;
        headers.ContentLanguage = phrases.Language;
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex";
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = page.Length;
        await http.Response.Body.WriteAsync(page, http.RequestAborted).ConfigureAwait(false);
    }
}
