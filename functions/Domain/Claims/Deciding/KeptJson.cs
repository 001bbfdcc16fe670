using System.Text.Json;
using System.Text.Json.Serialization;

namespace PromoFunctions.Domain.Claims.Deciding;

/// <summary>Facts and rulings as they are kept with a claim: the members' names in camelCase, words in kebab-case.</summary>
public static class KeptJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // What was kept by another version of this program and is not understood must not be decided on.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The value as JSON.</summary>
    public static string Write<T>(T value)
        where T : class => JsonSerializer.Serialize(value, Options);

    /// <summary>The value that was written.</summary>
    /// <exception cref="JsonException">It is not what <see cref="Write"/> wrote.</exception>
    public static T Read<T>(string json)
        where T : class => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("Nothing was kept.");
}
