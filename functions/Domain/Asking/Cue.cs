using PromoFunctions.Domain.Claims;

namespace PromoFunctions.Domain.Asking;

/// <summary>What a cue points to: a topic, or a kind of claim for questions that terms cannot answer.</summary>
/// <param name="Topic">The topic; null for a claim.</param>
/// <param name="Claim">The kind of claim that a person should look at; null for a topic.</param>
internal readonly record struct Subject(Topic? Topic, ClaimKind? Claim);

/// <summary>
/// Words that tell what a question is about: <c>store</c>, a beginning such as <c>expir*</c>, and <c>..</c> for up to
/// <see cref="WidestGap"/> words in between.
/// </summary>
internal sealed class Cue
{
    internal const int WidestGap = 4;

    private const string Gap = "..";

    private readonly string[] _parts;

    internal Cue(Subject subject, int weight, IEnumerable<string> parts)
    {
        Subject = subject;
        Weight = weight;
        _parts = [.. parts];
    }

    internal Subject Subject { get; }

    /// <summary>How much it tells, from 1.</summary>
    internal int Weight { get; }

    internal static bool IsPattern(string part) => part == Gap || part.EndsWith('*');

    /// <summary>Whether the words are found in a question, in their order.</summary>
    internal bool IsIn(List<string> words)
    {
        for (var start = 0; start < words.Count; start++)
        {
            if (Matches(words, start, 0))
            {
                return true;
            }
        }

        return false;
    }

    private bool Matches(List<string> words, int word, int part)
    {
        if (part == _parts.Length)
        {
            return true;
        }

        if (_parts[part] == Gap)
        {
            for (var skipped = 0; skipped <= WidestGap && word + skipped <= words.Count; skipped++)
            {
                if (Matches(words, word + skipped, part + 1))
                {
                    return true;
                }
            }

            return false;
        }

        return word < words.Count && Matches(words[word], _parts[part]) && Matches(words, word + 1, part + 1);
    }

    private static bool Matches(string word, string part) =>
        part.EndsWith('*') ? word.AsSpan().StartsWith(part.AsSpan(0, part.Length - 1)) : word == part;
}
