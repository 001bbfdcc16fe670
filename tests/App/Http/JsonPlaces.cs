using System.Text.Json.Nodes;

namespace PromoFunctions.App.Tests.Http;

/// <summary>The places of a JSON body, by JSON pointer (of member names that need no escapes).</summary>
internal static class JsonPlaces
{
    /// <summary>Every value below the root, with its pointer.</summary>
    public static IEnumerable<(string Pointer, JsonNode Value)> Of(JsonNode root, string pointer = "")
    {
        var inner = root switch
        {
            JsonObject members => members.Select(member => (member.Key, member.Value)),
            JsonArray items => items.Select((item, i) => (Key: i.ToString(System.Globalization.CultureInfo.InvariantCulture), Value: item)),
            _ => [],
        };
        foreach (var (key, value) in inner)
        {
            if (value is not null)
            {
                yield return ($"{pointer}/{key}", value);
                foreach (var deeper in Of(value, $"{pointer}/{key}"))
                {
                    yield return deeper;
                }
            }
        }
    }

    /// <summary>A copy of the root with another value at the place.</summary>
    public static JsonObject With(JsonObject root, string pointer, JsonNode? value)
    {
        var copy = (JsonObject)root.DeepClone();
        var steps = pointer.Split('/')[1..];
        JsonNode? holder = copy;
        foreach (var step in steps[..^1])
        {
            holder = holder is JsonArray list ? list[Index(step)] : holder?[step];
        }

        if (holder is JsonArray array)
        {
            array[Index(steps[^1])] = value;
        }
        else if (holder is JsonObject members)
        {
            members[steps[^1]] = value;
        }

        return copy;
    }

    private static int Index(string step) => int.Parse(step, System.Globalization.CultureInfo.InvariantCulture);
}
