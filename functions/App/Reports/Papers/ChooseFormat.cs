using Microsoft.Net.Http.Headers;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Reports.Papers;

/// <summary>Decides in which format a report is answered.</summary>
internal static class ChooseFormat
{
    private static readonly (ReportFormat Format, string Type, string Subtype)[] Offered =
    [
        (ReportFormat.Json, "application", "json"),
        (ReportFormat.Csv, "text", "csv"),
        (ReportFormat.Html, "text", "html"),
    ];

    /// <summary>What <c>?format=</c> names; without it the media type that <c>Accept</c> (RFC 9110, section 12.5.1) wants most, and JSON when it wants none of ours.</summary>
    /// <returns>The format; null for a word that names none.</returns>
    public static ReportFormat? Of(string? format, IList<string?> accept)
    {
        if (!string.IsNullOrEmpty(format))
        {
            return Vocabulary<ReportFormat>.Words.TryFind(format, out var named) ? named : null;
        }

        // What cannot be read is left out: a broken header is no reason to answer nothing.
        _ = MediaTypeHeaderValue.TryParseList([.. accept.OfType<string>()], out var ranges);
        var best = (Weight: 0d, Exact: 0, Format: ReportFormat.Json);
        foreach (var (offered, type, subtype) in Offered)
        {
            var (weight, exact) = Wish(ranges ?? [], type, subtype);
            if (weight > best.Weight || (weight > 0 && weight >= best.Weight && exact > best.Exact))
            {
                best = (weight, exact, offered);
            }
        }

        return best.Format;
    }

    /// <summary>How much a media type is wanted: the range that names it most exactly counts. Among equals, named beats meant.</summary>
    private static (double Weight, int Exact) Wish(IList<MediaTypeHeaderValue> ranges, string type, string subtype)
    {
        var wish = (Weight: 0d, Exact: -1);
        foreach (var range in ranges)
        {
            var exact = range.MatchesAllTypes ? 0
                : !range.Type.Equals(type, StringComparison.OrdinalIgnoreCase) ? -1
                : range.MatchesAllSubTypes ? 1
                : range.SubType.Equals(subtype, StringComparison.OrdinalIgnoreCase) ? 2
                : -1;
            if (exact > wish.Exact)
            {
                wish = (range.Quality ?? 1, exact);
            }
        }

        return wish;
    }
}
