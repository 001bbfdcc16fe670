using PromoFunctions.App.Http;

namespace PromoFunctions.App.Claims;

/// <summary>What became of a person's decision that was to be carried out. Exactly one of the nested kinds.</summary>
public abstract record Conclusion
{
    private Conclusion()
    {
    }

    /// <summary>It stands.</summary>
    public sealed record Done : Conclusion;

    /// <summary>The claim was changed meanwhile; look at it again.</summary>
    public sealed record Changed : Conclusion;

    /// <summary>It cannot be paid within the limits, and was not to be paid beyond them; the claim waits as before.</summary>
    /// <param name="Limit">What has no room, in a word.</param>
    /// <param name="Why">In a sentence.</param>
    /// <param name="WouldWork">What would make it work within the limits, as the beginning of a sentence; null when nothing would.</param>
    public sealed record Refused(string Limit, string Why, string? WouldWork) : Conclusion
    {
        /// <summary>409 that names the limit and what would make the decision work.</summary>
        public Problem ToProblem() => new(
            409,
            "limits-refuse",
            "The payment does not fit the limits.",
            $"{Why} {(WouldWork is null ? "Send" : WouldWork + ", or send")} \"overrideLimits\": true to pay it beyond the limits.",
            writer => writer.WriteString("limit", Limit));
    }
}
