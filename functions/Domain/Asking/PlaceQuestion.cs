using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Asking;

/// <summary>What a question is about.</summary>
/// <param name="Topic">The topic; null when it is about none of them, or that cannot be told.</param>
/// <param name="HandOff">The kind of claim that it makes when it is handed to a person.</param>
/// <param name="Phrases">The language of the question, for the answer.</param>
public sealed record PlacedQuestion(Topic? Topic, ClaimKind HandOff, Phrases Phrases);

/// <summary>Places a question by the cues of the phrase tables. Deterministic; what it is not sure of it does not place.</summary>
public static class PlaceQuestion
{
    /// <summary>What a topic must at least reach: less is a coincidence of words.</summary>
    private const int Enough = 3;

    /// <summary>Places a question.</summary>
    /// <param name="question">As typed.</param>
    /// <param name="code">The code that it is about, where that is known.</param>
    /// <param name="preferred">The language that the caller asks for: taken unless another one fits the question better.</param>
    public static PlacedQuestion Place(string question, PromoCode? code, Phrases preferred)
    {
        var readings = PhraseTable.All
            .Select(table => (table.Phrases, Reading: table.Read(question, code)))
            .OrderByDescending(read => read.Reading.Evidence)
            .ThenByDescending(read => read.Phrases == preferred)
            .ToList();
        var (phrases, (scores, evidence)) = readings[0];
        if (evidence == 0)
        {
            return new PlacedQuestion(null, ClaimKind.Complaint, preferred);
        }

        var ranked = scores.OrderByDescending(score => score.Value).Take(2).ToList();
        var sure = ranked.Count > 0 && ranked[0].Value >= Enough && (ranked.Count == 1 || ranked[0].Value > ranked[1].Value);
        return sure
            ? new PlacedQuestion(ranked[0].Key.Topic, ranked[0].Key.Claim ?? ClaimKind.Complaint, phrases)
            : new PlacedQuestion(null, ClaimKind.Complaint, phrases);
    }
}
