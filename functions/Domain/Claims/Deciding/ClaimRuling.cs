using System.Text.Json.Serialization;
using PromoFunctions.Domain.Claims.Policies;
using PromoFunctions.Domain.Claims.Replies;

namespace PromoFunctions.Domain.Claims.Deciding;

/// <summary>A decision and what is still to be done about it.</summary>
/// <param name="Decision">What was decided.</param>
/// <param name="ToGive">What is to be given.</param>
/// <param name="Reply">What the customer is to be told.</param>
public sealed record ClaimRuling(Decision Decision, IReadOnlyList<PolicyRemedy> ToGive, ReplyReason Reply)
{
    /// <summary>The code that is to be given; null when none is.</summary>
    public CodeGift? Gift { get; init; }

    /// <summary>Whether limits have to be asked before the decision stands.</summary>
    [JsonIgnore]
    public bool Pays => ToGive.Any(remedy => remedy.IsRefund());
}
