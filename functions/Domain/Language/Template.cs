using System.Text;

namespace PromoFunctions.Domain.Language;

/// <summary>Sentences with <c>{names}</c> in them.</summary>
internal static class Template
{
    /// <summary>
    /// Replaces each name by its value, in one pass: a value that itself looks like <c>{name}</c> stays as it is.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The sentence names something that has no value.</exception>
    internal static string Fill(string sentence, ReadOnlySpan<(string Name, string Value)> values)
    {
        var next = sentence.IndexOf('{', StringComparison.Ordinal);
        if (next < 0)
        {
            return sentence;
        }

        var filled = new StringBuilder(sentence.Length + 32);
        var done = 0;
        while (next >= 0)
        {
            var end = sentence.IndexOf('}', next);
            filled.Append(sentence, done, next - done).Append(ValueOf(sentence.AsSpan(next + 1, end - next - 1), values));
            done = end + 1;
            next = sentence.IndexOf('{', done);
        }

        return filled.Append(sentence, done, sentence.Length - done).ToString();
    }

    private static string ValueOf(ReadOnlySpan<char> name, ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var value in values)
        {
            if (name.SequenceEqual(value.Name))
            {
                return value.Value;
            }
        }

        throw new KeyNotFoundException($"A sentence asks for '{name}', which it was not given.");
    }
}
