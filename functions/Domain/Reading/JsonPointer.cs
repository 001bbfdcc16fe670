using System.Globalization;

namespace PromoFunctions.Domain.Reading;

/// <summary>JSON pointers (RFC 6901).</summary>
public static class JsonPointer
{
    // A pointer is shown to people; a member name of a megabyte is not.
    private const int LongestName = 100;

    /// <summary>The pointer to a member; a name beyond 100 characters is cut.</summary>
    public static string Append(string pointer, string name)
    {
        var shown = name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName), "…");
        return string.Concat(
            pointer,
            "/",
            shown.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
    }

    /// <summary>The pointer to an item of an array.</summary>
    public static string Append(string pointer, int index) =>
        string.Concat(pointer, "/", index.ToString(CultureInfo.InvariantCulture));
}
