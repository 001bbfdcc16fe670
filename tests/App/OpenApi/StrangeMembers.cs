using System.Text.Json.Nodes;

namespace PromoFunctions.App.Tests.OpenApi;

/// <summary>Members that no reader knows, at which it says which ones it does.</summary>
internal static class StrangeMembers
{
    public const string Name = "zz";

    /// <summary>Adds one to every object in it.</summary>
    public static void AddTo(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var member in members.ToList())
                {
                    AddTo(member.Value);
                }

                members[Name] = 1;
                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    AddTo(item);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The members that the schema has where a pointer leads in a valid body.</summary>
    public static HashSet<string> KnownAt(SchemaCheck check, JsonNode? schema, JsonNode? value, string pointer)
    {
        var rules = Chosen(check, schema, value);
        foreach (var part in pointer.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            value = value is JsonArray items ? items[int.Parse(part, null)] : value?[part];
            rules = Chosen(check, rules["items"] ?? rules["properties"]?[part], value);
        }

        return [.. (rules["properties"]?.AsObject() ?? []).Select(member => member.Key)];
    }

    private static JsonObject Chosen(SchemaCheck check, JsonNode? schema, JsonNode? value)
    {
        var rules = check.Resolve(schema);
        return rules["oneOf"] is JsonArray several
            ? Chosen(check, several.First(one => check.Wrong(value, one).Count == 0), value)
            : rules;
    }
}
