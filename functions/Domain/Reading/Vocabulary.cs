using System.Collections.Frozen;
using System.Text;

namespace PromoFunctions.Domain.Reading;

/// <summary>The words that stand for the values of an enum in JSON: each value's name in kebab-case.</summary>
public sealed class Vocabulary<T>
    where T : struct, Enum
{
    private readonly FrozenDictionary<string, T> _values;
    private readonly FrozenDictionary<T, string> _words;

    private Vocabulary()
    {
        var values = Enum.GetValues<T>();
        _words = values.ToFrozenDictionary(value => value, value => Kebab(value.ToString()));
        _values = values.ToFrozenDictionary(value => Kebab(value.ToString()), StringComparer.Ordinal);
        Requirement = RequirementAmong(values);
    }

    /// <summary>The vocabulary of <typeparamref name="T"/>.</summary>
#pragma warning disable CA1000 // One per enum is the point; it reads Vocabulary<Goal>.Words.
    public static Vocabulary<T> Words { get; } = new();

    /// <summary>What a word must be that stands for one of these values, as a sentence without its subject.</summary>
    public static string RequirementOf(params IEnumerable<T> among) => Words.RequirementAmong(among);
#pragma warning restore CA1000

    /// <summary>What a word must be, as a sentence without its subject.</summary>
    public string Requirement { get; }

    /// <summary>The word of a value.</summary>
    /// <exception cref="KeyNotFoundException">The value is not one of the enum's.</exception>
    public string this[T value] => _words[value];

    /// <summary>Finds a value by its word, in exactly this spelling.</summary>
    public bool TryFind(string word, out T value) => _values.TryGetValue(word, out value);

    private string RequirementAmong(IEnumerable<T> values) => "must be one of " + string.Join(", ", values.Select(value => _words[value])) + ".";

    private static string Kebab(string name)
    {
        var word = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && word.Length > 0)
            {
                word.Append('-');
            }

            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }
}
