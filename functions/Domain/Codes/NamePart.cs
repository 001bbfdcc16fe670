using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace PromoFunctions.Domain.Codes;

/// <summary>What a personal code begins with: the customer's first name in letters that every keyboard has.</summary>
public static class NamePart
{
    /// <summary>The most letters.</summary>
    public const int MaxLength = 12;

    /// <summary>Stands for a name that has no letter which can be written from A to Z, and for none at all.</summary>
    public const string Fallback = "FORYOU";

    // Letters that do not come apart into one from A to Z and an accent; German and Nordic ones as these languages write them
    // without the dots, Greek and Cyrillic ones as passports do (ISO 843; ICAO Doc 9303, part 3).
    private static readonly FrozenDictionary<char, string> Written = new Dictionary<char, string>
    {
        ['Ä'] = "AE", ['Ö'] = "OE", ['Ü'] = "UE", ['ß'] = "SS", ['ẞ'] = "SS", ['Æ'] = "AE", ['Ø'] = "OE", ['Å'] = "AA", ['Œ'] = "OE",
        ['Ð'] = "D", ['Đ'] = "D", ['Þ'] = "TH", ['Ł'] = "L", ['Ħ'] = "H", ['ı'] = "I", ['Ŋ'] = "NG", ['Ŧ'] = "T", ['Ə'] = "A",
        ['Α'] = "A", ['Β'] = "V", ['Γ'] = "G", ['Δ'] = "D", ['Ε'] = "E", ['Ζ'] = "Z", ['Η'] = "I", ['Θ'] = "TH", ['Ι'] = "I",
        ['Κ'] = "K", ['Λ'] = "L", ['Μ'] = "M", ['Ν'] = "N", ['Ξ'] = "X", ['Ο'] = "O", ['Π'] = "P", ['Ρ'] = "R", ['Σ'] = "S",
        ['Τ'] = "T", ['Υ'] = "Y", ['Φ'] = "F", ['Χ'] = "CH", ['Ψ'] = "PS", ['Ω'] = "O",
        ['А'] = "A", ['Б'] = "B", ['В'] = "V", ['Г'] = "G", ['Д'] = "D", ['Е'] = "E", ['Ё'] = "E", ['Ж'] = "ZH", ['З'] = "Z",
        ['И'] = "I", ['Й'] = "I", ['К'] = "K", ['Л'] = "L", ['М'] = "M", ['Н'] = "N", ['О'] = "O", ['П'] = "P", ['Р'] = "R",
        ['С'] = "S", ['Т'] = "T", ['У'] = "U", ['Ф'] = "F", ['Х'] = "KH", ['Ц'] = "TS", ['Ч'] = "CH", ['Ш'] = "SH", ['Щ'] = "SHCH",
        ['Ъ'] = "IE", ['Ы'] = "Y", ['Ь'] = "", ['Э'] = "E", ['Ю'] = "IU", ['Я'] = "IA", ['І'] = "I", ['Ї'] = "I", ['Є'] = "IE",
        ['Ґ'] = "G", ['Ў'] = "U", ['Ј'] = "J", ['Љ'] = "LJ", ['Њ'] = "NJ", ['Ћ'] = "C", ['Ђ'] = "D", ['Џ'] = "DZ",
    }.ToFrozenDictionary();

    /// <summary>The letters A to Z of a first name, upper case, at most <see cref="MaxLength"/>: <c>Zoë</c> is ZOE, <c>Jürgen</c> JUERGEN, <c>Anna-Lena</c> ANNALENA.</summary>
    public static string Of(string? firstName)
    {
        var letters = new StringBuilder(MaxLength);
        foreach (var rune in Composed(firstName ?? "").EnumerateRunes())
        {
            var piece = LettersOf(rune);
            if (letters.Length + piece.Length > MaxLength)
            {
                break;
            }

            letters.Append(piece);
        }

        return letters.Length > 0 ? letters.ToString() : Fallback;
    }

    private static string LettersOf(Rune rune)
    {
        var upper = Rune.ToUpperInvariant(rune).ToString();
        if (upper.Length == 1 && Written.TryGetValue(upper[0], out var written))
        {
            return written;
        }

        // Without its accents: a Greek vowel is then in the table, a Latin letter from A to Z.
        var bare = upper.Normalize(NormalizationForm.FormKD)[0];
        return char.IsAsciiLetterUpper(bare) ? bare.ToString(CultureInfo.InvariantCulture)
            : char.IsAsciiLetterLower(bare) ? char.ToUpperInvariant(bare).ToString(CultureInfo.InvariantCulture)
            : Written.GetValueOrDefault(bare, "");
    }

    /// <summary>One rune a letter, accents included; a half surrogate pair drops out.</summary>
    private static string Composed(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune != Rune.ReplacementChar)
            {
                whole.Append(rune.ToString());
            }
        }

        return whole.ToString().Normalize(NormalizationForm.FormC);
    }
}
