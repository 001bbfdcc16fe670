using System.Globalization;
using System.Text.Json;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.App.Http;

/// <summary>An error as RFC 9457 has it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">The last part of the problem type's URI: stable, for programs.</param>
/// <param name="Title">The type in words: the same for every problem of the type.</param>
/// <param name="Detail">This very problem in a sentence. Never the text of an exception.</param>
/// <param name="Extend">Writes members beyond those of the RFC; null for none.</param>
public sealed record Problem(int Status, string Type, string Title, string Detail, Action<Utf8JsonWriter>? Extend = null)
    : Answer(Status, writer => WriteTo(writer, Status, Type, Title, Detail, Extend))
{
    /// <inheritdoc/>
    public override string ContentType => "application/problem+json; charset=utf-8";

    /// <summary>400, with every place that is wrong.</summary>
    public static Problem Invalid(InputErrors errors)
    {
        var places = errors.ToList();
        var (pointer, sentences) = places[0];
        var more = errors.Count - 1;
        var detail = (pointer.Length == 0 ? "The body " : pointer + " ") + sentences[0]
            + (more == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {more} more in errors."));
        return new(400, "invalid-input", "The request is not valid.", detail, writer =>
        {
            writer.WriteStartObject("errors");
            foreach (var (place, texts) in places)
            {
                writer.WriteStartArray(place);
                foreach (var text in texts)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>400 for one place: a JSON pointer, or the name of a query parameter or header.</summary>
    public static Problem Invalid(string place, string sentence)
    {
        var errors = new InputErrors();
        errors.Add(place, sentence);
        return Invalid(errors);
    }

    /// <summary>404.</summary>
    public static Problem NotFound(string detail) => new(404, "not-found", "There is no such thing.", detail);

    /// <summary>409.</summary>
    public static Problem Conflict(string detail) => new(409, "conflict", "The request conflicts with what is there.", detail);

    /// <summary>412.</summary>
    public static Problem Stale(string detail) => new(412, "stale", "It was changed since you read it.", detail);

    /// <summary>413.</summary>
    public static Problem TooLarge(int most) => new(
        413, "too-large", "The body is too large.", string.Create(CultureInfo.InvariantCulture, $"A body has at most {most} bytes."));

    /// <summary>422: well-formed, but the rules refuse it.</summary>
    public static Problem Refused(string type, string detail, Action<Utf8JsonWriter>? extend = null) =>
        new(422, type, "The rules refuse the request.", detail, extend);

    /// <summary>429, with the seconds after which a repeat makes sense.</summary>
    /// <param name="type">The problem type.</param>
    /// <param name="detail">Why.</param>
    /// <param name="wait">Rounded up to whole seconds, at least one.</param>
    public static Answer TooMany(string type, string detail, TimeSpan wait) =>
        new Problem(429, type, "Too many requests of this kind.", detail)
            .With("Retry-After", Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture));

    /// <summary>500.</summary>
    public static Problem Internal { get; } = new(500, "internal", "Something went wrong on our side.", "The request failed for a reason that is ours. It is logged; a repeat is safe.");

    /// <summary>503, with a time after which a repeat makes sense.</summary>
    public static Answer Unavailable { get; } = new Problem(
        503, "unavailable", "Storage or a queue does not answer.", "Nothing is lost: send the same request again.").With("Retry-After", "5");

    private static void WriteTo(Utf8JsonWriter writer, int status, string type, string title, string detail, Action<Utf8JsonWriter>? extend)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "urn:promofunctions:problem:" + type);
        writer.WriteString("title", title);
        writer.WriteNumber("status", status);
        writer.WriteString("detail", detail);
        extend?.Invoke(writer);
        writer.WriteEndObject();
    }
}
