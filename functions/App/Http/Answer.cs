using System.Text.Json;

namespace PromoFunctions.App.Http;

/// <summary>What a handler answers, free of any web framework's type.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Write">Writes the JSON body; null for an answer without one.</param>
public record Answer(int Status, Action<Utf8JsonWriter>? Write)
{
    /// <summary>The media type of the body.</summary>
    public virtual string ContentType => "application/json; charset=utf-8";

    /// <summary>Headers beside the media type.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>200 with a body.</summary>
    public static Answer Ok(Action<Utf8JsonWriter> write) => new(200, write);

    /// <summary>The same answer with one header more.</summary>
    public Answer With(string header, string value) => this with { Headers = [.. Headers, KeyValuePair.Create(header, value)] };
}
