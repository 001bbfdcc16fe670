using PromoFunctions.Domain.Claims;
using PromoFunctions.Domain.Claims.Replies;

namespace PromoFunctions.Storage.Claims;

/// <summary>What a person was told and given, as a row of <c>ClaimPersons</c> keeps it: the claim itself names codes by their keys.</summary>
/// <param name="Reply">The reply.</param>
/// <param name="Codes">The person's codes by the keys in the claim's remedies.</param>
internal sealed record KeptReply(Reply Reply, IReadOnlyDictionary<string, string> Codes)
{
    /// <summary>What is to be kept of a state; null when nobody was told anything.</summary>
    public static KeptReply? Of(ClaimState state) => state.Reply is { } reply ? Of(reply, state.Remedies) : null;

    /// <summary>What is to be kept of a reply and what was given with it.</summary>
    public static KeptReply Of(Reply reply, IEnumerable<Remedy> remedies)
    {
        var codes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var own in remedies.OfType<Remedy.OwnCode>())
        {
            if (own.Code is { } code)
            {
                codes[own.Key] = code;
            }
        }

        return new(reply, codes);
    }

    /// <summary>The state with what was told and the codes that were given.</summary>
    public ClaimState JoinTo(ClaimState state) => state with
    {
        Reply = Reply,
        Remedies = [.. state.Remedies.Select(remedy => remedy is Remedy.OwnCode own ? own with { Code = Codes.GetValueOrDefault(own.Key) } : remedy)],
    };
}
