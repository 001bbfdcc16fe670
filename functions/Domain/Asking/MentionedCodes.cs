using PromoFunctions.Domain.Codes;

namespace PromoFunctions.Domain.Asking;

/// <summary>Codes in the text of a question, for callers that do not say which one is meant.</summary>
public static class MentionedCodes
{
    /// <summary>The most codes of a question that are looked for: a question is no way to try out many.</summary>
    public const int Most = 3;

    /// <summary>How many words one code may be typed as, such as "welcome 10".</summary>
    private const int LongestSpelling = 3;

    /// <summary>The words that are written as codes are, in their order, each once; at most <see cref="Most"/>.</summary>
    public static IReadOnlyList<PromoCode> WrittenAsCodes(string question)
    {
        var codes = new List<PromoCode>(Most);
        foreach (var token in QuestionWords.Tokens(question))
        {
            if (codes.Count < Most && QuestionWords.LooksLikeCode(token) && PromoCode.TryParse(token, out var code, out _) && !codes.Contains(code))
            {
                codes.Add(code);
            }
        }

        return codes;
    }

    /// <summary>The first of the codes that the shop announces which the question names, however it is written; null for none.</summary>
    /// <param name="question">As typed.</param>
    /// <param name="isAnnounced">Whether a code is one of those, and wanted: anything else is not found out this way.</param>
    public static PromoCode? Announced(string question, Func<PromoCode, bool> isAnnounced)
    {
        var tokens = QuestionWords.Tokens(question);
        for (var words = LongestSpelling; words > 0; words--)
        {
            for (var start = 0; start + words <= tokens.Count; start++)
            {
                if (PromoCode.TryParse(string.Concat(tokens.Skip(start).Take(words)), out var code, out _) && isAnnounced(code))
                {
                    return code;
                }
            }
        }

        return null;
    }
}
