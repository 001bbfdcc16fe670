using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PromoFunctions.App.Tests.OpenApi;

/// <summary>
/// Holds JSON against a schema of a document: the keywords of JSON Schema 2020-12 that ours use; it throws at any other. No
/// validator library can be had from the package sources of this project.
/// </summary>
internal sealed class SchemaCheck(JsonNode document)
{
    /// <summary>What the README prints where values differ from run to run.</summary>
    private const string Anything = "…";

    /// <summary>Says nothing about values.</summary>
    private static readonly string[] Notes = ["description", "example", "examples", "title", "default"];

    /// <summary>What does not fit, with its place; empty when all does.</summary>
    public List<string> Wrong(JsonNode? value, JsonNode? schema, string place = "")
    {
        var rules = Resolve(schema);
        if (value is JsonValue any && any.GetValueKind() == JsonValueKind.String && any.GetValue<string>() == Anything)
        {
            return [];
        }

        var wrong = new List<string>();
        foreach (var (keyword, rule) in rules)
        {
            wrong.AddRange(Check(keyword, rule, rules, value, place));
        }

        return wrong;
    }

    /// <summary>The schema itself, where a reference stands for it.</summary>
    public JsonObject Resolve(JsonNode? schema)
    {
        while (schema?["$ref"]?.GetValue<string>() is { } reference)
        {
            Assert.StartsWith("#/", reference, StringComparison.Ordinal);
            schema = reference[2..].Split('/').Aggregate((JsonNode?)document, (node, part) => node?[part.Replace("~1", "/", StringComparison.Ordinal)])
                ?? throw new InvalidOperationException($"Nothing stands at {reference}.");
        }

        return schema as JsonObject ?? throw new InvalidOperationException("There is no schema.");
    }

    private IEnumerable<string> Check(string keyword, JsonNode? rule, JsonObject rules, JsonNode? value, string place) => keyword switch
    {
        _ when Notes.Contains(keyword) => [],
        "type" => Types(rule).Contains(TypeOf(value)) || (TypeOf(value) == "integer" && Types(rule).Contains("number")) ? [] : [$"{place} is {TypeOf(value)}, not {rule?.ToJsonString()}."],
        "enum" => rule is JsonArray words && words.Any(word => JsonNode.DeepEquals(word, value)) ? [] : [$"{place} is {value?.ToJsonString()}, none of {rule?.ToJsonString()}."],
        "oneOf" => OneOf((JsonArray?)rule ?? [], value, place),
        "properties" => value is not JsonObject members ? [] : ((JsonObject?)rule ?? []).Where(member => members.ContainsKey(member.Key)).SelectMany(member => Wrong(members[member.Key], member.Value, $"{place}/{member.Key}")),
        "required" => value is not JsonObject there ? [] : ((JsonArray?)rule ?? []).Select(name => name?.GetValue<string>() ?? "").Where(name => !there.ContainsKey(name)).Select(name => $"{place}/{name} is missing."),
        "additionalProperties" => value is not JsonObject all ? [] : all.Where(member => (rules["properties"] as JsonObject)?.ContainsKey(member.Key) != true).SelectMany(member =>
            rule is JsonValue allowed ? allowed.GetValue<bool>() ? [] : [$"{place}/{member.Key} is not described."] : Wrong(member.Value, rule, $"{place}/{member.Key}")),
        "items" => value is not JsonArray items ? [] : items.SelectMany((item, i) => Wrong(item, rule, $"{place}/{i}")),
        "minItems" => value is JsonArray few && few.Count < Number(rule) ? [$"{place} has too few items."] : [],
        "maxItems" => value is JsonArray many && many.Count > Number(rule) ? [$"{place} has too many items."] : [],
        "minLength" => TypeOf(value) == "string" && value?.GetValue<string>().Length < Number(rule) ? [$"{place} is too short."] : [],
        "maxLength" => TypeOf(value) == "string" && value?.GetValue<string>().Length > Number(rule) ? [$"{place} is too long."] : [],
        "minimum" => IsNumber(value) && Number(value) < Number(rule) ? [$"{place} is below {rule}."] : [],
        "maximum" => IsNumber(value) && Number(value) > Number(rule) ? [$"{place} is above {rule}."] : [],
        "exclusiveMinimum" => IsNumber(value) && Number(value) <= Number(rule) ? [$"{place} is not above {rule}."] : [],
        "pattern" => TypeOf(value) == "string" && !Regex.IsMatch(value?.GetValue<string>() ?? "", rule?.GetValue<string>() ?? "") ? [$"{place} does not match {rule}."] : [],
        "format" => rule?.GetValue<string>() == "date-time" && TypeOf(value) == "string" && !DateTimeOffset.TryParse(value?.GetValue<string>(), CultureInfo.InvariantCulture, out _) ? [$"{place} is no instant."] : [],
        _ => throw new NotSupportedException($"The schema at {place} has the keyword {keyword}, which this check does not know."),
    };

    private List<string> OneOf(JsonArray schemas, JsonNode? value, string place)
    {
        var found = schemas.Select(schema => Wrong(value, schema, place)).ToList();
        return found.Count(wrong => wrong.Count == 0) switch
        {
            1 => [],
            0 => found.Where(wrong => !wrong.Any(one => one.StartsWith($"{place} is ", StringComparison.Ordinal))).OrderBy(wrong => wrong.Count).FirstOrDefault() ?? [$"{place} fits none of {found.Count} schemas."],
            var more => [$"{place} fits {more} schemas that exclude each other."],
        };
    }

    private static IEnumerable<string?> Types(JsonNode? rule) => rule is JsonArray several ? several.Select(one => one?.GetValue<string>()) : [rule?.GetValue<string>()];

    private static bool IsNumber(JsonNode? value) => TypeOf(value) is "integer" or "number";

    private static decimal Number(JsonNode? value) => decimal.Parse(value?.ToJsonString() ?? "", NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => decimal.IsInteger(Number(value)) ? "integer" : "number",
        _ => "undefined",
    };
}
