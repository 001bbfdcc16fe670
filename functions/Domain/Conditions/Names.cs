using System.Text.Json;

namespace PromoFunctions.Domain.Conditions;

/// <summary>Lists of names (channels, regions, tags), compared without regard to case.</summary>
internal static class Names
{
    internal const int MaxCount = 100;

    internal static bool Contain(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    internal static bool Meet(IReadOnlyList<string> names, IReadOnlyList<string> others) => names.Any(name => Contain(others, name));

    /// <summary>Whether a name is in all of the lists.</summary>
    internal static bool MeetAll(IReadOnlyList<IReadOnlyList<string>> lists) => lists.Count == 0 || lists[0].Any(name => lists.All(list => Contain(list, name)));

    internal static bool Same(IReadOnlyList<string> names, IReadOnlyList<string> others) => names.SequenceEqual(others, StringComparer.Ordinal);

    internal static int Hash(IReadOnlyList<string> names)
    {
        var hash = default(HashCode);
        foreach (var name in names)
        {
            hash.Add(name, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    internal static void Write(Utf8JsonWriter writer, string member, IReadOnlyList<string> names)
    {
        writer.WriteStartArray(member);
        foreach (var name in names)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }
}
