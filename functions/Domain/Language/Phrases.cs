using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using PromoFunctions.Domain.Money;

namespace PromoFunctions.Domain.Language;

/// <summary>
/// The sentences of one language, from Sentences.resx and its translations, with money, numbers and instants written as
/// that language writes them. The same on every machine: nothing comes from the operating system's culture data.
/// </summary>
public sealed class Phrases
{
    private static readonly ResourceManager Resources = new("PromoFunctions.Domain.Language.Sentences", typeof(Phrases).Assembly);

    private readonly FrozenDictionary<string, string> _sentences;
    private readonly MoneyText _money;

    private Phrases(string language, FrozenDictionary<string, string> sentences)
    {
        Language = language;
        _sentences = sentences;
        _money = new MoneyText(Say("number.decimal"), Say("number.group"), amountFirst: Say("money.order") == "amount-first");
    }

    /// <summary>English, the language that others fall back to.</summary>
    public static Phrases English { get; } = Load("en");

    /// <summary>German.</summary>
    public static Phrases German { get; } = Load("de");

    /// <summary>Every language there is.</summary>
    public static IReadOnlyList<Phrases> All { get; } = [English, German];

    /// <summary>The language's primary tag (BCP 47), such as en.</summary>
    public string Language { get; }

    /// <summary>The keys that have a sentence.</summary>
    public IEnumerable<string> Keys => _sentences.Keys;

    /// <summary>
    /// The best of our languages for an Accept-Language header (RFC 9110, section 12.5.4): the highest weight, the earlier
    /// one among equals; English when none fits or the header is missing or broken.
    /// </summary>
    public static Phrases ForAcceptLanguage(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return English;
        }

        var best = English;
        decimal bestWeight = 0;
        foreach (var range in header.Split(',', 20, StringSplitOptions.TrimEntries))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            var primary = parts[0].Split('-')[0];
            var weight = WeightOf(parts);
            foreach (var language in All)
            {
                if (weight > bestWeight && string.Equals(language.Language, primary, StringComparison.OrdinalIgnoreCase))
                {
                    best = language;
                    bestWeight = weight;
                }
            }
        }

        return best;
    }

    /// <summary>Whether there is a sentence of this key.</summary>
    public bool Has(string key) => _sentences.ContainsKey(key);

    /// <summary>The sentence of a key, its <c>{names}</c> replaced by <paramref name="values"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such sentence.</exception>
    public string Say(string key, params ReadOnlySpan<(string Name, string Value)> values) =>
        _sentences.TryGetValue(key, out var sentence)
            ? Template.Fill(sentence, values)
            : throw new KeyNotFoundException($"There is no sentence '{key}' in '{Language}'.");

    /// <summary>As <see cref="Say"/>, of <c>key.one</c> or <c>key.other</c>; <c>{count}</c> is the count.</summary>
    public string Count(string key, long count, params ReadOnlySpan<(string Name, string Value)> values) =>
        Say(count == 1 ? key + ".one" : key + ".other", [("count", Number(count)), .. values]);

    /// <summary>An amount, such as €1,250.00 or 1.250,00 €.</summary>
    public string Money(long minorUnits, Currency currency) => _money.Write(minorUnits, currency);

    /// <summary>A whole number, such as 1,250.</summary>
    public string Number(long number) => _money.Group(number);

    /// <summary>A percentage without its sign, such as 12.5.</summary>
    public string Percent(decimal percent) =>
        percent.ToString("0.####", CultureInfo.InvariantCulture).Replace(".", Say("number.decimal"), StringComparison.Ordinal);

    /// <summary>An instant in a zone, to the minute, such as 1 June 2026, 00:00.</summary>
    public string Instant(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        return Say(
            "instant",
            ("day", local.Day.ToString(CultureInfo.InvariantCulture)),
            ("month", Say("month." + local.Month.ToString(CultureInfo.InvariantCulture))),
            ("year", local.Year.ToString(CultureInfo.InvariantCulture)),
            ("time", local.ToString("HH:mm", CultureInfo.InvariantCulture)));
    }

    /// <summary>Items in a row: "a", "a and b", "a, b and c".</summary>
    public string And(IReadOnlyList<string> items) => Join(items, "list.and");

    /// <summary>Items to choose from: "a", "a or b", "a, b or c".</summary>
    public string Or(IReadOnlyList<string> items) => Join(items, "list.or");

    private string Join(IReadOnlyList<string> items, string last) =>
        items.Count < 2
            ? string.Concat(items)
            : Say(last, ("first", string.Join(", ", items.Take(items.Count - 1))), ("last", items[^1]));

    private static decimal WeightOf(string[] range)
    {
        foreach (var parameter in range.Skip(1))
        {
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
            {
                return decimal.TryParse(parameter.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
                    ? weight
                    : 0;
            }
        }

        return 1;
    }

    private static Phrases Load(string language)
    {
        // The parents' sentences fill what a translation lacks; a test holds translations to having all of them.
        var sentences = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var culture in (CultureInfo[])[CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo(language)])
        {
            var neutral = culture.Equals(CultureInfo.InvariantCulture);
            if (Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: neutral) is not { } resources)
            {
                continue;
            }

            foreach (DictionaryEntry entry in resources)
            {
                if (entry is { Key: string key, Value: string sentence })
                {
                    sentences[key] = sentence;
                }
            }
        }

        return new Phrases(language, sentences.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
