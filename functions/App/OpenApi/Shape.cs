using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.OpenApi;

/// <summary>The pieces that schemas are made of (JSON Schema 2020-12, as OpenAPI 3.1 has them).</summary>
internal static class Shape
{
    private const string Greatest = "9007199254740991";

    public static OpenApiSchema Id(int most = 128) => new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = most };

    public static OpenApiSchema Text(string? says = null) => new() { Type = JsonSchemaType.String, Description = says };

    public static OpenApiSchema Instant(string? says = null) => new() { Type = JsonSchemaType.String, Format = "date-time", Description = says };

    public static OpenApiSchema Flag(string? says = null) => new() { Type = JsonSchemaType.Boolean, Description = says };

    /// <summary>A whole number; both bounds are allowed.</summary>
    public static OpenApiSchema Whole(long least = 0, long? most = null, string? says = null) => new()
    {
        Type = JsonSchemaType.Integer,
        Minimum = least.ToString(CultureInfo.InvariantCulture),
        Maximum = most?.ToString(CultureInfo.InvariantCulture) ?? Greatest,
        Description = says,
    };

    /// <summary>An amount that may be below zero.</summary>
    public static OpenApiSchema Difference(string? says = null) => new() { Type = JsonSchemaType.Integer, Description = says };

    public static OpenApiSchema Number(string? says = null) => new() { Type = JsonSchemaType.Number, Description = says };

    public static OpenApiSchema Percent() => new() { Type = JsonSchemaType.Number, ExclusiveMinimum = "0", Maximum = "100" };

    /// <summary>Minor units of the currency that stands beside it.</summary>
    public static OpenApiSchema Money(long least = 0) => Whole(least, says: "Minor units of the currency.");

    /// <summary>One of the words of an enum, as the readers and writers spell them.</summary>
    public static OpenApiSchema Word<T>(params T[] only)
        where T : struct, Enum => Word([.. (only.Length == 0 ? Enum.GetValues<T>() : only).Select(value => Vocabulary<T>.Words[value])]);

    public static OpenApiSchema Word(IEnumerable<string> words) => new() { Type = JsonSchemaType.String, Enum = [.. words.Select(word => (JsonNode)word)] };

    public static OpenApiSchema List(IOpenApiSchema items, int? most = null, int? least = null) =>
        new() { Type = JsonSchemaType.Array, Items = items, MaxItems = most, MinItems = least };

    /// <summary>A member of a list of schemas, by its name.</summary>
    public static IOpenApiSchema To(string name) => new OpenApiSchemaReference(name);

    public static OpenApiSchema OrNull(IOpenApiSchema schema) => new() { OneOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }] };

    public static OpenApiSchema OneOf(params IOpenApiSchema[] schemas) => new() { OneOf = [.. schemas] };

    /// <summary>An object of which nothing is said.</summary>
    public static OpenApiSchema Anything(string says) => new() { Type = JsonSchemaType.Object, Description = says };

    /// <summary>What is sent: no members beside these, and null stands for one that is left out.</summary>
    public static OpenApiSchema Sent(params Member[] members)
    {
        var schema = Told([.. members.Select(member => member.Required ? member : member with { Schema = OrNull(member.Schema) })]);
        schema.AdditionalPropertiesAllowed = false;
        return schema;
    }

    /// <summary>What is answered: members may be added to these.</summary>
    public static OpenApiSchema Told(params Member[] members) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = members.ToDictionary(member => member.Name, member => member.Schema),
        Required = members.Where(member => member.Required).Select(member => member.Name).ToHashSet(),
    };

    /// <summary>A page of a list.</summary>
    public static OpenApiSchema Page(IOpenApiSchema items) => Told(Must("items", List(items)), Must("next", OrNull(Text("The token of the next page."))));

    /// <summary>A member that must be there.</summary>
    public static Member Must(string name, IOpenApiSchema schema) => new(name, schema, true);

    /// <summary>A member that may be left out.</summary>
    public static Member May(string name, IOpenApiSchema schema) => new(name, schema, false);
}

/// <summary>A member of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Its value.</param>
/// <param name="Required">Whether it must be there.</param>
internal sealed record Member(string Name, IOpenApiSchema Schema, bool Required);
