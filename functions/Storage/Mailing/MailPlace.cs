using System.Globalization;
using System.Text.RegularExpressions;

namespace PromoFunctions.Storage.Mailing;

/// <summary>Where a mail's content is kept, as its ticket says it: <c>20261121-f|0123456789abcdef|1</c>.</summary>
/// <param name="Partition">The partition in <c>MailContents</c>.</param>
/// <param name="Hash">The content's.</param>
/// <param name="Rows">How many rows it takes.</param>
internal sealed partial record MailPlace(string Partition, string Hash, int Rows)
{
    /// <summary>Takes a place off a ticket; null when it is none.</summary>
    public static MailPlace? Parse(string text) => Form().Match(text) is { Success: true } place
        ? new(place.Groups[1].Value, place.Groups[2].Value, int.Parse(place.Groups[3].ValueSpan, CultureInfo.InvariantCulture))
        : null;

    /// <summary>The place on a ticket.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}|{Hash}|{Rows}");

    [GeneratedRegex(@"^([0-9]{8}-[0-9a-f])\|([0-9a-f]{16})\|([1-9][0-9]?)\z")]
    private static partial Regex Form();
}
