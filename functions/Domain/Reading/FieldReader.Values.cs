using System.Text.Json;

namespace PromoFunctions.Domain.Reading;

// The typed getters.
public sealed partial class FieldReader
{
    /// <summary>Text of one line: not blank, at most <paramref name="maxLength"/> UTF-16 units, no control characters.</summary>
    public string? Text(string name, int maxLength) =>
        Require(name, out var value) ? ReadText(name, value, maxLength, severalLines: false) : null;

    /// <inheritdoc cref="Text"/>
    public string? OptionalText(string name, int maxLength) =>
        Find(name, out var value) ? ReadText(name, value, maxLength, severalLines: false) : null;

    /// <summary>Text that may have several lines: as <see cref="Text"/>, with tabs and line ends allowed.</summary>
    public string? Prose(string name, int maxLength) =>
        Require(name, out var value) ? ReadText(name, value, maxLength, severalLines: true) : null;

    /// <summary>A whole number; both bounds are allowed.</summary>
    public long? Whole(string name, long min, long max) => Require(name, out var value) ? ReadWhole(name, value, min, max) : null;

    /// <inheritdoc cref="Whole"/>
    public long? OptionalWhole(string name, long min, long max) => Find(name, out var value) ? ReadWhole(name, value, min, max) : null;

    /// <summary>A whole number; both bounds are allowed.</summary>
    public int? Int(string name, int min, int max) => Require(name, out var value) ? (int?)ReadWhole(name, value, min, max) : null;

    /// <inheritdoc cref="Int"/>
    public int? OptionalInt(string name, int min, int max) => Find(name, out var value) ? (int?)ReadWhole(name, value, min, max) : null;

    /// <summary>A number with at most <paramref name="maxDecimals"/> decimals; both bounds are allowed. Trailing zeros are dropped.</summary>
    public decimal? Decimal(string name, decimal min, decimal max, int maxDecimals) =>
        Require(name, out var value) ? ReadDecimal(name, value, min, max, maxDecimals) : null;

    /// <inheritdoc cref="Decimal"/>
    public decimal? OptionalDecimal(string name, decimal min, decimal max, int maxDecimals) =>
        Find(name, out var value) ? ReadDecimal(name, value, min, max, maxDecimals) : null;

    /// <summary>True or false.</summary>
    public bool? Flag(string name) => Require(name, out var value) ? ReadFlag(name, value) : null;

    /// <inheritdoc cref="Flag"/>
    public bool? OptionalFlag(string name) => Find(name, out var value) ? ReadFlag(name, value) : null;

    /// <summary>An ISO 8601 instant from 1970 on with its offset, which is kept as sent.</summary>
    public DateTimeOffset? Instant(string name) => Require(name, out var value) ? ReadInstant(name, value) : null;

    /// <inheritdoc cref="Instant"/>
    public DateTimeOffset? OptionalInstant(string name) => Find(name, out var value) ? ReadInstant(name, value) : null;

    /// <summary>One word of a fixed vocabulary.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum => Require(name, out var value) ? ReadChoice<T>(name, value) : null;

    /// <summary>One of some of an enum's words.</summary>
    public T? ChoiceAmong<T>(string name, params T[] among)
        where T : struct, Enum
    {
        if (!Require(name, out var value))
        {
            return null;
        }

        if (FindWord<T>(value) is { } choice && among.Contains(choice))
        {
            return choice;
        }

        Refuse(name, Vocabulary<T>.RequirementOf(among));
        return null;
    }

    /// <inheritdoc cref="Choice"/>
    public T? OptionalChoice<T>(string name)
        where T : struct, Enum => Find(name, out var value) ? ReadChoice<T>(name, value) : null;

    /// <summary>Text with a form of its own.</summary>
    public T? Parsed<T>(string name, int maxLength, TextParser<T> parser)
        where T : class => Require(name, out var value) ? ReadParsed(name, value, maxLength, parser) : null;

    /// <inheritdoc cref="Parsed"/>
    public T? OptionalParsed<T>(string name, int maxLength, TextParser<T> parser)
        where T : class => Find(name, out var value) ? ReadParsed(name, value, maxLength, parser) : null;

    /// <summary>An object, read by <paramref name="read"/>.</summary>
    public T? Object<T>(string name, Func<FieldReader, T?> read)
        where T : class => Require(name, out var value) ? ReadObject(name, value, read) : null;

    /// <inheritdoc cref="Object"/>
    public T? OptionalObject<T>(string name, Func<FieldReader, T?> read)
        where T : class => Find(name, out var value) ? ReadObject(name, value, read) : null;

    private string? ReadText(string name, JsonElement value, int maxLength, bool severalLines) =>
        Accept(name, JsonScalars.Text(value, maxLength, severalLines, out var text)) ? text : null;

    private long? ReadWhole(string name, JsonElement value, long min, long max) =>
        Accept(name, JsonScalars.Whole(value, min, max, out var number)) ? number : null;

    private decimal? ReadDecimal(string name, JsonElement value, decimal min, decimal max, int maxDecimals) =>
        Accept(name, JsonScalars.Decimal(value, min, max, maxDecimals, out var number)) ? number : null;

    private bool? ReadFlag(string name, JsonElement value) => Accept(name, JsonScalars.Flag(value, out var flag)) ? flag : null;

    private DateTimeOffset? ReadInstant(string name, JsonElement value) =>
        Accept(name, JsonScalars.Instant(value, out var instant)) ? instant : null;

    private T? ReadChoice<T>(string name, JsonElement value)
        where T : struct, Enum
    {
        if (FindWord<T>(value) is { } choice)
        {
            return choice;
        }

        Refuse(name, Vocabulary<T>.Words.Requirement);
        return null;
    }

    private static T? FindWord<T>(JsonElement value)
        where T : struct, Enum =>
        value.ValueKind == JsonValueKind.String && JsonScalars.TryGetString(value, out var word) && Vocabulary<T>.Words.TryFind(word, out var choice) ? choice : null;

    private T? ReadParsed<T>(string name, JsonElement value, int maxLength, TextParser<T> parser)
        where T : class
    {
        if (ReadText(name, value, maxLength, severalLines: false) is not { } text)
        {
            return null;
        }

        if (parser(text, out var parsed, out var problem))
        {
            return parsed;
        }

        Refuse(name, problem);
        return null;
    }

    private T? ReadObject<T>(string name, JsonElement value, Func<FieldReader, T?> read)
        where T : class
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return read(new FieldReader(value, _errors, this, name));
        }

        Refuse(name, "must be an object.");
        return null;
    }
}
