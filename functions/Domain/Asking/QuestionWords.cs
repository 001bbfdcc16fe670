using System.Globalization;
using System.Text;
using PromoFunctions.Domain.Codes;

namespace PromoFunctions.Domain.Asking;

/// <summary>
/// A question as plain words: lower case, umlauts written out, other accents and all punctuation gone. What is a code, or
/// is written like one, becomes the word "code", so that a code's name says nothing about the topic.
/// </summary>
internal static class QuestionWords
{
    internal const string Code = "code";
    internal const string Codes = "codes";

    private const int ShortestCode = 4;

    /// <summary>The words of a question.</summary>
    internal static List<string> Of(string question, PromoCode? code)
    {
        var tokens = Tokens(question);
        var words = new List<string>(tokens.Count);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (code is not null && i + 1 < tokens.Count && IsCode(tokens[i] + tokens[i + 1], code))
            {
                words.Add(Code);
                i++;
            }
            else if ((code is not null && IsCode(tokens[i], code)) || LooksLikeCode(tokens[i]))
            {
                words.Add(Code);
            }
            else
            {
                AddPlain(tokens[i], words);
            }
        }

        return words;
    }

    /// <summary>What is between blanks, without the punctuation around it.</summary>
    internal static List<string> Tokens(string question)
    {
        var tokens = new List<string>();
        foreach (var part in question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var start = 0;
            var end = part.Length;
            while (start < end && IsAround(part[start]))
            {
                start++;
            }

            while (end > start && IsAround(part[end - 1]))
            {
                end--;
            }

            if (end > start)
            {
                tokens.Add(part[start..end]);
            }
        }

        return tokens;
    }

    /// <summary>
    /// Whether a word is written as codes are and as words are not: it begins with a letter and has a digit, or is of
    /// capitals alone.
    /// </summary>
    internal static bool LooksLikeCode(string token) =>
        token.Length >= ShortestCode
        && char.IsLetter(token[0])
        && token.All(c => char.IsLetterOrDigit(c) || c is '-' or '_')
        && (token.Any(char.IsDigit) || token.All(char.IsUpper));

    private static bool IsCode(string token, PromoCode code) => PromoCode.TryParse(token, out var typed, out _) && typed == code;

    private static bool IsAround(char c) => (char.IsPunctuation(c) && c != '%') || (char.IsSymbol(c) && !char.IsBetween(c, '\u20A0', '\u20BF') && c is not ('$' or '\u00A3'));

    private static void AddPlain(string token, List<string> words)
    {
        var word = new StringBuilder();
        foreach (var rune in Whole(token.ToLowerInvariant()).Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            switch (rune.Value)
            {
                case 'ä':
                    word.Append("ae");
                    break;
                case 'ö':
                    word.Append("oe");
                    break;
                case 'ü':
                    word.Append("ue");
                    break;
                case 'ß':
                    word.Append("ss");
                    break;
                case '\'' or '\u2019':
                    break;
                case '€':
                    AddSign("euro", word, words);
                    break;
                case '$':
                    AddSign("dollar", word, words);
                    break;
                case '£':
                    AddSign("pound", word, words);
                    break;
                case '%':
                    AddSign("percent", word, words);
                    break;
                default:
                    AddCharacter(rune, word, words);
                    break;
            }
        }

        Flush(word, words);
    }

    private static void AddSign(string name, StringBuilder word, List<string> words)
    {
        Flush(word, words);
        words.Add(name);
    }

    /// <summary>The text with U+FFFD for half a surrogate pair, which no form of Unicode has.</summary>
    private static string Whole(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune.ToString());
        }

        return whole.ToString();
    }

    private static void AddCharacter(Rune rune, StringBuilder word, List<string> words)
    {
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(part))
            {
                word.Append(part.ToString());
            }
            else if (Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
            {
                Flush(word, words);
            }
        }
    }

    private static void Flush(StringBuilder word, List<string> words)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
