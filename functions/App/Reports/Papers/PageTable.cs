using System.Globalization;
using System.Text;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.App.Reports.Papers;

/// <summary>A section of a report as a table of a page. On a narrow screen each row is a list, with the columns' names at its figures.</summary>
internal static class PageTable
{
    /// <summary>Writes it.</summary>
    /// <param name="section">The section.</param>
    /// <param name="text">The language.</param>
    /// <param name="most">At most so many rows; a sentence says how many more there are.</param>
    /// <returns>A heading and a table; empty when the section has no rows.</returns>
    public static string Of(ReportSection section, PageText text, int most)
    {
        if (section.Rows.Count == 0)
        {
            return "";
        }

        var shown = section.Columns.Index().Where(column => column.Item.OnPage == ColumnPlace.Column).ToList();
        var small = section.Columns.Index().Where(column => column.Item.OnPage == ColumnPlace.UnderName).ToList();
        var html = new StringBuilder();

        // The roles say what the elements are in themselves: a browser forgets it of those that the style sheet makes blocks.
        html.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{text.Say("report.section." + section.Name)}</h2>\n<table role=\"table\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<caption role=\"caption\">{text.Say($"report.section.{section.Name}.caption")}</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
        foreach (var (index, column) in shown)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th role=\"columnheader\" scope=\"col\"{ClassOf(section, index)}>{Label(column, text)}</th>");
        }

        html.Append("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        foreach (var row in section.Rows.Take(most))
        {
            html.Append("<tr role=\"row\">");
            foreach (var (place, (index, column)) in shown.Index())
            {
                html.Append(place == 0 ? Name(row, index, small, text) : $"<td role=\"cell\" data-label=\"{Label(column, text)}\"{ClassOf(section, index)}>{PageText.Encode(text.Cell(row[index]))}</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table>\n");
        if (section.Rows.Count > most)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{PageText.Encode(text.Phrases.Count("report.more", section.Rows.Count - most))}</p>\n");
        }

        return html.Append("</section>\n").ToString();
    }

    private static string Name(IReadOnlyList<ReportCell> row, int index, List<(int Index, ReportColumn Item)> small, PageText text)
    {
        var under = small.Select(column => row[column.Index]).OfType<ReportCell.Words>().Select(words => words.Text).Where(word => !string.IsNullOrEmpty(word));
        var line = string.Join(" · ", under);
        return $"<th role=\"rowheader\" scope=\"row\">{PageText.Encode(text.Cell(row[index]))}{(line.Length == 0 ? "" : $"<small>{PageText.Encode(line)}</small>")}</th>";
    }

    private static string Label(ReportColumn column, PageText text) => text.Say("report.column." + column.Name);

    private static string ClassOf(ReportSection section, int index) => section.Rows.Any(row => row[index] is ReportCell.Words { Text: not null }) ? " class=\"words\"" : "";
}
