namespace PromoFunctions.Domain.Claims;

/// <summary>Where a claim stands.</summary>
public enum ClaimStatus
{
    /// <summary>Taken, not decided yet.</summary>
    Queued,

    /// <summary>Decided for the customer; its remedies are given.</summary>
    Approved,

    /// <summary>Decided against the customer; the reply offers a way on.</summary>
    Denied,

    /// <summary>Waits for a person's decision.</summary>
    Escalated,

    /// <summary>Could not be processed; the message is in the dead-letter queue with a reason.</summary>
    Failed,
}

/// <summary>What was decided.</summary>
public enum ClaimOutcome
{
    /// <summary>For the customer.</summary>
    Approved,

    /// <summary>Against the customer.</summary>
    Denied,

    /// <summary>Passed to a person.</summary>
    Escalated,
}

/// <summary>The language of the reply.</summary>
public enum ReplyLanguage
{
    /// <summary>English.</summary>
    En,

    /// <summary>German.</summary>
    De,
}

/// <summary>From what was decided to where the claim stands.</summary>
public static class ClaimOutcomes
{
    /// <summary>The status that an outcome leads to.</summary>
    public static ClaimStatus ToStatus(this ClaimOutcome outcome) => outcome switch
    {
        ClaimOutcome.Approved => ClaimStatus.Approved,
        ClaimOutcome.Denied => ClaimStatus.Denied,
        ClaimOutcome.Escalated => ClaimStatus.Escalated,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };
}
