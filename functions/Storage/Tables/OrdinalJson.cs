using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PromoFunctions.Storage.Tables;

/// <summary>Maps by name as JSON. Names are told apart by ordinal, in every language and however deep the map stands.</summary>
internal static class OrdinalJson
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new Factory() } };

    public static string Write<T>(ImmutableSortedDictionary<string, T> map) => JsonSerializer.Serialize(map, Options);

    /// <summary>Something that has such maps.</summary>
    public static string WriteOne<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Takes it back; null for a JSON null.</summary>
    public static T? ReadOne<T>(string json) => JsonSerializer.Deserialize<T>(json, Options);

    /// <summary>The map; empty for no text.</summary>
    public static ImmutableSortedDictionary<string, T> Read<T>(string? json) =>
        (string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize<ImmutableSortedDictionary<string, T>>(json, Options))
            ?? ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);

    /// <summary>The serializer's own way compares names as the machine's culture does, which takes some different names for one.</summary>
    private sealed class Factory : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsGenericType
            && typeToConvert.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>)
            && typeToConvert.GenericTypeArguments[0] == typeof(string);

        public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter?)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GenericTypeArguments[1]));
    }

    private sealed class Converter<T> : JsonConverter<ImmutableSortedDictionary<string, T>>
    {
        public override ImmutableSortedDictionary<string, T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Dictionary<string, T>>(ref reader, options)?.ToImmutableSortedDictionary(StringComparer.Ordinal);

        public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, T> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, item) in value)
            {
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, item, options);
            }

            writer.WriteEndObject();
        }
    }
}
