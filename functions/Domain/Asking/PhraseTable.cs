using System.Collections.Frozen;
using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Asking;

/// <summary>
/// The cues of one language, from phrases.{language}.json. <c>same</c> names words that are taken for one another,
/// <c>ignored</c> those that tell nothing, <c>common</c> those by which the language is known.
/// </summary>
internal sealed class PhraseTable
{
    private const int MostEntries = 1_000;
    private const int MostCharacters = 100;

    private readonly FrozenSet<string> _common;
    private readonly FrozenSet<string> _ignored;
    private readonly FrozenDictionary<string, string> _same;
    private readonly Cue[] _cues;

    private PhraseTable(Phrases phrases, FieldReader reader)
    {
        Phrases = phrases;
        _common = (reader.Texts("common", MostEntries, MostCharacters) ?? []).ToFrozenSet(StringComparer.Ordinal);
        _ignored = (reader.Texts("ignored", MostEntries, MostCharacters) ?? []).ToFrozenSet(StringComparer.Ordinal);
        _same = (reader.Objects("same", MostEntries, ReadSame) ?? [])
            .SelectMany(entry => entry.Written.Select(written => KeyValuePair.Create(written, entry.Word)))
            .ToFrozenDictionary(StringComparer.Ordinal);
        _cues = [.. (reader.Objects("cues", MostEntries, ReadCues) ?? []).SelectMany(cues => cues)];
    }

    internal static IReadOnlyList<PhraseTable> All { get; } = [.. Phrases.All.Select(Load)];

    /// <summary>The language.</summary>
    internal Phrases Phrases { get; }

    /// <summary>Reads a question as this language: how well each subject fits, and how much in it is of this language.</summary>
    internal (IReadOnlyDictionary<Subject, int> Scores, int Evidence) Read(string question, PromoCode? code)
    {
        var plain = QuestionWords.Of(question, code);
        var words = Reduce(plain);
        var scores = new Dictionary<Subject, int>();
        foreach (var cue in _cues)
        {
            if (cue.IsIn(words))
            {
                scores[cue.Subject] = scores.GetValueOrDefault(cue.Subject) + cue.Weight;
            }
        }

        return (scores, scores.Values.Sum() + plain.Count(_common.Contains));
    }

    private List<string> Reduce(IEnumerable<string> plain)
    {
        var words = new List<string>();
        foreach (var word in plain.Where(word => !_ignored.Contains(word)))
        {
            var reduced = _same.GetValueOrDefault(word, word);

            // "Promo code SUMMER20" is one code, "promo codes" are several.
            if (words.Count > 0 && words[^1] == QuestionWords.Code && reduced is QuestionWords.Code or QuestionWords.Codes)
            {
                words.RemoveAt(words.Count - 1);
            }

            words.Add(reduced);
        }

        return words;
    }

    private static PhraseTable Load(Phrases phrases)
    {
        var name = $"phrases.{phrases.Language}.json";
        using var stream = typeof(PhraseTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not among the resources.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var errors = new InputErrors();
        return JsonInput.Read(bytes.ToArray(), errors, reader => Read(phrases, reader))
            ?? throw new InvalidOperationException($"{name}: {string.Join(' ', errors.ToList().Select(place => place.Key + " " + place.Value[0]))}");
    }

    private static PhraseTable? Read(Phrases phrases, FieldReader reader)
    {
        if (reader.Text("language", MostCharacters) != phrases.Language)
        {
            reader.Refuse("language", "must be that of the file.");
        }

        var table = new PhraseTable(phrases, reader);
        reader.RefuseUnknown();
        return reader.Failed ? null : table;
    }

    private static SameWords? ReadSame(FieldReader reader)
    {
        var word = reader.Text("word", MostCharacters);
        var written = reader.Texts("written", MostEntries, MostCharacters, minItems: 1);
        reader.RefuseUnknown();
        return word is not null && written is not null ? new SameWords(word, written) : null;
    }

    private List<Cue>? ReadCues(FieldReader reader)
    {
        var name = reader.Text("topic", MostCharacters) ?? "";
        var weight = reader.Int("weight", 1, 100);
        var phrases = reader.Texts("phrases", MostEntries, MostCharacters, minItems: 1);
        reader.RefuseUnknown();
        if (SubjectOf(name) is not { } subject)
        {
            reader.Refuse("topic", "must be a topic or a kind of claim.");
            return null;
        }

        if (weight is not { } tells || phrases is null)
        {
            return null;
        }

        var cues = new List<Cue>(phrases.Count);
        for (var i = 0; i < phrases.Count; i++)
        {
            string[] parts = [.. phrases[i].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => Cue.IsPattern(part) ? part : _same.GetValueOrDefault(part, part))];
            if (parts.Any(_ignored.Contains))
            {
                reader.Refuse("phrases", i, "must not have an ignored word: no question has it.");
            }

            cues.Add(new Cue(subject, tells, parts));
        }

        return cues;
    }

    private static Subject? SubjectOf(string name)
    {
        if (Vocabulary<Topic>.Words.TryFind(name, out var topic))
        {
            return new Subject(topic, null);
        }

        return Vocabulary<ClaimKind>.Words.TryFind(name, out var kind) ? new Subject(null, kind) : null;
    }

    private sealed record SameWords(string Word, IReadOnlyList<string> Written);
}
