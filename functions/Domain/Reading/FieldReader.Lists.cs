using System.Text.Json;

namespace PromoFunctions.Domain.Reading;

// Arrays. Past the most items allowed nothing is read, so that a long list costs nothing.
public sealed partial class FieldReader
{
    /// <summary>
    /// An array of objects, each read by <paramref name="read"/>, which may use its reader during the call only. Null when
    /// anything in it is wrong.
    /// </summary>
    public IReadOnlyList<T>? Objects<T>(string name, int maxItems, Func<FieldReader, T?> read, int minItems = 0)
        where T : class => Require(name, out var value) ? ReadObjects(name, value, minItems, maxItems, read) : null;

    /// <inheritdoc cref="Objects"/>
    public IReadOnlyList<T>? OptionalObjects<T>(string name, int maxItems, Func<FieldReader, T?> read, int minItems = 0)
        where T : class => Find(name, out var value) ? ReadObjects(name, value, minItems, maxItems, read) : null;

    /// <summary>An array of texts of one line.</summary>
    public IReadOnlyList<string>? Texts(string name, int maxItems, int maxLength, int minItems = 0) =>
        Require(name, out var value) ? ReadTexts(name, value, minItems, maxItems, maxLength) : null;

    /// <inheritdoc cref="Texts"/>
    public IReadOnlyList<string>? OptionalTexts(string name, int maxItems, int maxLength, int minItems = 0) =>
        Find(name, out var value) ? ReadTexts(name, value, minItems, maxItems, maxLength) : null;

    /// <summary>An array of texts with a form of their own.</summary>
    public IReadOnlyList<T>? ParsedList<T>(string name, int maxItems, int maxLength, TextParser<T> parser, int minItems = 0)
        where T : class
    {
        var texts = Texts(name, maxItems, maxLength, minItems);
        if (texts is null)
        {
            return null;
        }

        var before = _errors.Count;
        var values = new List<T>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            if (parser(texts[i], out var parsed, out var problem))
            {
                values.Add(parsed);
            }
            else
            {
                Refuse(name, i, problem);
            }
        }

        return _errors.Count == before ? values : null;
    }

    /// <summary>An array of words of a fixed vocabulary.</summary>
    public IReadOnlyList<T>? Choices<T>(string name, int maxItems, int minItems = 0)
        where T : struct, Enum => Require(name, out var value) ? ReadChoices<T>(name, value, minItems, maxItems) : null;

    /// <inheritdoc cref="Choices"/>
    public IReadOnlyList<T>? OptionalChoices<T>(string name, int maxItems, int minItems = 0)
        where T : struct, Enum => Find(name, out var value) ? ReadChoices<T>(name, value, minItems, maxItems) : null;

    private T[]? ReadObjects<T>(string name, JsonElement value, int minItems, int maxItems, Func<FieldReader, T?> read)
        where T : class
    {
        if (!IsArray(name, value, minItems, maxItems, out var count))
        {
            return null;
        }

        var before = _errors.Count;
        var items = new T[count];
        FieldReader? shared = null;
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                Refuse(name, index, "must be an object.");
            }
            else
            {
                shared ??= new FieldReader(element, _errors, this, name);
                shared.MoveTo(element, index);
                if (read(shared) is { } item)
                {
                    items[index] = item;
                }
            }

            index++;
        }

        return _errors.Count == before ? items : null;
    }

    private string[]? ReadTexts(string name, JsonElement value, int minItems, int maxItems, int maxLength)
    {
        if (!IsArray(name, value, minItems, maxItems, out var count))
        {
            return null;
        }

        var before = _errors.Count;
        var items = count == 0 ? [] : new string[count];
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (JsonScalars.Text(element, maxLength, severalLines: false, out items[index]) is { } problem)
            {
                Refuse(name, index, problem);
            }

            index++;
        }

        return _errors.Count == before ? items : null;
    }

    private T[]? ReadChoices<T>(string name, JsonElement value, int minItems, int maxItems)
        where T : struct, Enum
    {
        if (!IsArray(name, value, minItems, maxItems, out var count))
        {
            return null;
        }

        var before = _errors.Count;
        var items = new T[count];
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.String
                || !JsonScalars.TryGetString(element, out var word)
                || !Vocabulary<T>.Words.TryFind(word, out items[index]))
            {
                Refuse(name, index, Vocabulary<T>.Words.Requirement);
            }

            index++;
        }

        return _errors.Count == before ? items : null;
    }

    private bool IsArray(string name, JsonElement value, int minItems, int maxItems, out int count)
    {
        count = 0;
        if (value.ValueKind != JsonValueKind.Array)
        {
            Refuse(name, "must be a list.");
            return false;
        }

        count = value.GetArrayLength();
        if (count >= minItems && count <= maxItems)
        {
            return true;
        }

        Refuse(name, minItems == 0
            ? $"must have at most {JsonScalars.Number(maxItems)} {(maxItems == 1 ? "item" : "items")}."
            : $"must have from {JsonScalars.Number(minItems)} to {JsonScalars.Number(maxItems)} items.");
        return false;
    }
}
