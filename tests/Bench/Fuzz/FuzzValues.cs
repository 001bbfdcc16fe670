using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace PromoFunctions.Bench.Fuzz;

/// <summary>Values made from schemas (JSON Schema 2020-12, as far as the document uses it), right ones and wrong ones, from one seed.</summary>
internal sealed class FuzzValues(JsonNode document, int seed)
{
    private const int MostDepth = 12;
    private const int MostRemembered = 200;

    private static readonly string[] s_words =
    [
        "summer", "winter-1", "TEA", "SUMMER20", "o-1", "r-1", "c-17", "kim", "web", "DE", "mail", "jane@example.com", "kim+a@Example.com", "2026-11-20", "2026-W47", "2026-11", "en", "de",
    ];

    private static readonly string[] s_nasty =
    [
        "", " ", "null", "0", "-1", "true", "\u0000", "\ud83d\ude00", "\u202e", "'", "\"", "--", "=1+1", "<script>", "%00", "%2e%2e", "..", "a/b", "#", "?", "{}", "[]", "x'; drop", "$filter", "PartitionKey eq ''", "\r\nX: y", "é", "ẞ", "ﬀ", "1e999", "NaN",
    ];

    private readonly Random _random = new(seed);
    private readonly List<string> _remembered = [];

    public int Next(int most) => _random.Next(most);

    /// <summary>Keeps ids and codes of an answer, so that later calls meet what is there.</summary>
    public void Remember(JsonNode? answer)
    {
        if (answer is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                if (name is "redemptionId" or "claimId" or "campaignId" or "code" or "next" or "batchId" or "orderId" or "refundId" && value is JsonValue text)
                {
                    if (_remembered.Count < MostRemembered)
                    {
                        _remembered.Add(text.ToString());
                    }
                    else
                    {
                        _remembered[Next(MostRemembered)] = text.ToString();
                    }
                }

                Remember(value);
            }
        }
        else if (answer is JsonArray items)
        {
            foreach (var item in items)
            {
                Remember(item);
            }
        }
    }

    /// <summary>A value that mostly fits the schema.</summary>
    public JsonNode? Of(JsonNode? schema, string name = "", int depth = 0)
    {
        if (schema?["$ref"]?.GetValue<string>() is { } reference)
        {
            return Of(document["components"]?["schemas"]?[reference[(reference.LastIndexOf('/') + 1)..]], name, depth);
        }

        if (schema is null || depth > MostDepth || Next(60) == 0)
        {
            return Anything(depth);
        }

        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray { Count: > 0 } choices)
        {
            return Of(choices[Next(choices.Count)], name, depth);
        }

        if (schema["enum"] is JsonArray { Count: > 0 } words)
        {
            return words[Next(words.Count)]?.DeepClone();
        }

        if (schema["const"] is { } only)
        {
            return only.DeepClone();
        }

        return TypeOf(schema) switch
        {
            "object" => ObjectOf(schema, depth),
            "array" => new JsonArray([.. Enumerable.Range(0, Next(4)).Select(_ => Of(schema["items"], name, depth + 1))]),
            "integer" => JsonValue.Create(WholeOf(schema, name)),
            "number" => JsonValue.Create(Math.Round((decimal)_random.NextDouble() * 100, 2)),
            "boolean" => JsonValue.Create(Next(2) == 0),
            "null" => null,
            _ => JsonValue.Create(TextOf(schema)),
        };
    }

    /// <summary>Text for an address or a header.</summary>
    public string Text() => Next(4) switch
    {
        0 when _remembered.Count > 0 => _remembered[Next(_remembered.Count)],
        1 => s_nasty[Next(s_nasty.Length)],
        _ when _remembered.Count > 0 && Next(2) == 0 => _remembered[Next(_remembered.Count)],
        _ => s_words[Next(s_words.Length)],
    };

    /// <summary>The bytes of a body, one time in six with something wrong at some byte.</summary>
    public byte[] Bytes(JsonNode? body)
    {
        var bytes = Encoding.UTF8.GetBytes(body?.ToJsonString() ?? "null");
        if (bytes.Length == 0 || Next(6) != 0)
        {
            return bytes;
        }

        switch (Next(5))
        {
            case 0:
                return bytes[..Next(bytes.Length)];
            case 1:
                bytes[Next(bytes.Length)] = (byte)Next(256);
                return bytes;
            case 2:
                return [.. Encoding.UTF8.GetBytes(new string('[', 1 + Next(5_000))), .. bytes];
            case 3:
                return [.. bytes, .. bytes];
            default:
                return [0xEF, 0xBB, 0xBF, .. bytes];
        }
    }

    private static string? TypeOf(JsonNode schema) => schema["type"] switch
    {
        JsonValue type => type.GetValue<string>(),
        JsonArray { Count: > 0 } types => types[0]?.GetValue<string>(),
        _ => schema["properties"] is null ? null : "object",
    };

    private JsonObject ObjectOf(JsonNode schema, int depth)
    {
        var made = new JsonObject();
        var required = (schema["required"]?.AsArray() ?? []).Select(name => name?.GetValue<string>()).ToHashSet();
        foreach (var (name, value) in schema["properties"]?.AsObject() ?? [])
        {
            if (required.Contains(name) ? Next(40) != 0 : Next(2) == 0)
            {
                made[name] = Of(value, name, depth + 1);
            }
        }

        if (Next(30) == 0)
        {
            made[Text() + "x"] = Anything(depth);
        }

        return made;
    }

    private long WholeOf(JsonNode schema, string name)
    {
        var least = Bound(schema["minimum"]) ?? 0;
        var most = Bound(schema["maximum"]) ?? long.MaxValue;
        return Next(12) switch
        {
            0 => least - 1,
            1 => name == "count" ? 1_000_001 : most,
            2 => least,
            _ => least + _random.NextInt64(Math.Max(1, Math.Min(most - least, name == "count" ? 50 : 5_000))),
        };
    }

    private static long? Bound(JsonNode? bound) => bound is JsonValue value && decimal.TryParse(value.ToString(), NumberStyles.Any, CultureInfo.InvariantCulture, out var number) ? (long)number : null;

    private string TextOf(JsonNode schema) => schema["format"]?.GetValue<string>() == "date-time" && Next(8) != 0
        ? DateTimeOffset.UtcNow.AddHours(Next(2_000) - 1_000).ToString("O", CultureInfo.InvariantCulture)
        : Next(25) == 0 ? new string('x', Next(3_000)) : Text();

    private JsonNode? Anything(int depth) => Next(9) switch
    {
        0 => null,
        1 => JsonValue.Create(Next(2) == 0),
        2 => JsonValue.Create(_random.NextInt64(long.MinValue, long.MaxValue)),
        3 => JsonValue.Create(1.5e300),
        4 => new JsonArray(),
        5 => new JsonObject(),
        6 when depth < MostDepth => new JsonArray(Anything(depth + 1), Anything(depth + 1)),
        7 => JsonValue.Create(new string('[', Next(200))),
        _ => JsonValue.Create(Text()),
    };
}
