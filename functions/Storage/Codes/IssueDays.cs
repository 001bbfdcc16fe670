using System.Collections.Immutable;
using System.Globalization;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Codes;

/// <summary>When personal codes were issued and until when they work.</summary>
/// <param name="Issued">The business day of their issue; null for one long ago.</param>
/// <param name="Expires">The last business day on which they work for a time; null for their campaign's end.</param>
internal sealed record IssueDay(string? Issued, string? Expires);

/// <summary>How many personal codes were issued when. Days that are long over are one, so that this stays short however long a campaign runs.</summary>
internal sealed record IssueDays
{
    /// <summary>Reports of days that are closed keep their own figures, so days of issue are told apart for as long as one may wait to be closed.</summary>
    private const int KeptDays = 60;

    private const string LongOver = "1970-01-01";
    private const char Between = '>';

    private IssueDays(ImmutableSortedDictionary<string, long> counts) => Days = counts;

    private ImmutableSortedDictionary<string, long> Days { get; }

    /// <summary>None.</summary>
    public static IssueDays None { get; } = Read(null);

    /// <summary>All of them together.</summary>
    public long Count => Days.Values.Sum();

    /// <summary>By day of issue and last day.</summary>
    public IEnumerable<(IssueDay Day, long Count)> Counts => Days.Select(day => (Parse(day.Key), day.Value));

    /// <summary>With one more.</summary>
    public IssueDays With(IssueDay day)
    {
        var counts = Days.SetItem(KeyOf(day), Days.GetValueOrDefault(KeyOf(day)) + 1);
        if (day.Issued is { } issued)
        {
            var old = DateOnly.ParseExact(issued, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(-KeptDays).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            counts = counts.GroupBy(count => KeyOf(Folded(Parse(count.Key), old)), StringComparer.Ordinal)
                .ToImmutableSortedDictionary(group => group.Key, group => group.Sum(count => count.Value), StringComparer.Ordinal);
        }

        return new(counts);
    }

    public static IssueDays Read(string? json) => new(OrdinalJson.Read<long>(json));

    public string Write() => OrdinalJson.Write(Days);

    private static IssueDay Folded(IssueDay day, string old) => new(
        string.CompareOrdinal(day.Issued, old) < 0 ? null : day.Issued,
        day.Expires is { } expires && string.CompareOrdinal(expires, old) < 0 ? LongOver : day.Expires);

    private static string KeyOf(IssueDay day) => day.Issued + Between + day.Expires;

    private static IssueDay Parse(string key)
    {
        var between = key.IndexOf(Between, StringComparison.Ordinal);
        return new(between == 0 ? null : key[..between], between == key.Length - 1 ? null : key[(between + 1)..]);
    }
}
