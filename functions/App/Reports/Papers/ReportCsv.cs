using System.Globalization;
using CsvHelper;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Reports;

namespace PromoFunctions.App.Reports.Papers;

/// <summary>A report as CSV (RFC 4180): one table with a column for every figure of any section, so that files of several periods go under each other.</summary>
/// <remarks>
/// The first column names the section of a row; what its section does not have is empty. Amounts stand twice: as an integer of minor units, and
/// as a decimal of the currency in a column with <c>Major</c> behind the name, so that a spreadsheet shows and adds them as money.
/// </remarks>
internal static class ReportCsv
{
    private const string InMajorUnits = "Major";

    private static readonly string[] Leading = ["section", "kind", "period", "firstDay", "lastDay", "status", "computedAt"];

    // Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection"); numbers are left alone, a negative one too.
    // The byte order mark is for Excel, which takes UTF-8 for the machine's old code page without it.
    private static readonly CsvWriterOptions Format = CsvWriterOptions.Default with { Injection = CsvInjection.Escape, WriteByteOrderMark = true };

    /// <summary>Writes the lines in UTF-8, with a byte order mark.</summary>
    public static async Task WriteAsync(Stream stream, Report report, CancellationToken cancellationToken)
    {
        var sections = ReportSections.Of(report);
        var columns = ColumnsOf(sections);
        var csv = CsvWriter.Create(stream, Format, leaveOpen: true);
        await using (csv.ConfigureAwait(false))
        {
            await csv.WriteRecordAsync([.. Leading, .. columns.Select(column => column.Major ? column.Name + InMajorUnits : column.Name)], cancellationToken).ConfigureAwait(false);
            foreach (var section in sections)
            {
                foreach (var row in section.Rows)
                {
                    Write(csv, report, section, row, columns);
                    await csv.EndRecordAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>The name of a report's file.</summary>
    public static string FileName(ReportPeriod period) => $"report-{Vocabulary<ReportKind>.Words[period.Kind]}-{period.Name}.csv";

    /// <summary>The columns behind the leading ones, in the order in which sections first have them; the same for every report, with rows or without.</summary>
    private static List<(string Name, bool Major)> ColumnsOf(IEnumerable<ReportSection> sections) =>
    [
        .. sections.SelectMany(section => section.Columns)
            .SelectMany(column => column.IsMoney ? [(column.Name, false), (column.Name, true)] : ((string, bool)[])[(column.Name, false)])
            .Distinct(),
    ];

    private static void Write(CsvWriter csv, Report report, ReportSection section, IReadOnlyList<ReportCell> row, List<(string Name, bool Major)> columns)
    {
        csv.WriteField(section.Name);
        csv.WriteField(Vocabulary<ReportKind>.Words[report.Period.Kind]);
        csv.WriteField(report.Period.Name);
        csv.WriteField(report.Period.FirstDay);
        csv.WriteField(report.Period.LastDay);
        csv.WriteField(ReportJson.StatusOf(report.Closed));
        csv.WriteField(Text(report.ComputedAt));
        foreach (var (name, major) in columns)
        {
            WriteField(csv, section.CellOf(row, name), major);
        }
    }

    private static void WriteField(CsvWriter csv, ReportCell? cell, bool major)
    {
        switch (cell)
        {
            case ReportCell.Words(var text):
                csv.WriteField(text);
                break;
            case ReportCell.Moment({ } at):
                csv.WriteField(Text(at));
                break;
            case ReportCell.Count({ } number):
                csv.WriteField(number, default);
                break;
            case ReportCell.Measure({ } number):
                csv.WriteField(number, "0.####");
                break;
            case ReportCell.Share({ } number):
                csv.WriteField(number, "0.####");
                break;
            case ReportCell.Times({ } number):
                csv.WriteField(number, "0.####");
                break;
            case ReportCell.Money(var minor, _) when !major:
                csv.WriteField(minor, default);
                break;
            case ReportCell.Money(var minor, var code) when Currency.TryParse(code, out var currency, out _):
                csv.WriteField(InMajor(minor, currency.Decimals), default);
                break;
            default:
                csv.WriteField((string?)null);
                break;
        }
    }

    /// <summary>Exactly, with all of the currency's decimals: a decimal keeps its scale.</summary>
    private static decimal InMajor(long minor, int decimals)
    {
        var unsigned = (ulong)Int128.Abs(minor);
        return new decimal(unchecked((int)unsigned), unchecked((int)(unsigned >> 32)), 0, minor < 0, (byte)decimals);
    }

    /// <summary>In UTC, and without the letters T and Z: with them spreadsheets take an instant for a word.</summary>
    private static string Text(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
