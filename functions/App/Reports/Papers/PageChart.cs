using System.Globalization;
using System.Text;

namespace PromoFunctions.App.Reports.Papers;

/// <summary>A bar chart as SVG, drawn here: no script, no font of its own, and text that stays readable at any width, since only the bars are in per cent of it.</summary>
internal static class PageChart
{
    /// <summary>The most bars; the rest is summed up in one more.</summary>
    public const int MostBars = 8;

    private const int RowHeight = 46;
    private const int LongestLabel = 26;

    /// <summary>Draws bars, the longest first.</summary>
    /// <param name="title">What they show, plain text.</param>
    /// <param name="bars">A name and a figure each, at least 0.</param>
    /// <param name="others">What the bar of the rest is called.</param>
    /// <param name="write">A figure as the reader sees it.</param>
    /// <returns>A figure element; empty when no bar has a length.</returns>
    public static string Of(string title, IEnumerable<(string Name, long Figure)> bars, string others, Func<long, string> write)
    {
        var sorted = bars.Where(bar => bar.Figure > 0).OrderByDescending(bar => bar.Figure).ThenBy(bar => bar.Name, StringComparer.Ordinal).ToList();
        if (sorted.Count == 0)
        {
            return "";
        }

        var shown = sorted.Count > MostBars + 1
            ? [.. sorted.Take(MostBars), (Name: others, Figure: sorted.Skip(MostBars).Sum(bar => bar.Figure))]
            : sorted;
        var longest = shown.Max(bar => bar.Figure);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{PageText.Encode(title)}</figcaption>\n<svg role=\"img\" height=\"{shown.Count * RowHeight}\">");

        // Read out in place of the drawing, so it says what the bars do.
        svg.Append(CultureInfo.InvariantCulture, $"<title>{PageText.Encode($"{title}: {string.Join("; ", shown.Select(bar => $"{bar.Name} {write(bar.Figure)}"))}")}</title>\n");
        foreach (var (index, (name, figure)) in shown.Index())
        {
            var y = index * RowHeight;
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{y + 16}\">{PageText.Encode(Short(name))}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"100%\" y=\"{y + 16}\" text-anchor=\"end\">{PageText.Encode(write(figure))}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"track\" x=\"0\" y=\"{y + 23}\" width=\"100%\" height=\"12\" rx=\"2\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"bar\" x=\"0\" y=\"{y + 23}\" width=\"{100m * figure / longest:0.##}%\" height=\"12\" rx=\"2\"/>\n");
        }

        return svg.Append("</svg></figure>\n").ToString();
    }

    private static string Short(string name)
    {
        var letters = new StringInfo(name);
        return letters.LengthInTextElements <= LongestLabel ? name : letters.SubstringByTextElements(0, LongestLabel - 1) + "…";
    }
}
