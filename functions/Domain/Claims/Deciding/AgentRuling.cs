using System.Text.Json.Serialization;

namespace PromoFunctions.Domain.Claims.Deciding;

/// <summary>What a person decides on an escalated claim. The policy's own decision stands beside it.</summary>
/// <param name="Decision">The decision; its rationale is what the person wrote, which stands in the person's rows.</param>
/// <param name="ContentHash">Of the request: the same one again is the same decision.</param>
/// <param name="MayOverride">Whether the person said that it is to be paid also where a limit has no room, or nothing could be booked on.</param>
public sealed record AgentRuling(Decision Decision, string ContentHash, bool MayOverride)
{
    /// <summary>What an actor is called who is a person.</summary>
    public const string ActorPrefix = "agent:";

    /// <summary>Of the amount, what neither the code's terms on the order nor the limits give; known once the decision is carried out.</summary>
    public long Beyond { get; init; }

    /// <summary>What the person wrote; null when it was not read, or is not there any more.</summary>
    [JsonIgnore]
    public string? Words => Decision.Rationale is [var words, ..] ? words : null;

    /// <summary>The ruling with what the person wrote, or without.</summary>
    public AgentRuling WithWords(string? words) => this with { Decision = Decision with { Rationale = words is null ? [] : [words] } };
}
