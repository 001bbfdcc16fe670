using PromoFunctions.Domain.Claims.Deciding;

namespace PromoFunctions.Domain.Claims.Replies;

/// <summary>What sentences may speak of.</summary>
internal sealed record ReplyContext(Claim Claim, ClaimFacts Facts, long Amount, DateTimeOffset? AnswerBy)
{
    public string Code => Claim.Code?.Value ?? "";

    public string OrderId => Claim.Order?.Id ?? "";

    /// <summary>The last attempt that failed though it should not have; null for none.</summary>
    public RefusedAttempt? LastWrong => Facts.RefusedAttempts.Where(attempt => attempt.Wrong).MaxBy(attempt => attempt.At);

    /// <summary>What is told of the refusals that our records show and that were right; null when there are none, or the claim is not about a refusal.</summary>
    public string? Refused(ReplySentences sentences, bool met)
    {
        if (Claim.Kind != ClaimKind.RejectedCode)
        {
            return null;
        }

        var right = Facts.RefusedAttempts.Where(attempt => attempt is { Wrong: false, Reasons.Count: > 0 }).ToList();
        return right.MaxBy(attempt => attempt.At) is { } last ? sentences.Refused(this, last, right.Count > 1, met) : null;
    }
}
